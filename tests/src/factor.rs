//! The way of a second factor: an account binds an authenticator app, in a flow that asks for that screen.

use crate::browser::Session;
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
pub async fn enrol(person: &Person) -> (Session, String) {
    let count = feed::codes(&person.email).len() + 1;
    let mut session = land_for(DEMO, &fresh("u"), "2fa").await;
    login_to(&mut session, person, "authenticator").await;
    let code = feed::code(&person.email, count).await;
    (session, code)
}

/// From that screen to the recovery codes.
pub async fn bind_in(session: &mut Session, code: &str) -> Factor {
    session.perform("authenticator", json!({ "code": code })).await.shows("bind");
    let mut app = App::scan(session.view["step"]["uri"].as_str().expect("a URI"));
    let body = json!({ "code": app.next().await });
    session.perform("authenticator/bind", body).await.shows("recovery_codes");
    let codes = session.view["step"]["codes"].as_array().expect("a list");
    let recovery = codes.iter().map(|code| code.as_str().expect("a code").to_owned()).collect();
    Factor { app, recovery }
}

/// An account there is binds an app in a flow of its own.
pub async fn bind(person: &Person) -> Factor {
    let (mut session, code) = enrol(person).await;
    let factor = bind_in(&mut session, &code).await;
    session.perform("continue", json!({})).await.shows("ended/done");
    factor
}

/// A user's flow on the confirm screen, where the app's code is asked for.
pub async fn ask(person: &Person, user: &str) -> Session {
    let mut session = land(DEMO, user).await;
    login_to(&mut session, person, "confirm").await;
    assert_eq!(session.view["step"]["second_step"], json!({ "kind": "totp" }));
    session
}

/// A flow on the screen where the app may be removed.
pub async fn bound(person: &Person) -> Session {
    let mut session = land_for(DEMO, &fresh("u"), "2fa").await;
    login_to(&mut session, person, "bound").await;
    session
}

/// The body with a code.
pub fn code(code: &str) -> Value {
    json!({ "code": code })
}
