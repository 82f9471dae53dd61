//! The ways through the flow that many tests begin with.

use crate::browser::{Browser, Visit, follow};
use crate::chance::fresh;
use crate::feed;
use crate::partner::Partner;
use serde_json::json;

/// Somebody with an address and a password.
#[derive(Debug, Clone)]
pub struct Person {
    pub email: String,
    pub password: String,
}

impl Person {
    /// Somebody new.
    pub fn new() -> Self {
        Self { email: format!("{}@example.com", fresh("jo")), password: fresh("correct horse") }
    }
}

impl Default for Person {
    fn default() -> Self {
        Self::new()
    }
}

/// A user of the partner opens a link in a new browser.
pub async fn land(partner: Partner, user: &str) -> Visit {
    land_in(&Browser::new(), partner, user).await
}

/// A user of the partner opens a link.
pub async fn land_in(browser: &Browser, partner: Partner, user: &str) -> Visit {
    browser.visit(&follow(&partner.link(user).sign()).await).await
}

/// From the first screen to the confirm screen with a new account; the code that was mailed.
pub async fn onboard(visit: &mut Visit, person: &Person) -> String {
    visit.act("continue", json!({})).await.shows("login");
    visit.act("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
    visit.act("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
    let code = feed::code(&person.email, 1).await;
    visit.act("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
    let password = json!({ "password": person.password, "terms": true });
    visit.act("onboarding/password", password).await.shows("confirm");
    code
}

/// From the first screen to the confirm screen with an account there is; the code of the `count`-th mail.
pub async fn login(visit: &mut Visit, person: &Person, count: usize) -> String {
    visit.act("continue", json!({})).await.shows("login");
    let body = json!({ "email": person.email, "password": person.password });
    visit.act("login", body).await.shows("confirm");
    feed::code(&person.email, count).await
}

/// A user of the partner is linked with a new account.
pub async fn link(partner: Partner, user: &str) -> (Visit, Person) {
    let (mut visit, person) = (land(partner, user).await, Person::new());
    let code = onboard(&mut visit, &person).await;
    visit.act("confirm", json!({ "code": code })).await.shows("ended/linked");
    (visit, person)
}
