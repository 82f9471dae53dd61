//! The golden vectors, made by a JDK; none of them by this code. The integrator in them has the key 1.

use super::keys::PublicKeys;
use crate::options::Options;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Parser as _;
use ring::signature::{KeyPair as _, RsaKeyPair};
use serde_json::Value;

const VECTORS: &str = include_str!("../../../shared/tests/vectors/worldfirst.json");

fn all() -> Value {
    serde_json::from_str(VECTORS).unwrap()
}

pub const CLIENT: &str = "5J5YAZ7AAAAAAA";

/// The headers of an inquiry; the signature in base64.
pub fn inquiry(time: &str, signature: &str) -> HeaderMap {
    let signature = crate::sign::encode(signature);
    let headers = [
        ("content-type", "application/json; charset=UTF-8"),
        ("client-id", CLIENT),
        ("request-time", time),
        ("signature", &format!("algorithm=RSA256, keyVersion=1, signature={signature}")),
    ];
    let header = |(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    headers.into_iter().map(header).collect()
}

/// The cases of a scheme.
pub fn cases(scheme: &str) -> Vec<Value> {
    let cases: Vec<Value> = serde_json::from_value(all()["cases"].clone()).unwrap();
    let cases: Vec<Value> = cases.into_iter().filter(|case| case["scheme"] == scheme).collect();
    assert!(!cases.is_empty(), "{scheme}");
    cases
}

/// The query of a case, as it is sent.
pub fn query(case: &Value) -> &str {
    case["url"].as_str().unwrap().split_once('?').unwrap().1
}

/// The query of the first case of a scheme.
pub fn first(scheme: &str) -> String {
    query(&cases(scheme)[0]).to_owned()
}

/// The integrator's private key, in PKCS#8 and base64.
pub fn private() -> String {
    all()["private_key_pkcs8_der_base64"].as_str().unwrap().to_owned()
}

/// Signs as the integrator does.
pub fn sign(text: &str) -> String {
    let keys: super::Signers = format!("1:{}", private()).parse().unwrap();
    STANDARD.encode(keys.sign(None, text.as_bytes()).unwrap().1)
}

/// A query with its signature.
pub fn signed(text: &str) -> String {
    format!("{text}&signature={}", crate::sign::encode(&sign(text)))
}

/// His public key, as an SPKI in base64.
pub fn spki() -> String {
    let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(private()).unwrap()).unwrap();
    let key = pair.public_key().as_ref().to_vec();
    // What stands before every RSA key of 2048 bits: its algorithm, and how long the rest is.
    let head = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A";
    STANDARD.encode([STANDARD.decode(head).unwrap(), key].concat())
}

/// The sandbox as an integrator of these keys needs it; the same key pair signs replies.
pub fn options() -> Options {
    let keys = format!("1:{}", spki());
    let reply = format!("1:{}", private());
    let arguments = ["--worldfirst-keys", &keys, "--worldfirst-reply-keys", &reply];
    Options::parse_from(["sandbox", "--worldfirst-md5-key", "md5-shared-key"].iter().chain(&arguments))
}

pub fn public() -> PublicKeys {
    format!("1:{}", spki()).parse().unwrap()
}
