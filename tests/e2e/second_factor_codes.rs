//! The app's codes: one step of skew either way, each once, five tries in five minutes for the account.

use account_link_tests::factor::{Factor, ask, bind, bound, code, enrol};
use account_link_tests::journey::{Person, link};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use account_link_tests::totp::{App, none_of, step_for};
use serde_json::{Value, json};

/// Somebody with a linked account and an app.
async fn somebody() -> (Person, Factor) {
    let (_, person) = link(DEMO, &fresh("u")).await;
    let factor = bind(&person).await;
    (person, factor)
}

/// Six digits that the app does not show around now.
async fn wrong(app: &App) -> Value {
    let now = step_for(10).await;
    code(&none_of(&(now - 3..now + 4).map(|step| app.at(step)).collect::<Vec<_>>()))
}

#[test]
fn one_step_of_skew_counts_at_the_binding_and_two_do_not() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let (mut session, mailed) = enrol(&person).await;
        session.perform("authenticator", code(&mailed)).await.shows("bind");
        let app = App::scan(session.view["step"]["uri"].as_str().unwrap());
        let now = step_for(10).await;
        for far in [now - 2, now + 2] {
            session.perform("authenticator/bind", code(&app.at(far))).await.refused(422, "code_wrong");
        }
        session.perform("authenticator/bind", code(&app.at(now - 1))).await.shows("recovery_codes");
    });
}

#[test]
fn one_step_of_skew_counts_at_the_confirm_and_two_do_not() {
    run(async {
        let (person, factor) = somebody().await;
        let mut session = ask(&person, &fresh("u")).await;
        let now = step_for(10).await;
        for far in [now - 2, now + 2] {
            session.perform("confirm", code(&factor.app.at(far))).await.refused(422, "code_wrong");
        }
        session.perform("confirm", code(&factor.app.at(now + 1))).await.shows("ended/linked");
    });
}

#[test]
fn the_step_before_counts_at_the_confirm() {
    run(async {
        let (person, factor) = somebody().await;
        // One that nobody used: the binding took the first of its own step.
        let bound = account_link_tests::now() / 30;
        while step_for(8).await < bound + 2 {
            account_link_tests::pause(100).await;
        }
        let mut session = ask(&person, &fresh("u")).await;
        let now = step_for(8).await;
        session.perform("confirm", code(&factor.app.at(now - 1))).await.shows("ended/linked");
    });
}

#[test]
fn a_step_counts_once_whatever_it_is_used_for() {
    run(async {
        let (person, mut factor) = somebody().await;
        let now = factor.app.next().await;
        let mut session = ask(&person, &fresh("u")).await;
        session.perform("confirm", code(&now)).await.shows("ended/linked");
        let user = fresh("u");
        let mut again = ask(&person, &user).await;
        again.perform("confirm", code(&now)).await.refused(422, "code_wrong");
        again.read().await.shows("confirm");
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
        let mut removing = bound(&person).await;
        removing.perform("authenticator/remove", code(&now)).await.refused(422, "code_wrong");
        removing.perform("authenticator/remove", code(&factor.app.next().await)).await.shows("ended/done");
    });
}

#[test]
fn five_tries_in_five_minutes_for_all_flows_of_the_account() {
    run(async {
        let (person, mut factor) = somebody().await;
        let (mut one, mut two) = (ask(&person, &fresh("u")).await, ask(&person, &fresh("u")).await);
        let wrong = wrong(&factor.app).await;
        for session in [&mut one, &mut two] {
            for _ in 0..2 {
                session.perform("confirm", wrong.clone()).await.refused(422, "code_wrong");
            }
        }
        one.perform("confirm", wrong.clone()).await.refused(422, "code_wrong");
        let right = code(&factor.app.next().await);
        for session in [&mut one, &mut two] {
            let limited = session.perform("confirm", right.clone()).await.refused(429, "too_many_attempts");
            let wait: u32 = limited.header("retry-after").expect("a time to wait").parse().unwrap();
            assert!((1..=300).contains(&wait), "{wait}");
        }
        let mut removing = bound(&person).await;
        removing.perform("authenticator/remove", right).await.refused(429, "too_many_attempts");
        let recovery = code(&factor.recovery[0]);
        removing.perform("authenticator/remove", recovery).await.refused(429, "too_many_attempts");
        // Nobody else has to wait.
        let (other, mut theirs) = somebody().await;
        let mut session = ask(&other, &fresh("u")).await;
        session.perform("confirm", code(&theirs.app.next().await)).await.shows("ended/linked");
    });
}

#[test]
fn what_is_no_code_of_the_app_is_no_code() {
    run(async {
        let (person, mut factor) = somebody().await;
        let mut session = ask(&person, &fresh("u")).await;
        for typed in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
            let response = session.perform("confirm", code(typed)).await;
            assert!((400..=422).contains(&response.status), "{typed:?}: {response:?}");
        }
        // A recovery code removes the app; it links nothing, and is not used up by the attempt.
        let recovery = session.perform("confirm", code(&factor.recovery[0])).await;
        assert!((400..=422).contains(&recovery.status), "{recovery:?}");
        let now = factor.app.next().await;
        let spaced = format!(" {} {}", &now[..3], &now[3..]);
        session.perform("confirm", json!({ "code": spaced })).await.shows("ended/linked");
        let mut removing = bound(&person).await;
        removing.perform("authenticator/remove", code(&factor.recovery[0])).await.shows("ended/done");
    });
}
