//! For a day after a reset nothing confirms that whoever holds the mailbox may have got by it: no mailed code, and no
//! app bound since then. An app bound before still does, and is asked for.

use account_link_tests::browser::Session;
use account_link_tests::factor::{ask, bind, bound, code};
use account_link_tests::feed;
use account_link_tests::journey::{Person, land, link, login_to, reset_to};
use account_link_tests::now;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::run;
use serde_json::json;

const DAY: i64 = 86_400;

/// The person's address and another password, by a reset in a flow of its own.
async fn reset(person: &mut Person) {
    reset_to(&mut land(DEMO, &fresh("u")).await, person, "confirm").await;
}

/// The screen says from when on it is possible again, and whatever is typed is refused.
async fn assert_locked(session: &mut Session, since: i64, user: &str) {
    let step = session.view["step"]["second_step"].clone();
    assert_eq!(step["kind"], "locked", "{step}");
    let until = step["until"].as_i64().expect("seconds");
    assert!((since + DAY - 2..=now() + DAY + 2).contains(&until), "{until}, {} s ahead", until - now());
    for typed in ["000000", "123456"] {
        let refused = session.perform("confirm", code(typed)).await.refused(403, "second_step_locked");
        let wait: i64 = refused.header("retry-after").expect("a time to wait").parse().unwrap();
        assert!((wait - (until - now())).abs() <= 5, "{wait}");
    }
    session.perform("resend", json!({})).await.refused(409, "wrong_step");
    session.read().await.shows("confirm");
    assert_eq!(DEMO.status(user).await["link_status"], "PENDING");
}

#[test]
fn mailed_codes_confirm_nothing_for_a_day() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        let (since, user) = (now(), fresh("u"));
        let mut session = land(DEMO, &user).await;
        reset_to(&mut session, &mut person, "confirm").await;
        let mails = feed::codes(&person.email).len();
        assert_locked(&mut session, since, &user).await;
        // Nor does it help to log in again, elsewhere, or for another partner.
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        login_to(&mut session, &person, "confirm").await;
        assert_locked(&mut session, since, &user).await;
        let mut session = land(STRICT, &fresh("u")).await;
        login_to(&mut session, &person, "confirm").await;
        assert_eq!(session.view["step"]["second_step"]["kind"], "locked");
        assert_eq!(feed::codes(&person.email).len(), mails, "no code is mailed that confirms nothing");
        // Another account may be taken in the same flow.
        let (_, other) = link(DEMO, &fresh("u")).await;
        let mailed = feed::codes(&other.email).len() + 1;
        session.perform("goto", json!({ "to": "login" })).await.shows("login");
        session.perform("login", other.credentials()).await.shows("confirm");
        let mailed = feed::code(&other.email, mailed).await;
        session.perform("confirm", code(&mailed)).await.shows("ended/linked");
    });
}

#[test]
fn a_code_mailed_before_the_reset_confirms_nothing_after_it() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        let user = fresh("u");
        let mut waiting = land(DEMO, &user).await;
        login_to(&mut waiting, &person, "confirm").await;
        let mailed = feed::code(&person.email, 2).await;
        reset(&mut person).await;
        waiting.perform("confirm", code(&mailed)).await.refused(403, "second_step_locked");
        waiting.read().await.shows("confirm");
        assert_eq!(waiting.view["step"]["second_step"]["kind"], "locked", "and the screen says so");
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
    });
}

#[test]
fn an_app_bound_before_is_asked_for_and_confirms() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        let mut factor = bind(&person).await;
        let mut session = land(DEMO, &fresh("u")).await;
        reset_to(&mut session, &mut person, "confirm").await;
        assert_eq!(
            session.view["step"]["second_step"],
            json!({ "kind": "totp" }),
            "no reset gets by the app"
        );
        let mails = feed::codes(&person.email);
        let mailed = mails.last().and_then(|mail| mail["code"].as_str()).unwrap();
        session.perform("confirm", code(mailed)).await.refused(422, "code_wrong");
        session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
        let mut session = ask(&person, &fresh("u")).await;
        session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
    });
}

#[test]
fn an_app_bound_since_then_confirms_nothing() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        let since = now();
        reset(&mut person).await;
        bind(&person).await;
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        login_to(&mut session, &person, "confirm").await;
        assert_locked(&mut session, since, &user).await;
    });
}

#[test]
fn an_app_that_was_there_before_is_no_excuse_for_a_new_one() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        let first = bind(&person).await;
        let since = now();
        let mut session = land(DEMO, &fresh("u")).await;
        reset_to(&mut session, &mut person, "confirm").await;
        let mut session = bound(&person).await;
        session.perform("authenticator/remove", code(&first.recovery[0])).await.shows("ended/done");
        // Without the app first, then with another one.
        for again in [true, false] {
            let user = fresh("u");
            let mut session = land(DEMO, &user).await;
            login_to(&mut session, &person, "confirm").await;
            assert_locked(&mut session, since, &user).await;
            if again {
                bind(&person).await;
            }
        }
    });
}

#[test]
fn a_second_reset_is_no_way_around_the_day() {
    run(async {
        let (_, mut person) = link(DEMO, &fresh("u")).await;
        reset(&mut person).await;
        bind(&person).await;
        let since = now();
        reset(&mut person).await;
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        login_to(&mut session, &person, "confirm").await;
        assert_locked(&mut session, since, &user).await;
    });
}
