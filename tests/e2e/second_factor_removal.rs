//! The app may be taken off again: with its own code, or with a recovery code when it is lost.

use account_link_tests::factor::{Factor, ask, bind, bound, code, enrol};
use account_link_tests::feed;
use account_link_tests::journey::{Person, land, link, login};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use account_link_tests::totp::none_of;
use serde_json::json;

async fn somebody() -> (Person, Factor) {
    let (_, person) = link(DEMO, &fresh("u")).await;
    let factor = bind(&person).await;
    (person, factor)
}

/// From now on a mailed code confirms again, and there is nothing to remove.
async fn assert_off(person: &Person) {
    let mut session = land(DEMO, &fresh("u")).await;
    let mailed = login(&mut session, person, feed::codes(&person.email).len() + 1).await;
    assert_eq!(session.view["step"]["second_step"]["kind"], "email_code");
    session.perform("confirm", code(&mailed)).await.shows("ended/linked");
    let (mut session, _) = enrol(person).await;
    session.perform("authenticator/remove", code("000000")).await.refused(409, "wrong_step");
}

#[test]
fn the_apps_own_code_removes_it() {
    run(async {
        let (person, mut factor) = somebody().await;
        let mut session = bound(&person).await;
        assert_eq!(session.view["step"], json!({ "name": "bound", "email": person.email }));
        let now = account_link_tests::totp::step_for(10).await;
        let around: Vec<String> = (now - 3..now + 4).map(|step| factor.app.at(step)).collect();
        session.perform("authenticator/remove", code(&none_of(&around))).await.refused(422, "code_wrong");
        session.perform("authenticator/remove", code("zzzzz-zzzzz")).await.expect(422);
        session.read().await.shows("bound");
        session.perform("authenticator/remove", code(&factor.app.next().await)).await.shows("ended/done");
        assert_eq!(session.view["step"]["outcome"]["result"], "done");
        assert_off(&person).await;
    });
}

#[test]
fn a_recovery_code_removes_it_once() {
    run(async {
        let (person, first) = somebody().await;
        let mut session = bound(&person).await;
        // As somebody types it from paper.
        let typed = format!(" {} ", first.recovery[3].replace('-', ""));
        session.perform("authenticator/remove", code(&typed)).await.shows("ended/done");
        assert_off(&person).await;
        // A new app has new codes: the old ones are worth nothing, used or not.
        let second = bind(&person).await;
        assert!(second.recovery.iter().all(|code| !first.recovery.contains(code)));
        let mut session = bound(&person).await;
        for old in [&first.recovery[3], &first.recovery[0]] {
            session.perform("authenticator/remove", code(old)).await.refused(422, "code_wrong");
        }
        session.read().await.shows("bound");
        session.perform("authenticator/remove", code(&second.recovery[9])).await.shows("ended/done");
        assert_off(&person).await;
    });
}

#[test]
fn another_apps_codes_remove_nothing() {
    run(async {
        let ((person, mut own), (_, mut theirs)) = (somebody().await, somebody().await);
        let mut session = bound(&person).await;
        for foreign in [theirs.app.next().await, theirs.recovery[0].clone()] {
            session.perform("authenticator/remove", code(&foreign)).await.refused(422, "code_wrong");
        }
        session.perform("authenticator/remove", code(&own.app.next().await)).await.shows("ended/done");
    });
}

#[test]
fn it_may_be_kept() {
    run(async {
        let (person, mut factor) = somebody().await;
        let mut session = bound(&person).await;
        session.perform("authenticator", code("000000")).await.refused(409, "wrong_step");
        session.perform("authenticator/bind", code("000000")).await.refused(409, "wrong_step");
        session.perform("continue", json!({})).await.shows("ended/done");
        assert_eq!(session.view["step"]["outcome"]["result"], "done");
        let mut session = ask(&person, &fresh("u")).await;
        session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
    });
}

#[test]
fn a_link_that_the_app_confirmed_stays_when_the_app_goes() {
    run(async {
        let (person, mut factor) = somebody().await;
        let user = fresh("u");
        let mut session = ask(&person, &user).await;
        session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
        let before = DEMO.shows(&user, "otp_ready", true).await;
        let mut session = bound(&person).await;
        session.perform("authenticator/remove", code(&factor.recovery[0])).await.shows("ended/done");
        let mut after = DEMO.shows(&user, "otp_ready", false).await;
        after["otp_ready"] = true.into();
        assert_eq!(after, before, "nothing else has changed");
    });
}
