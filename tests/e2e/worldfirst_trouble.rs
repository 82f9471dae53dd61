//! WorldFirst's API hangs, falls, babbles or signs wrongly: nobody is sent unasked, nothing is believed, nothing is lost.

use account_link_tests::chance::fresh;
use account_link_tests::partner::DEMO;
use account_link_tests::worldfirst::{
    TRUTH, WORLDFIRST, act, authorise, back, end_with, inquired, inquiries, land, link, open, references,
    sent, show,
};
use account_link_tests::{pause, run};
use serde_json::{Value, json};
use std::time::Instant;

/// A knob, settings, and what it is.
fn troubles() -> Vec<(&'static str, Value, Value)> {
    let fine = json!({ "answer": 200 });
    let knob = |answer: Value| json!({ "answer": answer, "endpoint": "inquiryAccount" });
    let none = json!({});
    vec![
        ("503", knob(json!(503)), none.clone()),
        ("500", knob(json!(500)), none.clone()),
        ("404", knob(json!(404)), none.clone()),
        ("a redirect", knob(json!(302)), none.clone()),
        ("another redirect", knob(json!(307)), none.clone()),
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
        ("silence", knob(json!("hang")), none),
    ]
}

async fn bend(knob: Value, settings: Value) {
    WORLDFIRST.knob(knob).await;
    WORLDFIRST.settings(settings).await;
}

#[test]
fn continue_fails_in_time_and_works_again_afterwards() {
    run(async {
        let _alone = WORLDFIRST.alone().await;
        let user = fresh("u");
        let mut visit = land(DEMO, &user).await;
        let known = references().await;
        let mut pressed = 0;
        for (what, knob, settings) in troubles() {
            bend(knob, settings).await;
            let start = Instant::now();
            let answer = visit.act("continue", json!({})).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (502, "provider_failed"),
                "{what}: {answer:?}"
            );
            let took = start.elapsed().as_secs_f64();
            println!("{what}: {took:.1} s");
            assert!(took < 12.0, "{what} took {took} s");
            pressed += 1;
            for word in ["PARAM_ILLEGAL", "INVALID_SIGNATURE", "PROCESS_FAIL", "sandbox"] {
                assert!(!answer.body.contains(word), "{word} is theirs: {}", answer.body);
            }
            visit.read().await.shows("landing");
            assert_eq!(TRUTH.status(DEMO, &user).await["link_status"], "PENDING");
            WORLDFIRST.straighten().await;
        }
        let names: Vec<String> = references().await.into_iter().filter(|one| !known.contains(one)).collect();
        assert_eq!(names.len(), 1, "it is one name all the time: {names:?}");
        visit.act("continue", json!({})).await.shows("portal");
        let asked = inquiries(&names[0]).await.len();
        assert_eq!(asked, pressed + 1, "nothing asks twice, no redirect is followed");
        assert_eq!(authorise(&mut visit).await.reference, names[0]);
        visit.settle("ended/linked", 10).await;
    });
}

#[test]
fn who_had_been_sent_before_goes_on_without_an_answer() {
    run(async {
        let _alone = WORLDFIRST.alone().await;
        for (what, knob, settings) in [
            ("503", json!({ "answer": 503, "endpoint": "inquiryAccount" }), json!({})),
            ("undecided", json!({ "answer": 200 }), json!({ "status": "U" })),
        ] {
            let user = fresh("u");
            let mut first = show(DEMO, &user).await;
            sent(&mut first).await;
            first.act("cancel", json!({})).await.shows("ended/cancelled");
            bend(knob, settings).await;
            let mut again = land(DEMO, &user).await;
            let step = again.act("continue", json!({})).await.step();
            assert_eq!(step, "portal", "{what}");
            WORLDFIRST.straighten().await;
            authorise(&mut again).await;
            again.settle("ended/linked", 20).await;
        }
    });
}

