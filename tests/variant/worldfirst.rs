//! Scheme 2 leads to the portal and back, and only keys that are in use count.

use account_link_tests::browser::{Browser, Visit, follow};
use account_link_tests::chance::fresh;
use account_link_tests::client::{Request, Response};
use account_link_tests::partner::DEMO;
use account_link_tests::{pause, run, stack};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// One bends the sandbox at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

async fn sandbox(path: &str, body: Value) -> Response {
    let request = Request::to("POST", &format!("{}/worldfirst/{path}", stack::sandbox()));
    request.header("content-type", "application/json").body(body.to_string()).send().await
}

async fn land(user: &str) -> Visit {
    let link =
        DEMO.link(user).with("provider", "worldfirst").with("store_url", "https://shop.example.com/1/");
    let link = link.with("store_name", "My Shop+").with("currency", "USD");
    Browser::new().visit(&follow(&link.sign()).await).await
}

/// The way to the portal.
async fn way(visit: &Visit) -> String {
    let path = visit.view["step"]["tab"].as_str().unwrap_or_else(|| panic!("no way: {}", visit.view));
    let response = Request::new("GET", path).send().await.expect(303);
    response.header("location").expect("a 303 says where").to_owned()
}

#[test]
fn scheme_2_leads_to_the_portal_and_back() {
    run(async {
        let _alone = ALONE.lock().await;
        sandbox("settings", json!({ "plus": true })).await.expect(200);
        let mut visit = land(&fresh("md5")).await;
        visit.act("continue", json!({})).await.shows("portal");
        let url = way(&visit).await;
        let query = url.split_once('?').expect("a query").1;
        let names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        let expected =
            ["partnerId", "extBizPartnerId", "redirectUrl", "referenceCustomerId", "storeUrl", "storeName"];
        assert_eq!(names, [expected.as_slice(), &["currency", "signature"]].concat());
        assert!(query.contains("&storeName=My+Shop%2B&"), "{query}");

        let back = sandbox("portal/act", json!({ "url": url })).await.expect(200).json();
        assert_eq!(back["verdict"], Value::Null, "the portal takes the signature");
        let redirect = back["redirect"].as_str().expect("a way back");
        let foreign = redirect.replace("partnerId=P0001", "partnerId=P0002");
        assert_ne!(foreign, redirect);
        Request::to("GET", &foreign).header("accept", "application/json").send().await.expect(404);
        Request::to("GET", redirect).send().await.expect(303);
        while visit.read().await.step() != "ended/linked" {
            pause(100).await;
        }
    });
}

#[test]
fn a_reply_signed_with_a_key_that_was_taken_out_of_use_is_not_believed() {
    run(async {
        let _alone = ALONE.lock().await;
        let mut visit = land(&fresh("rotated")).await;
        // For one answer, so that others may be asked beside it.
        sandbox("settings", json!({ "sign_with": "1", "times": 1 })).await.expect(200);
        visit.act("continue", json!({})).await.refused(502, "provider_failed");
        visit.act("continue", json!({})).await.shows("portal");
    });
}
