//! The headers of every answer (docs/SECURITY.md, "Every answer").

use account_link_shared::partner::Partner;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// What a page of ours may load: itself, nothing else. `frame-ancestors` is added per partner.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; \
     frame-ancestors ";
/// Everything that is no page.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// The policy of a page: framed by this partner's registered origins, or by nobody.
pub fn page_policy(partner: Option<&Partner>) -> String {
    let origins: Vec<&str> =
        partner.map(|p| p.frame_origins.iter().map(|o| o.as_str()).collect()).unwrap_or_default();
    let ancestors = if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") };
    format!("{PAGE_POLICY}{ancestors}")
}

/// Fills in what the endpoint has not set itself.
pub fn fill(headers: &mut HeaderMap) {
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
        (header::CONTENT_SECURITY_POLICY, DATA_POLICY),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=()",
        ),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
