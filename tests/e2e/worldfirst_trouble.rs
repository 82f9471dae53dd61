//! WorldFirst's API hangs, falls, babbles or signs wrongly: nobody is sent unasked, nothing is believed, nothing is lost.

use account_link_tests::client::problem_code;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::simulator::Simulator;
use account_link_tests::strain;
use account_link_tests::together::together;
use account_link_tests::worldfirst::{
    STATUS_API, authorise, authorise_at, back, end_with, inquired, inquiries, land, link, open, references,
    return_with, sent, show, simulator,
};
use account_link_tests::{pause, run};
use serde_json::{Value, json};
use std::time::Instant;

/// What it is, how the API answers at all, and its settings.
fn troubles() -> Vec<(&'static str, Value, Value)> {
    let fine = json!({ "answer": 200 });
    let all = |answer: Value| json!({ "answer": answer, "endpoint": "inquiryAccount" });
    let none = json!({});
    vec![
        ("503", all(json!(503)), none.clone()),
        ("500", all(json!(500)), none.clone()),
        ("404", all(json!(404)), none.clone()),
        ("a redirect", all(json!(302)), none.clone()),
        ("another redirect", all(json!(307)), none.clone()),
        ("undecided", fine.clone(), json!({ "status": "U" })),
        ("refused", fine.clone(), json!({ "status": "F" })),
        ("a bad parameter", fine.clone(), json!({ "code": "PARAM_ILLEGAL" })),
        ("our signature refused", fine.clone(), json!({ "code": "INVALID_SIGNATURE" })),
        ("unsigned", fine.clone(), json!({ "unsigned": true })),
        ("wrongly signed", fine.clone(), json!({ "bad_signature": true })),
        ("unsigned and empty", fine.clone(), json!({ "unsigned": true, "none": "empty" })),
        ("garbage", fine.clone(), json!({ "garbage": true })),
        ("200 MB", fine.clone(), json!({ "huge": true })),
        ("a byte a second", fine, json!({ "drip": true })),
        ("silence", all(json!("hang")), none),
    ]
}

/// From now on this is what a user of the demo partner meets.
async fn inject_fault(user: &str, fault: Value, settings: Value) -> Simulator {
    let simulator = simulator(DEMO, user);
    simulator.fault(fault).await;
    simulator.settings(settings).await;
    simulator
}

#[test]
fn continue_fails_in_time_and_works_again_afterwards() {
    run(async {
        together(troubles(), async |(what, fault, settings)| {
            let user = fresh("u");
            let mut session = land(DEMO, &user).await;
            let simulator = inject_fault(&user, fault, settings).await;
            let start = Instant::now();
            let answer = session.perform("continue", json!({})).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (502, "provider_unavailable"),
                "{what}: {answer:?}"
            );
            let took = start.elapsed().as_secs_f64();
            println!("{what}: {took:.1} s");
            assert!(took < 12.0 + strain::allowance().as_secs_f64(), "{what} took {took} s");
            for word in ["PARAM_ILLEGAL", "INVALID_SIGNATURE", "PROCESS_FAIL", "sandbox"] {
                assert!(!answer.body.contains(word), "{word} is theirs: {}", answer.body);
            }
            session.read().await.shows("landing");
            assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "PENDING");
            simulator.reset().await;
            session.perform("continue", json!({})).await.shows("portal");
            let names = references(DEMO, &user).await;
            assert_eq!(names.len(), 1, "{what}: it is one name all the time: {names:?}");
            let asked = inquiries(&names[0]).await.len();
            assert_eq!(asked, 2, "{what}: nothing asks twice, no redirect is followed");
            assert_eq!(authorise(&mut session).await.reference, names[0]);
            session.settle("ended/linked", 10).await;
        })
        .await;
    });
}

#[test]
fn who_had_been_sent_before_goes_on_without_an_answer() {
    run(async {
        let cases = [
            ("503", json!({ "answer": 503, "endpoint": "inquiryAccount" }), json!({})),
            ("undecided", json!({ "answer": 200 }), json!({ "status": "U" })),
        ];
        together(cases, async |(what, fault, settings)| {
            let user = fresh("u");
            let mut first = show(DEMO, &user).await;
            sent(&mut first).await;
            first.perform("cancel", json!({})).await.shows("ended/cancelled");
            let simulator = inject_fault(&user, fault, settings).await;
            let mut again = land(DEMO, &user).await;
            let step = again.perform("continue", json!({})).await.step();
            assert_eq!(step, "portal", "{what}");
            simulator.reset().await;
            authorise(&mut again).await;
            again.settle("ended/linked", 20).await;
        })
        .await;
    });
}