#[test]
fn after_the_return_nothing_of_it_is_believed_and_nothing_is_lost() {
    run(async {
        let _alone = WORLDFIRST.alone().await;
        let mut running = Vec::new();
        for (what, knob, settings) in troubles() {
            if !["503", "a redirect", "refused", "unsigned", "wrongly signed", "garbage"].contains(&what) {
                continue;
            }
            let user = fresh("u");
            let mut visit = show(DEMO, &user).await;
            let url = sent(&mut visit).await;
            bend(knob, settings).await;
            let acted = act(&url).await;
            let asked = inquiries(&acted.reference).await.len();
            back(&acted.redirect).await.expect(303);
            inquired(&acted.reference, asked + 1, 20).await;
            pause(500).await;
            let step = visit.read().await.step();
            assert_eq!(step, "portal", "{what}");
            assert_eq!(TRUTH.status(DEMO, &user).await["sequence"], 0, "{what}");
            WORLDFIRST.straighten().await;
            running.push((what, user, visit));
        }
        for (what, user, mut visit) in running {
            visit.settle("ended/linked", 60).await;
            assert_eq!(TRUTH.status(DEMO, &user).await["sequence"], 1, "{what}");
        }
    });
}

#[test]
fn no_account_is_said_in_three_ways_and_understood_in_all() {
    run(async {
        let _alone = WORLDFIRST.alone().await;
        for (none, name) in [("empty", "resultMessage"), ("code", "resultMsg"), ("list", "resultMsg")] {
            WORLDFIRST.settings(json!({ "none": none, "message_name": name })).await;
            let mut visit = show(DEMO, &fresh("u")).await;
            authorise(&mut visit).await;
            visit.settle("ended/linked", 10).await;
            // And a failure that is final is one once this has been said.
            let mut visit = show(DEMO, &fresh("u")).await;
            end_with(&mut visit, "PARAM_ILLEGAL").await;
            visit.settle("ended/failed", 15).await;
        }
    });
}

#[test]
fn a_final_failure_waits_for_an_answer_that_can_be_believed() {
    run(async {
        let _alone = WORLDFIRST.alone().await;
        for settings in [json!({ "status": "U" }), json!({ "unsigned": true })] {
            let mut visit = show(DEMO, &fresh("u")).await;
            let url = sent(&mut visit).await;
            WORLDFIRST.settings(settings.clone()).await;
            let acted = account_link_tests::worldfirst::act_so(&url, "PARAM_ILLEGAL").await;
            back(&acted.redirect).await.expect(303);
            pause(1500).await;
            visit.read().await.shows("portal");
            assert_eq!(visit.view["step"]["problem"], "worldfirst_param_illegal", "{settings}");
            WORLDFIRST.straighten().await;
            visit.settle("ended/failed", 40).await;
        }
    });
}

#[test]
fn both_keys_of_worldfirst_are_taken_while_it_replaces_one() {
    run(async {
        let _alone = WORLDFIRST.alone().await;
        for key in ["1", "2"] {
            WORLDFIRST.settings(json!({ "sign_with": key })).await;
            let mut visit = open(&link(DEMO, &fresh("u")).with("currency", "EUR")).await;
            visit.act("continue", json!({})).await.shows("portal");
            authorise(&mut visit).await;
            visit.settle("ended/linked", 10).await;
        }
    });
}

#[test]
fn a_double_click_on_continue_is_one() {
    run(async {
        let _plain = WORLDFIRST.plain().await;
        let mut visit = land(DEMO, &fresh("u")).await;
        let press = visit.request("continue", &json!({}), &fresh("press"));
        let (one, two) = tokio::join!(press.send(), press.send());
        assert!([&one, &two].iter().any(|answer| answer.status == 200), "{one:?} {two:?}");
        assert!([&one, &two].iter().all(|answer| answer.status < 500), "{one:?} {two:?}");
        for answer in [one, two] {
            visit.learn(&answer);
        }
        visit.read().await.shows("portal");
        authorise(&mut visit).await;
        visit.settle("ended/linked", 10).await;
    });
}
