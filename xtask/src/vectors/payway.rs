//! A call to PayWay: the fields as given become the body that production sends, with its hash.

use super::{same, text};
use account_link_shared::partner::AppReturn;
use account_link_shared::providers::payway::canonical::{LinkAccount, Merchant, TokenRequest};
use account_link_shared::providers::payway::models::{Ctid, RequestId, callback_url, return_deeplink};
use account_link_shared::secret::Secret;
use account_link_shared::time::Millis;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use time::PrimitiveDateTime;
use time::macros::format_description;

pub fn check(case: &Value) -> Result<()> {
    let fields = case["fields"].as_object().context("`fields` is missing")?;
    let of = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let merchant = Merchant { id: of("merchant_id"), api_key: Secret::new(text(case, "api_key")?) };
    let ctid = || Ctid::parse(&of("ctid")).context("ctid");
    let request_id = || RequestId::parse(&of("request_id")).context("request_id");
    let (time, now) = (of("request_time"), at(&of("request_time"))?);
    let pwt = Secret::new(of("pwt"));
    let (prehash, body) = match text(case, "api")? {
        "link-account" => {
            let app = case["deeplink"].as_object().map(|_| AppReturn {
                ios: case["deeplink"]["ios_scheme"].as_str().unwrap_or_default().to_owned(),
                android: case["deeplink"]["android_scheme"].as_str().unwrap_or_default().to_owned(),
            });
            let request = LinkAccount {
                ctid: ctid()?,
                request_id: request_id()?,
                token_flag: serde_json::from_value(case["fields"]["token_flag"].clone())?,
                currency: serde_json::from_value(case["fields"]["currency"].clone())?,
                return_deeplink: app.as_ref().map(|app| return_deeplink(&app.ios, &app.android)),
                callback_url: case["callback"].as_str().map(callback_url).unwrap_or_default(),
            };
            (request.text(&merchant, &time), request.body(&merchant, now))
        }
        api => {
            let request = match api {
                "get-token-details" => TokenRequest::Details { request_id: request_id()? },
                "renew-expired-account-token" => {
                    TokenRequest::Renew { ctid: ctid()?, request_id: request_id()?, pwt }
                }
                "remove-token" => TokenRequest::Remove { ctid: ctid()?, pwt },
                other => bail!("no check for the call `{other}`"),
            };
            ensure!(request.path().ends_with(api), "the path is {}", request.path());
            (request.text(&merchant, &time).to_string(), request.body(&merchant, now))
        }
    };
    same("prehash", &prehash, text(case, "prehash")?)?;
    let mut body: Value = serde_json::from_str(&body)?;
    let hash = body.as_object_mut().and_then(|body| body.remove("hash")).context("no hash is sent")?;
    same("hash", hash.as_str().unwrap_or_default(), text(case, "hash")?)?;
    same("fields", &body.to_string(), &case["fields"].to_string())
}

fn at(request_time: &str) -> Result<Millis> {
    let form = format_description!("[year][month][day][hour][minute][second]");
    let at = PrimitiveDateTime::parse(request_time, form).context("request_time")?.assume_utc();
    Ok(Millis::new(at.unix_timestamp().saturating_mul(1000)))
}
