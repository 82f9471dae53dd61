//! Cases made with CPython's `hmac` and `base64`; none of them by this code.

use super::*;
use axum::http::HeaderValue;

const SECRET: &str = "test-secret";

#[test]
fn a_link_of_three_parameters() {
    let parameters = [
        ("partner_key", "latibac".to_owned()),
        ("user_ext_ref", "1234567890".to_owned()),
        ("feature", "link".to_owned()),
    ];
    assert_eq!(
        link(SECRET, "https://api.cabital.com/api/v1/partner/link", &parameters),
        "https://api.cabital.com/api/v1/partner/link?partner_key=latibac&user_ext_ref=1234567890&feature=link\
         &signature=u1Az4%2FT8%2BjaJm7l0gD1Lhtg%2FNHTK8MVSNp96HcFhFhE%3D"
    );
}

#[test]
fn a_link_with_redirect_and_timestamp() {
    let parameters = [
        ("partner_key", "demo".to_owned()),
        ("user_ext_ref", "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30".to_owned()),
        ("redirect_url", "http://localhost:8788/linked?from=connect&lang=zh".to_owned()),
        ("timestamp", "1767268800".to_owned()),
    ];
    assert_eq!(
        link(SECRET, "http://localhost:8787/api/v1/partner/link", &parameters),
        "http://localhost:8787/api/v1/partner/link?partner_key=demo\
         &user_ext_ref=fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30\
         &redirect_url=http%3A%2F%2Flocalhost%3A8788%2Flinked%3Ffrom%3Dconnect%26lang%3Dzh\
         &timestamp=1767268800&signature=llUSny8bPrAyVASX92oj%2FBe0EP0%2B14qW64URNHvYTfQ%3D"
    );
}

#[test]
fn only_unreserved_characters_stay() {
    assert_eq!(encode("Sokha's (shop)* ~é"), "Sokha%27s%20%28shop%29%2A%20~%C3%A9");
}

#[test]
fn what_is_encoded_can_be_read_again() {
    let text = "Sokha's (shop)* 50%é";
    assert_eq!(decode(&encode(text)).as_deref(), Some(text));
    assert_eq!(decode("a%2fb+c").as_deref(), Some("a/b+c"));
    for wrong in ["%", "%4", "%zz", "%+1", "%é", "%FF"] {
        assert_eq!(decode(wrong), None, "{wrong}");
    }
}

#[test]
fn an_api_call() {
    assert_eq!(
        api(SECRET, 1_623_828_308, "GET", "/api/v1/cases/2", ""),
        "i0mnxM24sqzzyvoqeufSFhUFRf6keXC8rD7n1hqOYl0="
    );
}

const CALLBACK: &str = r#"{"account_uuid":"6d92e7b4-715c-4ce3-a028-19f1c8c9fa6c","user_ext_ref":"fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30","staus":"LINKED","event_time":"2020-07-01T09:00:00.000Z","data":{"valid_until":1648836455}}"#;

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
}

#[test]
fn a_callback() {
    let good = headers(&[
        ("access-key", "demo"),
        ("access-timestamp", "1623828308"),
        ("access-sign", "dGfgixJo2YMX0IIlU0c0k5Elyn0zl9xikiIx6D0XShQ="),
    ]);
    let partner = ("demo", SECRET);
    assert!(is_access_signed(partner, &good, "PUT", "/link", CALLBACK.as_bytes()));
    assert!(!is_access_signed(partner, &good, "POST", "/link", CALLBACK.as_bytes()));
    assert!(!is_access_signed(partner, &good, "PUT", "/link?", CALLBACK.as_bytes()));
    assert!(!is_access_signed(partner, &good, "PUT", "/link", b"{}"));
    assert!(!is_access_signed(("other", SECRET), &good, "PUT", "/link", CALLBACK.as_bytes()));
    assert!(!is_access_signed(partner, &HeaderMap::new(), "PUT", "/link", CALLBACK.as_bytes()));
}

#[test]
fn an_api_call_with_a_nonce() {
    let signed = headers(&[
        ("access-key", "demo"),
        ("access-timestamp", "1623828308"),
        ("access-nonce", "nonce-0001"),
        ("access-sign", "DiA32zWD7MqNkmV7WkdtRF7X8JxW0IVArnAyYOSTK3s="),
    ]);
    assert!(is_access_signed(("demo", SECRET), &signed, "GET", "/api/v1/links/1234567890", b""));
}

#[test]
fn a_standard_webhook() {
    let signed = headers(&[
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        (
            "webhook-signature",
            "v1,AAAA v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,Ldx7O9Vh2BLSB6A8IaRgxx0rXCexzHK+G9GnGVJuEKc=",
        ),
    ]);
    let body = br#"{"test": 2432232314}"#;
    assert!(is_webhook_signed("standard-webhooks-secret", &signed, body));
    assert!(!is_webhook_signed("standard-webhooks-secret", &signed, b"{}"));
    assert!(!is_webhook_signed("another", &signed, body));
    assert!(!is_webhook_signed("standard-webhooks-secret", &HeaderMap::new(), body));
}
