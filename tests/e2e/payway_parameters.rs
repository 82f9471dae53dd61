//! The parameters of a PayWay link, and where "Done" in ABA Mobile leads.

use account_link_tests::browser::{Browser, Session, follow};
use account_link_tests::client::Response;
use account_link_tests::partner::{DAYS, DEMO, Link, STRICT};
use account_link_tests::payway::{self, link, qr};
use account_link_tests::random::fresh;
use account_link_tests::{raw_http, run};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

async fn open(link: &Link) -> Response {
    raw_http::open(&link.sign()).await
}

#[test]
fn what_payway_needs_is_there_and_one_of_its_values() {
    run(async {
        let good = link(DEMO, &fresh("u"));
        open(&good).await.expect(303);
        for name in ["currency", "token_flag"] {
            for bad in [good.clone().without(name), good.clone().with(name, "")] {
                let answer = open(&bad).await.refused(400, "missing_parameter");
                assert!(answer.body.contains(name), "{}", answer.body);
            }
            for value in ["x", "usd", "EUR", "CITR_FIX", "citi_flex", "USD,KHR", " USD"] {
                let answer = open(&good.clone().with(name, value)).await.refused(400, "invalid_parameter");
                assert!(answer.body.contains(name) && !answer.body.contains("CITR"), "{}", answer.body);
            }
        }
        for value in ["desktop", "APP", "https://evil.example/"] {
            open(&good.clone().with("return_to", value)).await.refused(400, "invalid_parameter");
        }
        for value in ["web", ""] {
            open(&good.clone().with("return_to", value)).await.expect(303);
        }
    });
}

#[test]
fn a_parameter_of_another_provider_is_unknown() {
    run(async {
        let good = link(DEMO, &fresh("u"));
        for name in
            ["store_url", "store_name", "request_id", "ctid", "pwt", "callback_url", "return_deeplink"]
        {
            open(&good.clone().with(name, "x")).await.refused(400, "unknown_parameter");
        }
        for provider in ["", "cabital"] {
            let cabital = DEMO.link(&fresh("u")).with("provider", provider);
            for (name, value) in [("currency", "USD"), ("token_flag", "CITI_FLEX"), ("return_to", "web")] {
                open(&cabital.clone().with(name, value)).await.refused(400, "unknown_parameter");
            }
        }
    });
}

#[test]
fn a_partner_without_payway_cannot_offer_it() {
    run(async {
        open(&link(DAYS, &fresh("u"))).await.refused(400, "provider_not_offered");
    });
}

async fn show_code(link: &Link) -> (Session, Value) {
    let mut session = Browser::new().enter(&follow(&link.sign()).await).await;
    session.perform("continue", json!({})).await.shows("scan");
    let id = payway::field(&qr(&session), "request_id").await;
    let asked = payway::requests_to("link-account", &id).await;
    assert_eq!(asked.len(), 1, "{asked:?}");
    (session, asked[0]["fields"].clone())
}

fn decoded(field: &Value) -> String {
    let bytes = STANDARD.decode(field.as_str().expect("a text")).expect("base64");
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn done_leads_to_the_app_that_the_partner_registered() {
    run(async {
        let (session, fields) = show_code(&link(DEMO, &fresh("u")).with("return_to", "app")).await;
        assert_eq!(session.view["step"]["return_to"], "app");
        let app: Value = serde_json::from_str(&decoded(&fields["return_deeplink"])).unwrap();
        let registered =
            json!({ "ios_scheme": "demomarket://linked", "android_scheme": "demomarket://linked" });
        assert_eq!(app, registered);
        assert_eq!(payway::row(&qr(&session)).await["return_deeplink"], registered);
    });
}

#[test]
fn done_leads_nowhere_on_the_web() {
    run(async {
        let plain = link(DEMO, &fresh("u"));
        for link in [plain.clone(), link(DEMO, &fresh("u")).with("return_to", "web")] {
            let (session, fields) = show_code(&link).await;
            assert_eq!(session.view["step"]["return_to"], "web");
            let mut names: Vec<&String> = fields.as_object().unwrap().keys().collect();
            names.sort();
            let expected =
                ["callback_url", "ctid", "currency", "hash", "merchant_id", "request_id", "request_time"];
            assert_eq!(names, [expected.as_slice(), &["token_flag"]].concat());
            let url = decoded(&fields["callback_url"]);
            assert!(url.starts_with(&format!("{}/callbacks/payway/", plain.origin)), "{}", url.len());
        }
    });
}

#[test]
fn a_partner_without_a_registered_app_cannot_return_to_one() {
    run(async {
        let answer = open(&link(STRICT, &fresh("u")).with("return_to", "app")).await;
        answer.refused(400, "invalid_parameter");
        open(&link(STRICT, &fresh("u"))).await.expect(303);
    });
}

#[test]
fn one_user_has_one_name_at_payway_and_two_users_two() {
    run(async {
        let user = fresh("u");
        let (_, first) = show_code(&link(DEMO, &user)).await;
        let (_, again) = show_code(&link(DEMO, &user).with("state", "again").with("currency", "KHR")).await;
        let (_, other) = show_code(&link(DEMO, &fresh("u"))).await;
        let (_, elsewhere) = show_code(&link(STRICT, &user)).await;
        assert_eq!(first["ctid"], again["ctid"]);
        assert_ne!(first["request_id"], again["request_id"]);
        assert_ne!(first["ctid"], other["ctid"]);
        assert_ne!(first["ctid"], elsewhere["ctid"], "another partner's user of the same name is another");
        let ctid = first["ctid"].as_str().unwrap();
        assert!(!user.contains(ctid) && !ctid.contains(&user));
    });
}
