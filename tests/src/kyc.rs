//! The way of an identity check: a user of the partner that wants one, and one who only looks at it.

use crate::browser::Visit;
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
pub async fn submit(partner: Partner, user: &str, person: &Person, form: &Value) -> Visit {
    let mut visit = land_for(partner, user, "kyc").await;
    login_to(&mut visit, person, "kyc").await;
    visit.act("kyc", form.clone()).await.shows("ended/done");
    visit
}

/// A user of the partner that wants a check, with a new account, on the confirm screen with the form handed in.
pub async fn ready(applicant: &Applicant, user: &str) -> (Visit, Person, String) {
    let (mut visit, person) = (land(KYC, user).await, Person::new());
    let code = onboard_to(&mut visit, &person, "kyc").await;
    visit.act("kyc", applicant.form()).await.shows("confirm");
    (visit, person, code)
}

/// The same, agreed: the link waits for the check.
pub async fn waiting(applicant: &Applicant, user: &str) -> (Visit, Person) {
    let (mut visit, person, code) = ready(applicant, user).await;
    visit.act("confirm", json!({ "code": code })).await.shows("ended/pending");
    (visit, person)
}

/// One more flow of an account there is, on the confirm screen with its mailed code.
pub async fn confirm_again(partner: Partner, user: &str, person: &Person) -> (Visit, String) {
    let count = feed::codes(&person.email).len() + 1;
    let mut visit = land(partner, user).await;
    login_to(&mut visit, person, "confirm").await;
    let code = feed::code(&person.email, count).await;
    (visit, code)
}
