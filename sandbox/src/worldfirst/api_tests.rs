//! What the endpoint answers, without HTTP; that a reply can be verified.

use super::super::accounts::{drawn, now};
use super::super::settings::{Forced, MessageName, NoneAs};
use super::super::{store, vectors};
use super::*;
use crate::sign::decode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vectors::CLIENT;

/// An inquiry of now, well signed.
fn inquiry(reference: &str) -> (HeaderMap, String) {
    let body = format!(r#"{{"accountType":"RECEIVE_ACCOUNT","referenceCustomerId":"{reference}"}}"#);
    let time = clock::rfc3339();
    let signature = vectors::sign(&String::from_utf8(signing::text(CLIENT, &time, body.as_bytes())).unwrap());
    (vectors::inquiry(&time, &signature), body)
}

fn ask(state: &mut State, reference: &str, settings: &Settings) -> Reply {
    // Two questions of one millisecond are no repetition here.
    state.seen.clear();
    let (headers, body) = inquiry(reference);
    let (accepted, reply) = work(&vectors::options(), state, &headers, body.as_bytes(), settings);
    assert!(accepted, "{}", reply.body);
    reply
}

fn json(reply: &Reply) -> Value {
    serde_json::from_str(&reply.body).unwrap()
}

fn opened() -> State {
    let mut state = State::default();
    let currencies = ["USD", "EUR", "GBP"].map(str::to_owned).to_vec();
    state.store.open(
        "seller-1001",
        currencies,
        drawn(Some("12345678901".into())),
        now(&Settings::default()),
        None,
    );
    state
}

#[test]
fn an_ra_is_shown_with_its_accounts() {
    let (mut state, settings) = (opened(), Settings::default());
    let reply = json(&ask(&mut state, "seller-1001", &settings));
    assert_eq!(reply["result"]["resultStatus"], "S");
    let (first, second) = (&reply["accountInfos"][0], &reply["accountInfos"][1]);
    assert_eq!(first["accountNo"], "12345678901");
    assert_eq!(second["currencyList"], serde_json::json!(["EUR", "GBP"]));
    assert_eq!(
        (&second["accountType"], &second["accountStatus"]),
        (&"RECEIVE_ACCOUNT".into(), &"ACTIVE".into())
    );
    state.store.set("seller-1001", store::Status::Abnormal);
    let reply = json(&ask(&mut state, "seller-1001", &settings));
    assert_eq!(reply["accountInfos"][0]["accountStatus"], "ABNORMAL");
}

#[test]
fn none_is_said_in_three_ways() {
    let mut state = State::default();
    let mut settings = Settings { active_after_ms: 60_000, ..Settings::default() };
    state.store.open("seller-1001", vec!["USD".into()], drawn(None), now(&settings), None);
    for reference in ["seller-1001", "nobody"] {
        let mut reply = |none| {
            settings.none = none;
            ask(&mut state, reference, &settings)
        };
        assert_eq!(reply(NoneAs::Empty).body, "");
        assert_eq!(json(&reply(NoneAs::Code))["result"]["resultCode"], "ACCOUNT_NOT_EXIST");
        let list = json(&reply(NoneAs::List));
        assert_eq!((&list["result"]["resultStatus"], list.get("accountInfos")), (&"S".into(), None));
    }
}

#[test]
fn a_request_is_taken_once() {
    let (mut state, settings) = (opened(), Settings::default());
    let (headers, body) = inquiry("seller-1001");
    let mut again = || work(&vectors::options(), &mut state, &headers, body.as_bytes(), &settings);
    assert!(again().0);
    let (accepted, reply) = again();
    assert_eq!((accepted, reply.code.as_str()), (false, "PARAM_ILLEGAL"));
}

#[test]
fn a_code_can_be_forced() {
    let mut state = opened();
    for (status, code, expected) in [
        (Some(Forced::U), None, ("U", "UNKNOWN_EXCEPTION")),
        (Some(Forced::U), Some("SYSTEM_BUSY"), ("U", "SYSTEM_BUSY")),
        (Some(Forced::F), None, ("F", "PROCESS_FAIL")),
        (None, Some("ACCESS_DENIED"), ("F", "ACCESS_DENIED")),
    ] {
        let message_name = MessageName::ResultMsg;
        let code = code.map(str::to_owned);
        let settings = Settings { status, code, message_name, ..Settings::default() };
        let result = &json(&ask(&mut state, "seller-1001", &settings))["result"];
        assert_eq!(
            (&result["resultStatus"], &result["resultCode"]),
            (&expected.0.into(), &expected.1.into())
        );
        assert!(result["resultMsg"].is_string() && result.get("resultMessage").is_none());
    }
}

/// Whether a reply's own headers verify its body, in the words of the documentation.
fn verifies(headers: &HeaderMap, body: &str) -> bool {
    let header = |name: &str| headers[name].to_str().unwrap();
    let signature = header("signature").strip_prefix("algorithm=RSA256,keyVersion=1,signature=").unwrap();
    let signature = STANDARD.decode(decode(signature).unwrap()).unwrap();
    let (path, time) = ("/amsin/api/v1/business/account/inquiryAccount", header("response-time"));
    let text = format!("POST {path}\n{CLIENT}.{time}.{body}");
    vectors::public().verifies("1", text.as_bytes(), &signature)
}

#[test]
fn a_reply_verifies_without_a_fault() {
    let options = vectors::options();
    let headers = |settings: &Settings, body: &str| {
        reply::headers(CLIENT, "2026-01-01T12:00:00+08:00", body, &options.worldfirst_reply_keys, settings)
    };
    let plain = headers(&Settings::default(), "{\"a\":1}");
    assert!(verifies(&plain, "{\"a\":1}") && !verifies(&plain, "{\"a\":2}"));
    assert!(verifies(&headers(&Settings::default(), ""), ""));
    let bad = Settings { bad_signature: true, ..Settings::default() };
    assert!(!verifies(&headers(&bad, "{\"a\":1}"), "{\"a\":1}"));
    let unsigned = Settings { unsigned: true, ..Settings::default() };
    assert!(headers(&unsigned, "{}").get("signature").is_none());
}