#[test]
fn after_the_return_nothing_of_it_is_believed_and_nothing_is_lost() {
    run(async {
        let some = ["503", "a redirect", "refused", "unsigned", "wrongly signed", "garbage"];
        let troubles = troubles().into_iter().filter(|(what, ..)| some.contains(what));
        together(troubles, async |(what, fault, settings)| {
            let user = fresh("u");
            let mut session = show(DEMO, &user).await;
            let url = sent(&mut session).await;
            let simulator = inject_fault(&user, fault, settings).await;
            let submitted = authorise_at(&url).await;
            let asked = inquiries(&submitted.reference).await.len();
            back(&submitted.redirect).await.expect(303);
            inquired(&submitted.reference, asked + 1, 20).await;
            pause(500).await;
            let step = session.read().await.step();
            assert_eq!(step, "portal", "{what}");
            assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 0, "{what}");
            simulator.reset().await;
            session.settle("ended/linked", 60).await;
            assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1, "{what}");
        })
        .await;
    });
}

#[test]
fn no_account_is_said_in_three_ways_and_understood_in_all() {
    run(async {
        let forms = [("empty", "resultMessage"), ("code", "resultMsg"), ("list", "resultMsg")];
        together(forms, async |(none, name)| {
            let said = json!({ "none": none, "message_name": name });
            let (user, another) = (fresh("u"), fresh("u"));
            simulator(DEMO, &user).settings(said.clone()).await;
            let mut session = show(DEMO, &user).await;
            authorise(&mut session).await;
            session.settle("ended/linked", 10).await;
            // And a failure that is final is one once this has been said.
            simulator(DEMO, &another).settings(said).await;
            let mut session = show(DEMO, &another).await;
            end_with(&mut session, "PARAM_ILLEGAL").await;
            session.settle("ended/failed", 15).await;
        })
        .await;
    });
}

#[test]
fn a_final_failure_waits_for_an_answer_that_can_be_believed() {
    run(async {
        together([json!({ "status": "U" }), json!({ "unsigned": true })], async |settings: Value| {
            let user = fresh("u");
            let (mut session, simulator) = (show(DEMO, &user).await, simulator(DEMO, &user));
            let url = sent(&mut session).await;
            simulator.settings(settings.clone()).await;
            let submitted = return_with(&url, "PARAM_ILLEGAL").await;
            back(&submitted.redirect).await.expect(303);
            pause(1500).await;
            session.read().await.shows("portal");
            assert_eq!(
                problem_code(&session.view["step"]["problem"]),
                "provider_rejected param_illegal PARAM_ILLEGAL",
                "{settings}"
            );
            simulator.reset().await;
            session.settle("ended/failed", 40).await;
        })
        .await;
    });
}

#[test]
fn both_keys_of_worldfirst_are_taken_while_it_replaces_one() {
    run(async {
        together(["1", "2"], async |key| {
            let user = fresh("u");
            simulator(DEMO, &user).settings(json!({ "sign_with": key })).await;
            let mut session = open(&link(DEMO, &user).with("currency", "EUR")).await;
            session.perform("continue", json!({})).await.shows("portal");
            authorise(&mut session).await;
            session.settle("ended/linked", 10).await;
        })
        .await;
    });
}

#[test]
fn a_double_click_on_continue_is_one() {
    run(async {
        let mut session = land(DEMO, &fresh("u")).await;
        let press = session.request("continue", &json!({}), &fresh("press"));
        let (one, two) = tokio::join!(press.send(), press.send());
        assert!([&one, &two].iter().any(|answer| answer.status == 200), "{one:?} {two:?}");
        assert!([&one, &two].iter().all(|answer| answer.status < 500), "{one:?} {two:?}");
        for answer in [one, two] {
            session.keep(&answer);
        }
        session.read().await.shows("portal");
        authorise(&mut session).await;
        session.settle("ended/linked", 10).await;
    });
}
