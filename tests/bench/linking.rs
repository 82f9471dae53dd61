//! What an account computes: the login, whose password is hashed, and the confirmation, until the partner's server has heard
//! of it.

use crate::measure;
use account_link_tests::browser::Session;
use account_link_tests::feed;
use account_link_tests::journey::{self, Person};
use account_link_tests::partner::STRICT;
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::json;

const BESIDE: usize = 4;
const PEOPLE: usize = 32;

/// A login; then confirm until the callback.
pub async fn measure() {
    receiver();
    let arriving = (0..PEOPLE).map(|_| async { arrive(&one().await).await });
    let arrived: Vec<_> = stream::iter(arriving).buffer_unordered(BESIDE).collect().await;
    let logged_in = measure::measure("login", BESIDE, arrived.into_iter(), async |mut arrived: Arrived| {
        arrived.session.perform("login", arrived.person.credentials()).await.shows("confirm");
        arrived
    })
    .await;
    let coded = stream::iter(logged_in).then(async |arrived: Arrived| {
        let code = feed::code(&arrived.person.email, 2).await;
        (arrived, code)
    });
    let coded: Vec<_> = coded.collect().await;
    measure::measure("confirm to callback", BESIDE, coded.into_iter(), async |(mut arrived, code)| {
        arrived.session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        receiver().first(&arrived.user).await;
    })
    .await;
}

/// Somebody before the login.
struct Arrived {
    user: String,
    person: Person,
    session: Session,
}

/// Somebody with an account.
async fn one() -> Person {
    journey::link(STRICT, &fresh("first")).await.1
}

async fn arrive(person: &Person) -> Arrived {
    let user = fresh("linking");
    let mut session = journey::land(STRICT, &user).await;
    session.perform("continue", json!({})).await.shows("login");
    Arrived { user, person: person.clone(), session }
}
