//! The ways through the flow that many tests begin with.

use crate::browser::{Browser, Session, follow};
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
pub async fn land(partner: Partner, user: &str) -> Session {
    land_in(&Browser::new(), partner, user).await
}

/// A user of the partner opens a link.
pub async fn land_in(browser: &Browser, partner: Partner, user: &str) -> Session {
    browser.enter(&follow(&partner.link(user).sign()).await).await
}

/// A user of the partner opens a link that asks for a screen, in a new browser.
pub async fn land_for(partner: Partner, user: &str, feature: &str) -> Session {
    Browser::new().enter(&follow(&partner.link(user).with("feature", feature).sign()).await).await
}

/// From the first screen to the confirm screen with a new account; the code that was mailed.
pub async fn onboard(session: &mut Session, person: &Person) -> String {
    onboard_to(session, person, "confirm").await
}

/// The same, where another screen comes then.
pub async fn onboard_to(session: &mut Session, person: &Person, step: &str) -> String {
    session.perform("continue", json!({})).await.shows("login");
    session.perform("goto", json!({ "to": "onboard_email" })).await.shows("onboard_email");
    session.perform("onboarding/email", json!({ "email": person.email })).await.shows("onboard_code");
    let code = feed::code(&person.email, 1).await;
    session.perform("onboarding/code", json!({ "code": code })).await.shows("onboard_password");
    let password = json!({ "password": person.password, "terms": true });
    session.perform("onboarding/password", password).await.shows(step);
    code
}

/// From the first screen to the confirm screen with an account there is; the code of the `count`-th mail with one.
pub async fn login(session: &mut Session, person: &Person, count: usize) -> String {
    login_to(session, person, "confirm").await;
    feed::code(&person.email, count).await
}

/// From the first screen to the one that comes after the login.
pub async fn login_to(session: &mut Session, person: &Person, step: &str) {
    session.perform("continue", json!({})).await.shows("login");
    session.perform("login", person.credentials()).await.shows(step);
}

/// The next user of the partner is linked with an account there is, by a mailed code.
pub async fn link_too(partner: Partner, user: &str, person: &Person) -> Session {
    let mut session = land(partner, user).await;
    let code = login(&mut session, person, feed::codes(&person.email).len() + 1).await;
    session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    session
}

/// A user of the partner is linked with a new account.
pub async fn link(partner: Partner, user: &str) -> (Session, Person) {
    let (mut session, person) = (land(partner, user).await, Person::new());
    let code = onboard(&mut session, &person).await;
    session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    (session, person)
}

/// From the first screen to the field for the code of a reset.
pub async fn ask_reset(session: &mut Session, email: &str) {
    session.perform("continue", json!({})).await.shows("login");
    session.perform("goto", json!({ "to": "reset_email" })).await.shows("reset_email");
    session.perform("reset/email", json!({ "email": email })).await.shows("reset_code");
}

/// From the first screen to the one that comes after a reset; the person has another password then.
pub async fn reset_to(session: &mut Session, person: &mut Person, step: &str) {
    let count = feed::codes(&person.email).len() + 1;
    ask_reset(session, &person.email).await;
    let code = feed::code(&person.email, count).await;
    session.perform("reset/code", json!({ "code": code })).await.shows("reset_password");
    person.password = fresh("another battery");
    session.perform("reset/password", json!({ "password": person.password })).await.shows(step);
}
