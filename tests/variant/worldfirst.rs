//! Scheme 2 leads to the portal and back, and only keys that are in use count.

use account_link_tests::browser::{Browser, Session, follow};
use account_link_tests::client::Request;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::worldfirst::{simulator, submit};
use account_link_tests::{pause, run};
use serde_json::json;

async fn land(user: &str) -> Session {
    let link =
        DEMO.link(user).with("provider", "worldfirst").with("store_url", "https://shop.example.com/1/");
    let link = link.with("store_name", "My Shop+").with("currency", "USD");
    Browser::new().enter(&follow(&link.sign()).await).await
}

/// The way to the portal.
async fn way(session: &Session) -> String {
    let path = session.view["step"]["tab"].as_str().unwrap_or_else(|| panic!("no way: {}", session.view));
    let response = Request::new("GET", path).send().await.expect(303);
    response.header("location").expect("a 303 says where").to_owned()
}

#[test]
fn scheme_2_leads_to_the_portal_and_back() {
    run(async {
        let user = fresh("md5");
        simulator(DEMO, &user).settings(json!({ "plus": true })).await;
        let mut session = land(&user).await;
        session.perform("continue", json!({})).await.shows("portal");
        let url = way(&session).await;
        let query = url.split_once('?').expect("a query").1;
        let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        let expected =
            ["partnerId", "extBizPartnerId", "redirectUrl", "referenceCustomerId", "storeUrl", "storeName"];
        assert_eq!(names, [expected.as_slice(), &["currency", "signature"]].concat());
        assert!(query.contains("&storeName=My+Shop%2B&"), "{query}");

        let submitted = submit(&url, json!({})).await;
        assert_eq!(submitted.refusal, None, "the portal takes the signature");
        let redirect = submitted.redirect.as_str();
        let foreign = redirect.replace("partnerId=P0001", "partnerId=P0002");
        assert_ne!(foreign, redirect);
        Request::to("GET", &foreign).header("accept", "application/json").send().await.expect(404);
        Request::to("GET", redirect).send().await.expect(303);
        while session.read().await.step() != "ended/linked" {
            pause(100).await;
        }
    });
}

#[test]
fn a_reply_signed_with_a_key_that_was_taken_out_of_use_is_not_believed() {
    run(async {
        let user = fresh("rotated");
        let mut session = land(&user).await;
        simulator(DEMO, &user).settings(json!({ "sign_with": "1", "times": 1 })).await;
        session.perform("continue", json!({})).await.refused(502, "provider_unavailable");
        session.perform("continue", json!({})).await.shows("portal");
    });
}
