//! What PayWay says: replies and pushbacks, read leniently where it is known to vary, and never trusted further.

use super::{Ctid, LONGEST, RequestId};
use crate::providers::error::ProviderError;
use crate::providers::payway::codes::PaywayCode;
use crate::secret::Secret;
use crate::time::Seconds;
use serde_json::Value;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// The longest `qr_string`, in bytes: what fits a QR at level M.
const LONGEST_QR: usize = 2_000;

/// The longest `deeplink`, in bytes: such a text, percent-encoded, with its frame.
const LONGEST_LINK: usize = 8_000;

/// Any reply: its code, and the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// `status.code`, normalised.
    pub code: PaywayCode,
    /// The same as PayWay wrote it.
    pub code_text: String,
    /// `status.trace_id`: PayWay's id of the request.
    pub trace_id: Option<String>,
    /// The fields that `errors` names, for the operator.
    pub fields: Vec<String>,
    data: Value,
}

/// What `link-account` gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkReply {
    /// The text of the QR.
    pub qr_string: String,
    /// The same as a link.
    pub deeplink: String,
    /// Until when, at most ten minutes from now.
    pub expires_at: Seconds,
}

/// Where a token is (`status` of the details).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStatus {
    /// 0.
    Removed,
    /// 1.
    Active,
    /// 2.
    Frozen,
}

/// What `get-token-details` gives.
#[derive(Debug, Clone)]
pub struct Details {
    /// Whose it is: must be ours.
    pub ctid: Ctid,
    /// The token itself; a removed one may be named no more.
    pub pwt: Option<Secret>,
    /// The last four digits of the account; empty where there are none.
    pub last_digits: String,
    /// ISO 4217; empty where there is none.
    pub currency: String,
    /// Where it is.
    pub status: TokenStatus,
    /// Until when: the earliest and the latest reading, which differ for a time without an offset.
    pub expires_at: Option<(Seconds, Seconds)>,
}

/// What is pushed to us, as far as we believe it: which QR to ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushback {
    /// Of the QR.
    pub request_id: RequestId,
}

impl Reply {
    /// Reads a reply; `None` if it is none of PayWay's. Its HTTP status says less than its code.
    pub fn parse(text: &str) -> Option<Self> {
        let mut tree: Value = serde_json::from_str(text).ok()?;
        let status = tree.get_mut("status")?.take();
        let code_text = word(status.get("code")?)?;
        let code = PaywayCode::parse(&code_text);
        let trace_id = status.get("trace_id").and_then(word);
        let errors = status.get("errors").and_then(Value::as_object);
        let fields = errors.map(|errors| errors.keys().map(|name| field(name)).collect()).unwrap_or_default();
        Some(Self {
            code,
            code_text,
            trace_id,
            fields,
            data: tree.get_mut("data").map(Value::take).unwrap_or_default(),
        })
    }

    /// What it says no with; `None` for success.
    pub fn error(&self) -> Option<ProviderError> {
        self.code.error(&self.code_text, self.trace_id.as_deref())
    }

    /// The QR of a `link-account` that succeeded.
    pub fn link(&self, now: Seconds) -> Option<LinkReply> {
        let qr_string = self.text("qr_string")?;
        let deeplink = self.text("deeplink")?;
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        // It replaces the partner's page, so it must lead to the app and nowhere else.
        let opens = deeplink.starts_with("abamobilebank://");
        if qr_string.len() > LONGEST_QR
            || deeplink.len() > LONGEST_LINK
            || !plain(&qr_string)
            || !plain(&deeplink)
            || !opens
        {
            return None;
        }
        let expire_in: i64 = word(self.data.get("expire_in")?)?.parse().ok()?;
        // Below 10^9 it can only be a duration.
        let until = if expire_in < 1_000_000_000 { now.plus(expire_in) } else { Seconds::new(expire_in) };
        Some(LinkReply { qr_string, deeplink, expires_at: until.min(now.plus(LONGEST)).max(now) })
    }

    /// The token of a `get-token-details` that succeeded.
    pub fn details(&self) -> Option<Details> {
        let fund = self.text("source_of_fund").unwrap_or_default();
        let digits: Vec<char> = fund.chars().filter(char::is_ascii_digit).collect();
        let last_digits = digits.iter().rev().take(4).rev().collect();
        let status = match word(self.data.get("status")?)?.as_str() {
            "0" => TokenStatus::Removed,
            "1" => TokenStatus::Active,
            "2" => TokenStatus::Frozen,
            _ => return None,
        };
        let currency = self.text("currency").unwrap_or_default();
        let currency_ok = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
        Some(Details {
            ctid: Ctid::parse(&self.text("ctid")?)?,
            pwt: self.text("pwt").filter(|pwt| !pwt.is_empty() && pwt.len() <= 512).map(Secret::new),
            last_digits,
            currency: if currency_ok { currency } else { String::new() },
            status,
            expires_at: self.text("expired_at").and_then(|text| expired_at(&text)),
        })
    }

    fn text(&self, name: &str) -> Option<String> {
        self.data.get(name).and_then(Value::as_str).map(str::to_owned)
    }
}

impl Pushback {
    /// Reads a pushback; `None` if it names no QR. Nothing else in it counts.
    pub fn parse(text: &str) -> Option<Self> {
        let tree: Value = serde_json::from_str(text).ok()?;
        RequestId::parse(tree.get("request_id")?.as_str()?).map(|request_id| Self { request_id })
    }
}

/// A text, or a number as text.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        _ => None,
    }
}

/// A field's name as far as it is one.
fn field(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect()
}

/// `expired_at` in its three forms: with `Z`, with an offset and up to seven decimals, without an offset. The last
/// may be Cambodian time or UTC: the earlier and the later reading are given.
pub(in crate::providers::payway) fn expired_at(text: &str) -> Option<(Seconds, Seconds)> {
    let (date, rest) = text.trim().split_once(['T', ' '])?;
    let mut date = date.split('-').map(str::parse::<i32>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    let (clock, offset) =
        rest.find(['Z', '+', '-']).map_or(Some((rest, "")), |at| rest.split_at_checked(at))?;
    let (clock, offset) = (clock.trim(), offset.trim());
    let mut parts = clock.split('.').next()?.split(':').map(str::parse::<u8>);
    let time = Time::from_hms(parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?).ok()?;
    let at = |offset| Seconds::new(PrimitiveDateTime::new(date, time).assume_offset(offset).unix_timestamp());
    Some(match offset {
        "" => (at(UtcOffset::from_hms(7, 0, 0).ok()?), at(UtcOffset::UTC)),
        "Z" => (at(UtcOffset::UTC), at(UtcOffset::UTC)),
        signed => {
            // +07:00, or +0700.
            let (hours, minutes) = signed.split_once(':').or_else(|| signed.split_at_checked(3))?;
            let (hours, minutes): (i8, i8) = (hours.parse().ok()?, minutes.parse().ok()?);
            let minutes = if signed.starts_with('-') { minutes.checked_neg()? } else { minutes };
            let offset = UtcOffset::from_hms(hours, minutes, 0).ok()?;
            (at(offset), at(offset))
        }
    })
}
