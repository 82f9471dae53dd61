//! The ways through the flow that many tests begin with.

use crate::browser::{Browser, Visit, follow};
use crate::feed;
use crate::partner::Partner;
use crate::random::fresh;
use serde_json::{Value, json};

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

    /// The body of a login.
    pub fn credentials(&self) -> Value {
        json!({ "email": self.email, "password": self.password })
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

/// A user of the partner opens a link that asks for a screen, in a new browser.
pub async fn land_for(partner: Partner, user: &str, feature: &str) -> Visit {
    Browser::new().visit(&follow(&partner.link(user).with("feature", feature).sign()).await).await
}

/// From the first screen to the confirm screen with a new account; the code that was mailed.
pub async fn onboard(visit: &mut Visit, person: &Person) -> String {
    onboard_to(visit, person, "confirm").await
}

/// The same, where another screen comes then.
pub async fn onboard_to(visit: &mut Visit, person: &Person, step: &str) -> String {
    visit.act("continue", json!({})).await.shows("login");
    visit.act("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
    visit.act("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
    let code = feed::code(&person.email, 1).await;
    visit.act("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
    let password = json!({ "password": person.password, "terms": true });
    visit.act("onboarding/password", password).await.shows(step);
    code
}

/// From the first screen to the confirm screen with an account there is; the code of the `count`-th mail with one.
pub async fn login(visit: &mut Visit, person: &Person, count: usize) -> String {
    login_to(visit, person, "confirm").await;
    feed::code(&person.email, count).await
}

/// From the first screen to the one that comes after the login.
pub async fn login_to(visit: &mut Visit, person: &Person, step: &str) {
    visit.act("continue", json!({})).await.shows("login");
    visit.act("login", person.credentials()).await.shows(step);
}

/// The next user of the partner is linked with an account there is, by a mailed code.
pub async fn link_too(partner: Partner, user: &str, person: &Person) -> Visit {
    let mut visit = land(partner, user).await;
    let code = login(&mut visit, person, feed::codes(&person.email).len() + 1).await;
    visit.act("confirm", json!({ "code": code })).await.shows("ended/linked");
    visit
}

/// A user of the partner is linked with a new account.
pub async fn link(partner: Partner, user: &str) -> (Visit, Person) {
    let (mut visit, person) = (land(partner, user).await, Person::new());
    let code = onboard(&mut visit, &person).await;
    visit.act("confirm", json!({ "code": code })).await.shows("ended/linked");
    (visit, person)
}

/// From the first screen to the field for the code of a reset.
pub async fn ask_reset(visit: &mut Visit, email: &str) {
    visit.act("continue", json!({})).await.shows("login");
    visit.act("goto", json!({ "to": "reset_email" })).await.shows("reset_email");
    visit.act("reset/email", json!({ "email": email })).await.shows("reset_code");
}

/// From the first screen to the one that comes after a reset; the person has another password then.
pub async fn reset_to(visit: &mut Visit, person: &mut Person, step: &str) {
    let count = feed::codes(&person.email).len() + 1;
    ask_reset(visit, &person.email).await;
    let code = feed::code(&person.email, count).await;
    visit.act("reset/code", json!({ "code": code })).await.shows("reset_password");
    person.password = fresh("another battery");
    visit.act("reset/password", json!({ "password": person.password })).await.shows(step);
}
