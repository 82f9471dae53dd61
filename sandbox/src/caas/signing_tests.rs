//! Signatures made with CPython's `hmac` and `base64`; none of them by this code.

use super::*;
use axum::http::{HeaderName, HeaderValue};

const NOW: u64 = 1_623_828_308;
const PATH: &str = "/caas/api/v1/cases/6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c/decision";
const BODY: &str = r#"{"caseResult":"ACCEPT","comment":"决策备注"}"#;
const SIGN: &str = "f0AcJs86ouwBDVUJFOhfp1fFcXSAkOAgzRW6loczFOU=";

fn secrets() -> Secrets {
    "c2:secret-two,c1:secret-one".parse().unwrap()
}

fn headers(key: &str, sign: &str, timestamp: &str) -> HeaderMap {
    let pairs = [("access-key", key), ("access-sign", sign), ("access-timestamp", timestamp)];
    pairs
        .iter()
        .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
        .collect()
}

fn judge(headers: &HeaderMap, method: &str, path: &str, body: &str, now: u64) -> bool {
    is_signed(("caas-key", &secrets()), headers, (method, path, body.as_bytes()), now)
}

#[test]
fn either_secret_signs() {
    let newest = headers("caas-key", SIGN, "1623828308");
    assert!(judge(&newest, "POST", PATH, BODY, NOW));
    let oldest = headers("caas-key", "kOHB60jtfZcpiabJmbUFpUaAlFZUHpMSAZZb8AcJlN8=", "1623828308");
    assert!(judge(&oldest, "GET", "/caas/api/v1/cases/2?x=%20y", "", NOW));
    assert!(!is_signed(("caas-key", &Secrets::default()), &newest, ("POST", PATH, BODY.as_bytes()), NOW));
}

#[test]
fn whatever_is_changed_is_seen() {
    let good = headers("caas-key", SIGN, "1623828308");
    assert!(!judge(&good, "PUT", PATH, BODY, NOW));
    assert!(!judge(&good, "POST", PATH.strip_prefix("/caas").unwrap(), BODY, NOW));
    assert!(!judge(&good, "POST", &format!("{PATH}?"), BODY, NOW));
    assert!(!judge(&good, "POST", PATH, "{}", NOW));
    assert!(!judge(&headers("other", SIGN, "1623828308"), "POST", PATH, BODY, NOW));
    assert!(!judge(&headers("caas-key", SIGN, "1623828309"), "POST", PATH, BODY, NOW));
    assert!(!judge(&headers("caas-key", SIGN.trim_end_matches('='), "1623828308"), "POST", PATH, BODY, NOW));
    assert!(!judge(&HeaderMap::new(), "POST", PATH, BODY, NOW));
}

#[test]
fn a_request_is_timely_for_half_a_minute() {
    let good = headers("caas-key", SIGN, "1623828308");
    for (now, timely) in [(NOW - 31, false), (NOW - 30, true), (NOW + 30, true), (NOW + 31, false)] {
        assert_eq!(judge(&good, "POST", PATH, BODY, now), timely, "{now}");
    }
}

#[test]
fn a_ring_is_written_with_ids() {
    let ring = secrets();
    assert_eq!((ring.newest(), ring.oldest()), ("secret-two", "secret-one"));
    assert!("".parse::<Secrets>().unwrap().0.is_empty());
    for wrong in ["secret", ":secret", "c1:", "c1:a,b"] {
        assert!(wrong.parse::<Secrets>().is_err(), "{wrong}");
    }
}
