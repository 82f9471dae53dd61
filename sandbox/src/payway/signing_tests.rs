//! Hashes made with PHP's `hash_hmac`, as the provider's sample does it; none of them by this code.

use super::*;

const VECTORS: &str = include_str!("../../../shared/tests/vectors/payway.json");

fn cases() -> Vec<(Endpoint, String, Fields)> {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let case = |case: &Value| {
        let endpoint = serde_json::from_value(case["api"].clone()).unwrap();
        let mut fields: BTreeMap<String, String> = serde_json::from_value(case["fields"].clone()).unwrap();
        fields.insert("hash".into(), case["hash"].as_str().unwrap().into());
        (endpoint, case["api_key"].as_str().unwrap().to_owned(), Fields(fields))
    };
    vectors["cases"].as_array().unwrap().iter().map(case).collect()
}

fn link() -> Fields {
    cases().swap_remove(0).2
}

#[test]
fn every_vector_is_signed_and_well_formed() {
    for (endpoint, key, fields) in cases() {
        assert!(fields.is_signed(endpoint, &key), "{fields:?}");
        assert_eq!(fields.check(endpoint), Ok(()), "{fields:?}");
    }
}

#[test]
fn a_change_of_any_field_or_of_the_key_is_seen() {
    for (endpoint, key, fields) in cases() {
        assert!(!fields.is_signed(endpoint, "another"));
        for name in endpoint.hashed() {
            let mut changed = fields.clone();
            changed.0.entry((*name).into()).or_default().push('1');
            assert!(!changed.is_signed(endpoint, &key), "{name} of {fields:?}");
        }
    }
}

#[test]
fn what_is_missing_or_malformed_is_named() {
    let all = Fields::default().check(Endpoint::RemoveToken).unwrap_err();
    let named: Vec<&str> = all.errors.keys().map(String::as_str).collect();
    assert_eq!(
        (all.code.as_str(), named),
        ("04", vec!["ctid", "hash", "merchant_id", "pwt", "request_time"])
    );
    for (name, value) in [
        ("request_id", "four"),
        ("request_id", "0a6ef0a0-12ab-4c3f-9d1b-a00000000000"),
        ("ctid", "abcdefghijklmnopqrstuvwxy"),
        ("request_time", "20260230120000"),
        ("request_time", "2026010112000"),
        ("token_flag", "CITR_FIX"),
        ("currency", "usd"),
        ("callback_url", "https://example.com/"),
        ("return_deeplink", "eyJpb3Nfc2NoZW1lIjoiIn0="),
    ] {
        let mut fields = link();
        fields.0.insert(name.into(), value.into());
        let errors = fields.check(Endpoint::LinkAccount).unwrap_err().errors;
        assert!(errors.len() == 1 && errors.contains_key(name), "{name}={value}: {errors:?}");
    }
}

#[test]
fn a_request_is_timely_for_ten_minutes() {
    let (at, fields) = (1_767_268_800, link()); // 2026-01-01T12:00:00Z
    for (now, timely) in [(at - 601, false), (at - 600, true), (at + 600, true), (at + 601, false)] {
        assert_eq!(fields.is_timely(now), timely, "{now}");
    }
}

#[test]
fn a_body_is_json_and_says_so() {
    let headers = |kind: &str| HeaderMap::from_iter([(header::CONTENT_TYPE, kind.parse().unwrap())]);
    let read = |kind, body: &str| read(&headers(kind), body.as_bytes());
    let fields =
        read("application/json; charset=utf-8", r#"{"ctid":"cust0001","callback_url":null}"#).unwrap();
    assert_eq!((fields.get("ctid"), fields.optional("callback_url")), ("cust0001", None));
    assert!(read("text/plain", "{}").is_err());
    assert!(read("application/json", "[]").is_err());
    assert!(read("application/json", r#"{"ctid":1}"#).is_err());
}

#[test]
fn secrets_are_not_shown() {
    let fields = Fields(["hash", "pwt", "ctid"].map(|name| (name.to_owned(), "value".to_owned())).into());
    let shown: Vec<String> = fields.masked().into_values().collect();
    assert_eq!(shown, ["value", "•••", "•••"]);
}
