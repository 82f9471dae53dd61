//! Signatures made by a JDK; none of them by this code, but for those over what the vectors have not.

use super::super::vectors;
use super::*;
use axum::http::HeaderValue;
use vectors::{CLIENT, inquiry};

const AT: &str = "2026-01-01T12:00:00+08:00";
const NOW: u64 = 1_767_240_000;
const BODY: &str = r#"{"accountType":"RECEIVE_ACCOUNT","referenceCustomerId":"seller-1001"}"#;

fn judge_at(headers: &HeaderMap, body: &str, now: u64) -> Result<String, &'static str> {
    check(headers, body.as_bytes(), (CLIENT, &vectors::public()), now).map_err(|refusal| refusal.code)
}

fn vector() -> HeaderMap {
    inquiry(AT, vectors::cases("api")[0]["signature"].as_str().unwrap())
}

/// What is said to a well-signed request.
fn signed(time: &str, body: &str) -> Result<String, &'static str> {
    let signature = vectors::sign(&String::from_utf8(text(CLIENT, time, body.as_bytes())).unwrap());
    judge_at(&inquiry(time, &signature), body, NOW)
}

#[test]
fn the_vector_is_taken() {
    let case = &vectors::cases("api")[0];
    assert_eq!(text(CLIENT, AT, BODY.as_bytes()), case["signed_text"].as_str().unwrap().as_bytes());
    assert_eq!(judge_at(&vector(), BODY, NOW), Ok("seller-1001".into()));
}

#[test]
fn a_change_of_anything_signed_is_seen() {
    assert_eq!(judge_at(&vector(), &BODY.replace("1001", "1002"), NOW), Err("INVALID_SIGNATURE"));
    for (name, value, code) in [
        ("request-time", "2026-01-01T12:00:01+08:00", "INVALID_SIGNATURE"),
        ("client-id", "another", "INVALID_CLIENT"),
        ("content-type", "application/json", "MEDIA_TYPE_NOT_ACCEPTABLE"),
    ] {
        let mut headers = vector();
        headers.insert(name, HeaderValue::from_static(value));
        assert_eq!(judge_at(&headers, BODY, NOW), Err(code), "{name}");
    }
}

#[test]
fn the_header_is_of_the_documented_form() {
    let good = vector()["signature"].to_str().unwrap().to_owned();
    for (old, new) in [
        ("keyVersion=1", "keyVersion=2"),
        ("RSA256", "RSA"),
        ("algorithm=RSA256, ", ""),
        ("algorithm=RSA256, keyVersion=1", "keyVersion=1, algorithm=RSA256"),
        ("%2F", "/"),
        ("%2F", "%2f"),
        ("signature=", "signature=A"),
    ] {
        let mut headers = vector();
        headers.insert("signature", good.replacen(old, new, 1).parse().unwrap());
        assert_eq!(judge_at(&headers, BODY, NOW), Err("INVALID_SIGNATURE"), "{old} → {new}");
    }
}

#[test]
fn a_request_is_timely_for_ten_minutes() {
    for (now, timely) in [(NOW - 601, false), (NOW - 600, true), (NOW + 600, true), (NOW + 601, false)] {
        assert_eq!(judge_at(&vector(), BODY, now).is_ok(), timely, "{now}");
    }
    assert!(signed("2026-01-01T04:00:00Z", BODY).is_ok());
    for wrong in ["2026-01-01T04:00:00", "1767240000", "2026-01-01 04:00"] {
        assert_eq!(signed(wrong, BODY), Err("PARAM_ILLEGAL"), "{wrong}");
    }
}

#[test]
fn a_body_is_an_inquiry() {
    for wrong in [
        "",
        "{}",
        r#"{"accountType":"OTHER","referenceCustomerId":"a"}"#,
        r#"{"accountType":"RECEIVE_ACCOUNT","referenceCustomerId":""}"#,
        r#"{"accountType":"RECEIVE_ACCOUNT","referenceCustomerId":"a","more":1}"#,
    ] {
        assert_eq!(signed(AT, wrong), Err("PARAM_ILLEGAL"), "{wrong}");
    }
}
