//! The way of an identity check: a user of the partner that wants one, and one who only looks at it.

use crate::browser::Session;
use crate::caas::Applicant;
use crate::feed;
use crate::journey::{Person, land, land_for, link, login_to, onboard_to};
use crate::partner::{DEMO, KYC, Partner};
use crate::random::fresh;
use serde_json::{Value, json};

/// A user of the demo partner, linked, whose account has a case with it about which nothing is suggested yet.
pub struct Checked {
    pub user: String,
    pub person: Person,
    pub applicant: Applicant,
}

/// One of those.
pub async fn checked() -> Checked {
    let user = fresh("u");
    let (_, person) = link(DEMO, &user).await;
    let applicant = Applicant::new().await;
    submit(DEMO, &user, &person, &applicant.form()).await;
    Checked { user, person, applicant }
}

/// A user of the partner fills in the form, asked for it by `feature`.
pub async fn submit(partner: Partner, user: &str, person: &Person, form: &Value) -> Session {
    let mut session = land_for(partner, user, "kyc").await;
    login_to(&mut session, person, "kyc").await;
    session.perform("kyc", form.clone()).await.shows("ended/done");
    session
}

/// A user of the partner that wants a check, with a new account, on the confirm screen with the form handed in.
pub async fn ready(applicant: &Applicant, user: &str) -> (Session, Person, String) {
    let (mut session, person) = (land(KYC, user).await, Person::new());
    let code = onboard_to(&mut session, &person, "kyc").await;
    session.perform("kyc", applicant.form()).await.shows("confirm");
    (session, person, code)
}

/// The same, agreed: the link waits for the check.
pub async fn waiting(applicant: &Applicant, user: &str) -> (Session, Person) {
    let (mut session, person, code) = ready(applicant, user).await;
    session.perform("confirm", json!({ "code": code })).await.shows("ended/pending");
    (session, person)
}

/// One more flow of an account there is, on the confirm screen with its mailed code.
pub async fn confirm_again(partner: Partner, user: &str, person: &Person) -> (Session, String) {
    let count = feed::codes(&person.email).len() + 1;
    let mut session = land(partner, user).await;
    login_to(&mut session, person, "confirm").await;
    let code = feed::code(&person.email, count).await;
    (session, code)
}
