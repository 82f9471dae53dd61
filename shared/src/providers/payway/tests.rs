//! The golden vectors, the rules of the hashed strings, and replies as they are known to vary.

#![allow(clippy::arithmetic_side_effects, reason = "a test")]

use super::canonical::*;
use super::codes::PaywayCode;
use super::models::*;
use crate::error_code::Code;
use crate::partner::AppReturn;
use crate::providers::ProviderRequest;
use crate::request::{LinkRequest, ProviderSelection};
use crate::secret::Secret;
use crate::signature::HmacSha512;
use crate::signed_link::SignedLink;
use crate::time::{Millis, Seconds};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;

const VECTORS: &str = include_str!("../../../tests/vectors/payway.json");
const NOW: i64 = 1_767_268_800;

#[test]
fn hashes_are_those_of_the_vectors() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let of = |name: &str| case["fields"][name].as_str().unwrap_or_default().to_owned();
        let merchant =
            Merchant { id: of("merchant_id"), api_key: Secret::new(case["api_key"].as_str().unwrap()) };
        let (ctid, request_id) = (Ctid::parse(&of("ctid")), RequestId::parse(&of("request_id")));
        let pwt = Secret::new(of("pwt"));
        let text = match case["api"].as_str().unwrap() {
            "link-account" => link_account(case).text(&merchant, &of("request_time")),
            api => {
                let request = match api {
                    "get-token-details" => TokenRequest::Details { request_id: request_id.unwrap() },
                    "remove-token" => TokenRequest::Remove { ctid: ctid.unwrap(), pwt },
                    _ => TokenRequest::Renew { ctid: ctid.unwrap(), request_id: request_id.unwrap(), pwt },
                };
                assert!(request.path().ends_with(api));
                request.text(&merchant, &of("request_time")).to_string()
            }
        };
        assert_eq!(text, case["prehash"], "{}", case["name"]);
        let signer = HmacSha512::new(merchant.api_key.expose().as_bytes());
        assert_eq!(signer.sign(&text), case["hash"], "{}", case["name"]);
    }
}

fn link_account(case: &Value) -> LinkAccount {
    let of = |name: &str| case["fields"][name].as_str().unwrap_or_default().to_owned();
    let app = case["deeplink"].as_object().map(|app| AppReturn {
        ios: app["ios_scheme"].as_str().unwrap().into(),
        android: app["android_scheme"].as_str().unwrap().into(),
    });
    LinkAccount {
        ctid: Ctid::parse(&of("ctid")).unwrap(),
        request_id: RequestId::parse(&of("request_id")).unwrap(),
        token_flag: serde_json::from_value(case["fields"]["token_flag"].clone()).unwrap(),
        currency: serde_json::from_value(case["fields"]["currency"].clone()).unwrap(),
        return_deeplink: app.as_ref().map(|app| return_deeplink(&app.ios, &app.android)),
        callback_url: case["callback"].as_str().map(callback_url).unwrap_or_default(),
    }
}

