//! What the API says, and the signature it says it under.

use super::keys::Signers;
use super::settings::{Forced, MessageName, NoneAs, Settings};
use super::signing::{self, Refusal};
use super::store::{Ra, Status};
use crate::sign::encode;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The body of a reply, with the code that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub code: String,
    pub body: String,
}

/// What there is to say: a visible RA, that there is none, or why the question was not taken.
pub fn to(outcome: Result<Option<&Ra>, Refusal>, settings: &Settings) -> Reply {
    match outcome {
        _ if settings.status.is_some() || settings.code.is_some() => forced(settings),
        Err(Refusal { code, message }) => result("F", code, message, settings, json!({})),
        Ok(Some(ra)) => result("S", "SUCCESS", "Success", settings, account_body(ra)),
        Ok(None) => match settings.none {
            NoneAs::Empty => Reply { code: String::new(), body: String::new() },
            NoneAs::Code => result("F", "ACCOUNT_NOT_EXIST", "Account does not exist", settings, json!({})),
            NoneAs::List => result("S", "SUCCESS", "Success", settings, json!({})),
        },
    }
}

/// What a test has asked for.
fn forced(settings: &Settings) -> Reply {
    let (status, code) = match settings.status {
        Some(Forced::U) => ("U", "UNKNOWN_EXCEPTION"),
        Some(Forced::F) | None => ("F", "PROCESS_FAIL"),
    };
    let code = settings.code.as_deref().unwrap_or(code);
    result(status, code, "As the sandbox was told", settings, json!({}))
}

fn account_body(ra: &Ra) -> Value {
    let status = if ra.status == Status::Active { "ACTIVE" } else { "ABNORMAL" };
    let account = |account: &super::store::Account| {
        json!({
            "accountNo": account.account_no,
            "currencyList": account.currency_list,
            "accountType": "RECEIVE_ACCOUNT",
            "accountStatus": status,
        })
    };
    json!({ "accountId": ra.account_id, "accountInfos": ra.accounts.iter().map(account).collect::<Value>() })
}

fn result(status: &str, code: &str, message: &str, settings: &Settings, mut body: Value) -> Reply {
    let name = match settings.message_name {
        MessageName::ResultMessage => "resultMessage",
        MessageName::ResultMsg => "resultMsg",
    };
    let result = json!({ "resultStatus": status, "resultCode": code, name: message });
    if let Some(body) = body.as_object_mut() {
        body.insert("result".to_owned(), result);
    }
    Reply { code: code.to_owned(), body: body.to_string() }
}

/// The headers that a reply goes out with at `time`.
pub fn headers(client: &str, time: &str, body: &str, signers: &Signers, settings: &Settings) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, value: &str| {
        let value = HeaderValue::from_str(value).ok();
        headers.extend(value.map(|value| (HeaderName::from_static(name), value)));
    };
    put(header::CONTENT_TYPE.as_str(), "application/json; charset=UTF-8");
    put("client-id", client);
    put("response-time", time);
    let text = signing::text(client, time, if settings.bad_signature { b"{}" } else { body.as_bytes() });
    let signed = signers.sign(settings.sign_with.as_deref(), &text).filter(|_| !settings.unsigned);
    if let Some((id, signature)) = signed {
        let signature = encode(&STANDARD.encode(signature));
        put("signature", &format!("algorithm=RSA256,keyVersion={id},signature={signature}"));
    }
    headers
}
