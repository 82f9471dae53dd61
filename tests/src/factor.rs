//! The way of a second factor: an account binds an authenticator app, in a flow that asks for that screen.

use crate::browser::Visit;
use crate::feed;
use crate::journey::{Person, land, land_for, login_to};
use crate::partner::DEMO;
use crate::random::fresh;
use crate::totp::App;
use serde_json::{Value, json};

/// What somebody has after binding.
#[derive(Debug, Clone)]
pub struct Factor {
    pub app: App,
    pub recovery: Vec<String>,
}

/// A flow of an account there is, on the screen that asks for the mailed code; and that code.
pub async fn enrol(person: &Person) -> (Visit, String) {
    let count = feed::codes(&person.email).len() + 1;
    let mut visit = land_for(DEMO, &fresh("u"), "2fa").await;
    login_to(&mut visit, person, "authenticator").await;
    let code = feed::code(&person.email, count).await;
    (visit, code)
}

/// From that screen to the recovery codes.
pub async fn bind_in(visit: &mut Visit, code: &str) -> Factor {
    visit.act("authenticator", json!({ "code": code })).await.shows("bind");
    let mut app = App::scan(visit.view["step"]["uri"].as_str().expect("a URI"));
    let body = json!({ "code": app.next().await });
    visit.act("authenticator/bind", body).await.shows("recovery_codes");
    let codes = visit.view["step"]["codes"].as_array().expect("a list");
    let recovery = codes.iter().map(|code| code.as_str().expect("a code").to_owned()).collect();
    Factor { app, recovery }
}

/// An account there is binds an app in a flow of its own.
pub async fn bind(person: &Person) -> Factor {
    let (mut visit, code) = enrol(person).await;
    let factor = bind_in(&mut visit, &code).await;
    visit.act("continue", json!({})).await.shows("ended/done");
    factor
}

/// A user's flow on the confirm screen, where the app's code is asked for.
pub async fn ask(person: &Person, user: &str) -> Visit {
    let mut visit = land(DEMO, user).await;
    login_to(&mut visit, person, "confirm").await;
    assert_eq!(visit.view["step"]["second_step"], json!({ "kind": "totp" }));
    visit
}

/// A flow on the screen where the app may be removed.
pub async fn bound(person: &Person) -> Visit {
    let mut visit = land_for(DEMO, &fresh("u"), "2fa").await;
    login_to(&mut visit, person, "bound").await;
    visit
}

/// The body with a code.
pub fn code(code: &str) -> Value {
    json!({ "code": code })
}