prop_compose! {
    // Few bytes, so that the same parts meet in different places.
    fn request()(
        ctid in 0u8..3, id in 0u8..3, flag: bool, khr: bool, app in prop::option::of("[a-b]{1,3}"),
        time in 0i64..3,
    ) -> (LinkAccount, i64) {
        let app = app.map(|link| AppReturn { ios: link.clone(), android: link });
        let request = LinkAccount {
            ctid: Ctid::ours([ctid; 12]),
            request_id: RequestId::ours([id; 12]),
            token_flag: if flag { TokenFlag::CitiFlex } else { TokenFlag::CitoFlex },
            currency: if khr { Currency::Khr } else { Currency::Usd },
            return_deeplink: app.as_ref().map(|app| return_deeplink(&app.ios, &app.android)),
            callback_url: callback_url("https://link.example.com/callbacks/payway/secret"),
        };
        (request, NOW + time)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Distinct requests of ours never hash one text: what a hash was made for, it proves.
    #[test]
    fn distinct_requests_have_distinct_texts(requests in prop::collection::vec(request(), 2..200)) {
        let merchant = Merchant { id: "ec000002".into(), api_key: Secret::new("k") };
        let mut seen: HashMap<String, String> = HashMap::new();
        for (request, at) in requests {
            let text = request.text(&merchant, &request_time(Seconds::new(at).millis()));
            let shape = format!("{request:?} {at}");
            let known = seen.entry(text).or_insert_with(|| shape.clone());
            prop_assert_eq!(known.as_str(), shape.as_str());
        }
        // The three token requests among each other, with ids and tokens that look alike.
        let (ctid, request_id) = (Ctid::ours([7; 12]), RequestId::ours([7; 12]));
        let pwt = || Secret::new("07".repeat(12));
        let texts = [
            TokenRequest::Details { request_id: request_id.clone() },
            TokenRequest::Renew { ctid: ctid.clone(), request_id, pwt: pwt() },
            TokenRequest::Remove { ctid, pwt: pwt() },
        ]
        .map(|request| request.text(&merchant, "20260101120000").to_string());
        let [details, renew, remove] = texts;
        prop_assert!(details != renew && renew != remove && details != remove);
    }

    #[test]
    fn no_reply_and_no_pushback_makes_us_fall(text in ".*", number: i64, date in "[0-9TZ:+. -]{0,40}") {
        let _ = Reply::parse(&text);
        let _ = Pushback::parse(&text);
        let _ = expired_at(&date);
        let data = json!({"qr_string": text, "deeplink": text, "expire_in": number, "status": number, "ctid": text,
            "pwt": text, "expired_at": date, "source_of_fund": text});
        let reply = Reply::parse(&json!({"status": {"code": number}, "data": data}).to_string()).unwrap();
        let _ = (reply.link(Seconds::new(NOW)), reply.details());
    }
}

#[test]
fn a_code_is_read_in_every_notation() {
    for (written, code) in [
        (json!("00"), PaywayCode::Success),
        (json!(0), PaywayCode::Success),
        (json!("1"), PaywayCode::WrongHash),
        (json!("01"), PaywayCode::WrongHash),
        (json!(4), PaywayCode::InvalidData),
        (json!("09"), PaywayCode::NotFound),
        (json!(9), PaywayCode::NotFound),
        (json!(429), PaywayCode::TooMany),
        (json!("102"), PaywayCode::DomainNotAllowed),
        (json!("6"), PaywayCode::DomainNotAllowed),
        (json!("105"), PaywayCode::TokenInvalid),
        (json!("what"), PaywayCode::Unknown),
    ] {
        let text = json!({"status": {"code": written, "trace_id": "1234-5", "errors": {"currency": ["x"], "<b>": []}}}).to_string();
        let reply = Reply::parse(&text).unwrap();
        assert_eq!(reply.code, code, "{written}");
        assert_eq!(reply.fields, ["b", "currency"]);
        assert_eq!(reply.error().and_then(|error| error.trace_id).is_some(), code != PaywayCode::Success);
    }
    for garbage in ["", "<html>", "[]", "{}", r#"{"status":"00"}"#, r#"{"status":{"code":null}}"#] {
        assert_eq!(Reply::parse(garbage), None, "{garbage}");
    }
}

#[test]
fn every_refusal_has_a_sentence_of_its_own() {
    let codes = ["01", "04", "6", "09", "98", "104", "105", "429", "7"].map(PaywayCode::parse);
    let told: std::collections::HashSet<String> =
        codes.iter().map(|code| code.error("", None).unwrap().reason).collect();
    assert_eq!(told.len(), codes.len());
    assert_eq!(PaywayCode::Success.error("00", None), None);
}

fn link(expire_in: Value, deeplink: &str) -> Option<LinkReply> {
    let data = json!({"qr_string": "ABA+/=", "deeplink": deeplink, "expire_in": expire_in});
    Reply::parse(&json!({"status": {"code": "00"}, "data": data}).to_string())?.link(Seconds::new(NOW))
}

#[test]
fn a_qr_ends_by_its_epoch_second_or_its_duration_and_within_ten_minutes() {
    let deeplink = "abamobilebank://ababank.com?type=account_on_file&qrcode=ABA";
    let until = |expire_in| link(expire_in, deeplink).unwrap().expires_at.get() - NOW;
    assert_eq!(until(json!(NOW + 90)), 90);
    assert_eq!(until(json!("90")), 90);
    assert_eq!(until(json!(NOW + 3600)), 600);
    assert_eq!(until(json!(3600)), 600);
    assert_eq!(until(json!(NOW - 5)), 0);
    for bad in
        ["javascript:alert(1)", "", "abamobilebank://x\u{202e}", "data:text/html,x", "https://x.example"]
    {
        assert_eq!(link(json!(90), bad), None, "{bad}");
    }
}

#[test]
fn an_end_without_an_offset_is_read_as_the_earlier_time() {
    let (utc, latest) = expired_at("2025-10-20T08:20:03Z").unwrap();
    assert_eq!((utc.millis().iso().as_str(), latest), ("2025-10-20T08:20:03.000Z", utc));
    assert_eq!(expired_at("2025-10-20T15:20:03.1234567+07:00"), Some((utc, utc)));
    assert_eq!(expired_at("2025-10-20T04:50:03-03:30"), Some((utc, utc)));
    assert_eq!(expired_at("2025-10-20 15:20:03 +0700"), Some((utc, utc)));
    assert_eq!(expired_at("2025-10-20T15:20:03"), Some((utc, utc.plus(7 * 3600))));
    for bad in
        ["", "2025-10-20", "2025-13-20T00:00:00Z", "2025-02-30T00:00:00Z", "2025-10-20T25:00:00Z", "soon"]
    {
        assert_eq!(expired_at(bad), None, "{bad}");
    }
}

#[test]
fn details_show_four_digits_and_the_pushback_nothing() {
    let data = json!({"ctid": "cust0001", "pwt": "tok", "source_of_fund": "*****5312", "status": 2,
        "expired_at": "2025-10-20T08:20:03", "currency": "USD"});
    let text = json!({"status": {"code": 0}, "data": data}).to_string();
    let details = Reply::parse(&text).unwrap().details().unwrap();
    assert_eq!((details.last_digits.as_str(), details.status), ("5312", TokenStatus::Frozen));
    let whole = text.replace("*****5312", "000123455312");
    assert_eq!(Reply::parse(&whole).unwrap().details().unwrap().last_digits, "5312");
    assert!(!format!("{details:?}").contains("tok\""));
    let pushback = json!({"request_id": "link000001", "payment_credential": data}).to_string();
    assert_eq!(Pushback::parse(&pushback).unwrap().request_id.as_str(), "link000001");
    assert_eq!(Pushback::parse(r#"{"request_id":"a-b-c-d"}"#), None);
}

#[test]
fn request_time_is_utc_to_the_second() {
    assert_eq!(request_time(Millis::new(NOW * 1000 + 999)), "20260101120000");
}

/// The provider without parameters, which any choice offers.
const CABITAL: ProviderRequest = ProviderRequest::Cabital(crate::providers::cabital::Parameters {});

fn of(provider: &str, more: &[(&str, &str)]) -> Result<ProviderSelection, Code> {
    let common =
        [("partner_key", "demo"), ("user_ext_ref", "u"), ("redirect_url", "x"), ("provider", provider)];
    let pairs = common.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let link = SignedLink { origin: String::new(), parameters: pairs.collect() };
    LinkRequest::read(&link).map(|request| request.selection).map_err(|error| error.code())
}

#[test]
fn a_link_has_its_own_providers_parameters_and_no_others() {
    let payway = [("currency", "KHR"), ("token_flag", "CITO_FLEX")];
    let asked = ProviderRequest::Payway(Parameters {
        currency: Currency::Khr,
        token_flag: TokenFlag::CitoFlex,
        return_to: crate::qr::ReturnTo::Web,
    });
    assert_eq!(of("payway", &payway), Ok(ProviderSelection::Fixed(asked.clone())));
    assert_eq!(of("payway", &payway[..1]), Err(Code::MissingParameter));
    assert_eq!(of("payway", &[("currency", "EUR"), payway[1]]), Err(Code::InvalidParameter));
    assert_eq!(of("cabital", &payway), Err(Code::UnknownParameter));
    assert_eq!(of("choose", &payway), Ok(ProviderSelection::Choice(vec![CABITAL, asked])));
    assert_eq!(of("choose", &payway[1..]), Ok(ProviderSelection::Choice(vec![CABITAL])));
    assert_eq!(of("bank", &[]), Err(Code::ProviderNotOffered));
}
