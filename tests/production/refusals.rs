//! What only development allows is refused: http, loopback, partners named `demo…`, and with it everything of theirs.

use account_link_tests::client::{Request, Response};
use account_link_tests::partner::{DEMO, Link, Partner, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::{now, raw_http, run, stack};

/// The proper partner of the registry.
const SHOP: Partner = Partner { key: "shop", secret: "shop-partner-secret", above: 0 };

fn public() -> String {
    std::env::var("ACCOUNT_LINK_PUBLIC_ORIGIN")
        .expect("ACCOUNT_LINK_PUBLIC_ORIGIN: run `cargo xtask test production`")
}

fn plain() -> String {
    std::env::var("ACCOUNT_LINK_HTTP_ORIGIN")
        .expect("ACCOUNT_LINK_HTTP_ORIGIN: run `cargo xtask test production`")
}

fn link(partner: Partner, origin: &str, redirect: &str) -> Link {
    let link = Link { origin: origin.into(), secret: partner.secret.into(), parameters: Vec::new() };
    link.with("partner_key", partner.key)
        .with("user_ext_ref", &fresh("u"))
        .with("redirect_url", redirect)
        .with("timestamp", &now().to_string())
        .with("user_label", "Sokha's shop")
}

/// Sends a link that is signed for the public name to where that name is served here.
async fn open(link: &Link, accept: &str) -> Response {
    let signed = link.sign().replacen(&link.origin, &stack::origin(), 1);
    raw_http::open_as(&signed, accept).await
}

#[test]
fn a_proper_partner_is_served() {
    run(async {
        let good = link(SHOP, &public(), "https://shop.example.com/linked?a=1");
        let response = open(&good, "application/json").await.expect(303);
        assert!(response.header("location").unwrap().starts_with("/connect/shop?flow="), "{response:?}");
        let page = Request::new("GET", "/connect/shop").send().await.expect(200);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.ends_with("frame-ancestors https://shop.example.com"), "{policy}");
        assert!(page.header("strict-transport-security").is_some());
    });
}

#[test]
fn partners_named_demo_are_nobody() {
    run(async {
        for partner in [DEMO, STRICT] {
            for redirect in [
                "http://localhost:8788/linked",
                "http://localhost:0/linked",
                "https://shop.example.com/linked",
            ] {
                let response = open(&link(partner, &public(), redirect), "application/json").await;
                response.refused(401, "link_signature_invalid");
            }
            let path = "/api/v1/links/anybody";
            partner.call("GET", path).await.refused(401, "unauthenticated");
            let page = Request::new("GET", &format!("/connect/{}", partner.key)).send().await;
            let policy = page.header("content-security-policy").unwrap();
            assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
            assert!(!page.body.contains("Demo Market") && !page.body.contains("localhost"), "{}", page.body);
        }
    });
}

#[test]
fn http_and_loopback_are_no_place_to_return_to() {
    run(async {
        for redirect in [
            "http://shop.example.com/linked",
            "http://localhost:8788/linked",
            "https://localhost/linked",
            "https://127.0.0.1/linked",
            "https://[::1]/linked",
            "http://127.0.0.1:8788/linked",
        ] {
            let response = open(&link(SHOP, &public(), redirect), "application/json").await;
            response.refused(400, "redirect_not_allowed");
        }
    });
}

#[test]
fn a_link_signed_for_http_or_for_this_machine_is_refused() {
    run(async {
        let http = public().replacen("https://", "http://", 1);
        for origin in
            [http.as_str(), "http://localhost:8787", "https://localhost", "https://link.example.org"]
        {
            let response =
                open(&link(SHOP, origin, "https://shop.example.com/linked"), "application/json").await;
            assert!([400, 401].contains(&response.status), "{origin}: {response:?}");
        }
    });
}

#[test]
fn over_http_it_serves_nobody() {
    run(async {
        for partner in [SHOP, DEMO] {
            let link = link(partner, &plain(), "https://shop.example.com/linked");
            for accept in ["application/json", "text/html"] {
                let response = raw_http::open_as(&link.sign(), accept).await;
                assert!([400, 401, 403, 421, 503].contains(&response.status), "{response:?}");
            }
        }
        // Whoever sends a secret over http is not served, so that the mistake is found before the eavesdropper.
        let mut status = SHOP.request("GET", "/api/v1/links/anybody");
        status.url = status.url.replacen(&stack::origin(), &plain(), 1);
        let response = status.send().await;
        assert!(response.status >= 400 && response.code() != "not_found", "{response:?}");
    });
}
