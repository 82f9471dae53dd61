//! A user whose identity is checked: first the form, in a flow of its own, then a link.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::journey::{Person, land, login};
use account_link_tests::partner::DEMO;
use account_link_tests::{feed, pause};
use serde_json::json;

/// Links a user of the demo partner behind whom there is a KYC case that CaaS has an id for.
pub async fn screened(user: &str) {
    let person = Person::new();
    let signed = DEMO.link(user).with("feature", "kyc").sign();
    let mut session = Browser::new().enter(&follow(&signed).await).await;
    session.perform("continue", json!({})).await.shows("login");
    session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
    session.perform("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
    let code = feed::code(&person.email, 1).await;
    session.perform("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
    let password = json!({ "password": person.password, "terms": true });
    session.perform("onboarding/password", password).await.shows("kyc");
    let form = json!({ "screen_type": "INDIVIDUAL", "full_name": "Sokha Chan", "gender": "FEMALE",
        "dob": "1990-01-31", "nationality": "KHM", "residential_country": "KHM" });
    session.perform("kyc", form).await.shows("ended/done");
    let mut session = land(DEMO, user).await;
    let code = login(&mut session, &person, 2).await;
    session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    for _ in 0..100 {
        if DEMO.call("GET", &format!("/api/v1/links/{user}/kyc")).await.status == 200 {
            return;
        }
        pause(100).await;
    }
    panic!("no KYC case behind {user}");
}
