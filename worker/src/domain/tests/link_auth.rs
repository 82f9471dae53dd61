//! Freshness, to the second, and what is told to whom.

use crate::domain::link_auth::{ApiRequest, admit, authenticate, read_link};
use account_link_shared::access_auth::ApiText;
use account_link_shared::error_code::Code;
use account_link_shared::partner::Partner;
use account_link_shared::signature::HmacSha256;
use account_link_shared::signed_link::write_link;
use account_link_shared::time::Seconds;
use account_link_shared::url::Strictness;

const NOW: i64 = 1_767_268_800;

fn partner() -> Partner {
    serde_json::from_value(serde_json::json!({
        "key": "shop", "name": "Shop", "logo": null, "accent": null, "providers": [account_link_shared::providers::Provider::default()],
        "secrets": [{"id": "k2", "secret": "newer-partner-secret"}, {"id": "k1", "secret": "older-partner-secret"}],
        "redirects": ["https://shop.example.com/linked"], "frame_origins": ["https://shop.example.com"],
        "callback_url": "https://shop.example.com/callback", "link_valid_days": null
    }))
    .unwrap()
}

fn opens(secret: &str, base: &str, timestamp: &str) -> Result<(), Code> {
    let parameters = [
        ("partner_key", "shop"),
        ("user_ext_ref", "u"),
        ("redirect_url", "https://shop.example.com/linked?from=test"),
        ("user_label", "Sokha"),
        ("timestamp", timestamp),
    ];
    let url = write_link(base, &parameters, &HmacSha256::new(secret.as_bytes()));
    let origins = ["https://connect.example.com".to_owned()];
    let link = read_link(&url).map_err(|refused| refused.code)?;
    let now = Seconds::new(NOW);
    admit(link, Some(&partner()), &origins, Strictness::Production, |_| true, now)
        .map(drop)
        .map_err(|refused| refused.code)
}

const BASE: &str = "https://connect.example.com/api/v1/partner/link";

#[test]
fn a_link_is_fresh_from_thirty_seconds_ahead_to_its_age() {
    let cases = [
        (-31, Err(Code::LinkFromFuture)),
        (-30, Ok(())),
        (0, Ok(())),
        (300, Ok(())),
        (301, Err(Code::LinkExpired)),
    ];
    for (age, expected) in cases {
        assert_eq!(opens("newer-partner-secret", BASE, &(NOW - age).to_string()), expected, "{age}");
    }
    for bad in ["-1", "1e9", "1767268800.0", "99999999999999999999"] {
        assert_eq!(opens("newer-partner-secret", BASE, bad), Err(Code::InvalidParameter), "{bad}");
    }
    assert_eq!(opens("newer-partner-secret", BASE, ""), Err(Code::TimestampMissing));
}

#[test]
fn both_secrets_open_and_no_other_does() {
    let now = NOW.to_string();
    assert_eq!(opens("older-partner-secret", BASE, &now), Ok(()));
    assert_eq!(opens("oldest-partner-secret", BASE, &now), Err(Code::LinkSignatureInvalid));
    let foreign = "https://evil.example.org/api/v1/partner/link";
    assert_eq!(opens("newer-partner-secret", foreign, &now), Err(Code::ForeignHost));
}

fn calls(timestamp: &str, sign: Option<&str>) -> Result<(), Code> {
    let known = Seconds::parse(timestamp).unwrap_or(Seconds::new(0));
    let text = ApiText::new(known, "GET", None, "/api/v1/links/u?a=b", "");
    let right = HmacSha256::new(b"newer-partner-secret").sign(text.as_str());
    let request = ApiRequest {
        key: Some("shop"),
        timestamp: Some(timestamp),
        sign: Some(sign.unwrap_or(&right)),
        nonce: None,
        method: "GET",
        path: "/api/v1/links/u?a=b",
        body: "",
    };
    authenticate(request, Some(&partner()), Seconds::new(NOW)).map(drop).map_err(|refused| refused.code)
}

#[test]
fn a_call_is_fresh_within_thirty_seconds() {
    for (skew, fresh) in [(-31, false), (-30, true), (0, true), (30, true), (31, false)] {
        let expected = if fresh { Ok(()) } else { Err(Code::TimestampOutOfWindow) };
        assert_eq!(calls(&(NOW + skew).to_string(), None), expected, "{skew}");
    }
    for bad in ["", "-1", "1767268800.5", "9223372036854775807", "18446744073709551616"] {
        assert_eq!(calls(bad, None), Err(Code::TimestampOutOfWindow), "{bad}");
    }
    assert_eq!(calls(&NOW.to_string(), Some("AAAA")), Err(Code::Unauthenticated));
}
