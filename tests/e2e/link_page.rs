//! The signed link for people: a readable page on failure, framed by this partner only, with a way back.

use account_link_tests::client::Response;
use account_link_tests::partner::{DEMO, Link, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::{now, raw_http, run, sign};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn page(link: &str, status: u16) -> Response {
    let response = raw_http::open_as(link, BROWSER).await.expect(status);
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(response.body.starts_with("<!doctype html>"), "{}", response.body);
    response
}

fn ancestors(response: &Response) -> String {
    let policy = response.header("content-security-policy").expect("a policy");
    let directive = policy.split(';').find_map(|one| one.trim().strip_prefix("frame-ancestors "));
    directive.expect("frame-ancestors").to_owned()
}

fn old(partner: account_link_tests::partner::Partner) -> Link {
    partner.link(&fresh("u")).with("timestamp", &(now() - 3600).to_string())
}

#[test]
fn programs_get_json_and_browsers_a_page() {
    run(async {
        let link = old(DEMO).sign();
        for accept in ["application/json", "*/*", "application/json, text/plain, */*"] {
            let response = raw_http::open_as(&link, accept).await.refused(410, "link_expired");
            assert_eq!(response.header("content-type"), Some("application/json"), "{accept}");
        }
        page(&link, 410).await;
    });
}

#[test]
fn the_page_of_a_known_partner_may_be_framed_by_that_partner_alone() {
    run(async {
        assert_eq!(ancestors(&page(&old(DEMO).sign(), 410).await), DEMO.site());
        assert_eq!(ancestors(&page(&old(STRICT).sign(), 410).await), STRICT.site());
        let foreign = DEMO.link(&fresh("u")).with("redirect_url", "https://evil.example/").sign();
        assert_eq!(ancestors(&page(&foreign, 400).await), DEMO.site());
        let nobody = DEMO.link(&fresh("u")).with("partner_key", "nobody").sign();
        assert_eq!(ancestors(&page(&nobody, 401).await), "'none'");
    });
}

#[test]
fn an_old_link_offers_the_way_back() {
    run(async {
        let link = old(DEMO).with("redirect_url", &format!("{}/linked?a=1&result=x", DEMO.site()));
        let link = link.with("state", "s&t");
        let user = link.parameters[1].1.clone();
        let page = page(&link.sign(), 410).await;
        let back = page.body.split("<a href=\"").nth(1).and_then(|rest| rest.split('"').next());
        let back = url::Url::parse(&back.expect("a way back").replace("&amp;", "&")).expect("a URL");
        assert_eq!(back.origin().ascii_serialization(), DEMO.site());
        assert_eq!(back.path(), "/linked");
        let value = |name: &str| {
            let values: Vec<String> =
                back.query_pairs().filter(|(n, _)| n == name).map(|(_, v)| v.into_owned()).collect();
            assert_eq!(values.len(), 1, "{name} once in {back}");
            values[0].clone()
        };
        assert_eq!(value("a"), "1");
        assert_eq!(value("result"), "expired");
        assert_eq!(value("user_ext_ref"), user);
        assert_eq!(value("state"), "s&t");
        assert!(page.body.contains("Back to Demo Market"));
    });
}

#[test]
fn no_way_leads_to_where_nobody_registered_it() {
    run(async {
        let foreign = old(DEMO).with("redirect_url", "https://evil.example/linked").sign();
        let response = raw_http::open_as(&foreign, BROWSER).await;
        assert_ne!(response.status, 303);
        assert!(!response.body.contains("evil.example"), "{}", response.body);
        // Nothing in a link that nobody signed may show up in the page either.
        let tampered = format!("{}&signature={}", old(DEMO).text(), sign::encode(&"A".repeat(43)));
        let response = page(&tampered, 401).await;
        assert!(!response.body.contains("<a href=\"http"), "{}", response.body);
    });
}

#[test]
fn hostile_values_stay_text() {
    run(async {
        let attack = "\"><script>alert(1)</script><a href='";
        let link = old(DEMO).with("state", attack).with("user_label", attack);
        let response = page(&link.sign(), 410).await;
        assert!(!response.body.contains("<script>alert"), "{}", response.body);
    });
}
