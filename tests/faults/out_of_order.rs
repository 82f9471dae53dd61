//! What is stored, or configured, is out of order while a callback is due. Once things are right again it is sent, without a
//! request from outside: the alarm has not been given up.

use crate::around;
use account_link_tests::browser::Session;
use account_link_tests::client::Response;
use account_link_tests::journey::{Person, land, onboard};
use account_link_tests::partner::STRICT;
use account_link_tests::process;
use account_link_tests::random::fresh;
use account_link_tests::receiver::{Answer, receiver};
use account_link_tests::until::until;
use account_link_tests::{feed, run, stack, stored};
use serde_json::json;
use std::time::{Duration, Instant};

/// A user whose link is made, and whose partner was asked to take the callback, but does not answer: it is due again.
async fn owed_a_callback() -> (String, Session) {
    let user = fresh("owed");
    receiver().answer(&user, Answer::Hang);
    let mut session = land(STRICT, &user).await;
    let person = Person::new();
    let code = onboard(&mut session, &person).await;
    session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    receiver().wait(&user, 1, 20).await;
    // Its owner has heard of it as well: nothing else is owed, and nothing is written meanwhile.
    feed::notices(&person.email, 1).await;
    receiver().answer(&user, Answer::Status(200));
    (user, session)
}

/// Waits until the log says this so many times.
async fn logged(what: &str, count: usize) {
    until(60, async || {
        let found = stack::log().matches(what).count();
        if found >= count { Ok(()) } else { Err(format!("{what} is in the log {found} times")) }
    })
    .await;
}

/// Waits until the log says a second time that a link could not settle: the alarm was set again by us. The platform's own retry,
/// which is given up after a few, would come after two seconds.
async fn set_again(cause: &str) {
    let what = format!(r#""a link could not settle its debts now","cause":"{cause}"#);
    logged(&what, 1).await;
    let first = Instant::now();
    logged(&what, 2).await;
    assert!(first.elapsed() > Duration::from_secs(20), "again after {:?}", first.elapsed());
}

/// The partner hears of it a second time, and that is the end of it: one event, delivered.
async fn is_told(user: &str) {
    receiver().wait(user, 2, 90).await;
    let (events, again) = around::events(user);
    assert_eq!((events.len(), again), (1, 1), "{events:?}");
    until(20, async || {
        let log = STRICT.call("GET", &STRICT.path(user, "/callbacks")).await.expect(200).json();
        let delivered = log["callbacks"][0]["status"] == "DELIVERED";
        if delivered { Ok(()) } else { Err(format!("not delivered: {log}")) }
    })
    .await;
}

#[test]
fn a_refused_configuration_loses_no_callback() {
    run(async {
        let file = stack::vars_file();
        let right = std::fs::read_to_string(&file).expect("the variables are readable");
        let (user, _) = owed_a_callback().await;
        let wrong = right.replace("REGISTRY_KEY=\"", "REGISTRY_KEY=\"no key: ");
        assert_ne!(right, wrong);
        std::fs::write(&file, wrong).expect("the variables can be written");
        process::reload().await;
        STRICT.call("GET", &STRICT.path(&user, "")).await.refused(503, "unavailable");
        set_again("the configuration is refused: REGISTRY_KEY").await;
        std::fs::write(&file, right).expect("the variables can be written");
        process::reload().await;
        is_told(&user).await;
    });
}

#[test]
fn a_document_that_cannot_be_read_loses_no_callback() {
    run(async {
        let (user, mut session) = owed_a_callback().await;
        for class in ["Link", "Flow"] {
            stored::rewrite(class, "'{' || json").await;
        }
        let clear = |response: Response| response.refused(503, "unavailable");
        clear(session.read().await);
        clear(
            STRICT.request("GET", &STRICT.path(&user, "")).header("cache-control", "no-cache").send().await,
        );
        // From KV, which knows it as well.
        assert_eq!(
            STRICT.call("GET", &STRICT.path(&user, "")).await.expect(200).json()["link_status"],
            "LINKED"
        );
        set_again("").await;
        // Right again, and with a field that a later version wrote.
        for class in ["Link", "Flow"] {
            stored::rewrite(class, "json_set(substr(json, 2), '$.document.of_a_later_version', json('[1]'))")
                .await;
        }
        is_told(&user).await;
        session.read().await.shows("ended/linked");
        assert_eq!(STRICT.status(&user).await["link_status"], "LINKED");
    });
}
