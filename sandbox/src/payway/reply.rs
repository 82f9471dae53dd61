//! What PayWay says: codes with their status, and details of a token.

use crate::payway::bank::{Request, Status, Token};
use crate::payway::settings::{CodeAs, ExpireIn, Settings, Stamp};
use crate::payway::signing::Refusal;
use crate::random;
use axum::http::StatusCode;
use serde_json::{Value, json};
use time::macros::{format_description, offset};
use time::{OffsetDateTime, UtcOffset};

fn message(code: &str) -> &'static str {
    match code {
        "00" => "Success",
        "01" => "Wrong hash",
        "04" => "The given data was invalid.",
        "09" => "Data not found",
        "98" => "Merchant id not found",
        "104" => "Merchant not enabled token flag",
        "105" => "Token invalid",
        "6" | "102" => "Domain is not in the whitelist",
        "429" => "Too many requests",
        _ => "Something went wrong",
    }
}

fn http_status(code: &str) -> StatusCode {
    match code {
        "00" | "09" => StatusCode::OK,
        "04" => StatusCode::BAD_REQUEST,
        _ => StatusCode::FORBIDDEN,
    }
}

fn spelled(code: &str, code_as: CodeAs) -> Value {
    let short = code.trim_start_matches('0');
    let short = if short.is_empty() { "0" } else { short };
    match code_as {
        CodeAs::Text => json!(code),
        CodeAs::Short => json!(short),
        CodeAs::Number => short.parse::<u32>().map_or_else(|_| json!(code), |number| json!(number)),
    }
}

/// An answer: the data, or why there is none.
pub fn say(outcome: Result<Value, Refusal>, settings: &Settings) -> (StatusCode, Value) {
    let (code, data, refusal) = match outcome {
        Ok(data) => ("00".to_owned(), Some(data), None),
        Err(refusal) => (refusal.code.clone(), None, Some(refusal)),
    };
    let mut body = json!({ "status": {
        "code": spelled(&code, settings.code_as),
        "message": refusal.as_ref().and_then(|refusal| refusal.message).unwrap_or(message(&code)),
        "trace_id": random::uuid(),
    } });
    let mut put = |place: &str, name: &str, value: Value| {
        if let Some(place) = body.pointer_mut(place).and_then(Value::as_object_mut) {
            place.insert(name.to_owned(), value);
        }
    };
    if let Some(refusal) = refusal.filter(|refusal| !refusal.errors.is_empty()) {
        put("/status", "errors", json!(refusal.errors));
    }
    if let Some(data) = data.filter(|data| !data.is_null()) {
        put("", "data", data);
    }
    (http_status(&code), body)
}

/// A code that a test has asked for.
pub fn pretend(code: &str, settings: &Settings) -> (StatusCode, Value) {
    let refusal = match code {
        "00" => return say(Ok(Value::Null), settings),
        "04" => Refusal::field("currency", "currency is required"),
        code => Refusal::code(code),
    };
    say(Err(refusal), settings)
}

/// Nothing is linked under this id, said with the code that the settings name.
pub fn not_found(settings: &Settings) -> Refusal {
    Refusal { message: Some(message("09")), ..Refusal::code(&settings.not_found) }
}

/// The QR code of a request.
pub fn qr(request: &Request, now: u64, settings: &Settings) -> Value {
    let expire_in = match settings.expire_in_as {
        ExpireIn::Epoch => request.expires_at,
        ExpireIn::Duration => request.expires_at.saturating_sub(now),
    };
    json!({ "deeplink": deeplink(&request.qr_string), "qr_string": request.qr_string, "expire_in": expire_in })
}

pub fn deeplink(qr_string: &str) -> String {
    let qrcode = crate::sign::encode(qr_string);
    format!("abamobilebank://ababank.com?type=account_on_file&qrcode={qrcode}")
}

/// A token as details and pushbacks show it.
pub fn details(request: &Request, token: &Token, settings: &Settings) -> Value {
    let status = match token.status {
        Status::Removed => 0,
        Status::Active => 1,
        Status::Frozen => 2,
    };
    json!({
        "ctid": token.ctid,
        "pwt": token.pwt,
        "source_of_fund": masked(token),
        "type": "ABA ACCOUNT",
        "status": status,
        "expired_at": stamp(token.expires_at, settings.expired_at),
        "token_flag": token.token_flag,
        "currency": request.currency,
        "frequency": "",
        "subscribed_amount": 0.0,
        "amount_limit_per_tran": 0.0,
    })
}

pub fn masked(token: &Token) -> String {
    format!("*****{}", token.account.id)
}

fn stamp(seconds: u64, form: Stamp) -> String {
    let at = i64::try_from(seconds).ok().and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let local = at.to_offset(offset!(+7));
    let bare = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    let written = |at: OffsetDateTime| at.format(bare).unwrap_or_default();
    match form {
        Stamp::Utc => format!("{}Z", written(at.to_offset(UtcOffset::UTC))),
        Stamp::Offset => format!("{}.0000000+07:00", written(local)),
        Stamp::Bare => written(local),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_has_three_forms() {
        let at = 1_760_948_403; // 2025-10-20T08:20:03Z
        assert_eq!(stamp(at, Stamp::Utc), "2025-10-20T08:20:03Z");
        assert_eq!(stamp(at, Stamp::Offset), "2025-10-20T15:20:03.0000000+07:00");
        assert_eq!(stamp(at, Stamp::Bare), "2025-10-20T15:20:03");
    }

    #[test]
    fn a_code_has_three_spellings() {
        assert_eq!(spelled("09", CodeAs::Text), json!("09"));
        assert_eq!(spelled("09", CodeAs::Number), json!(9));
        assert_eq!(spelled("00", CodeAs::Short), json!("0"));
    }
}
