//! The way back taken by hand, forged or repeated: nothing in it is signed, so it never links by itself, never ends
//! what goes well, and costs few questions.

use account_link_tests::browser::Session;
use account_link_tests::client::{Request, problem_code};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::status_api::told_so_far;
use account_link_tests::together::together;
use account_link_tests::worldfirst::{
    CLIENT, STATUS_API, authorise, authorise_at, back, bare, inquiries, land, linked, read_return,
    return_token, return_with, sent, show,
};
use account_link_tests::{pause, run, stack};
use futures_util::stream::{self, StreamExt as _};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

const VISITS: usize = 1000;
const AT_ONCE: usize = 50;

/// A way back as anybody can write it.
fn way_back(return_token: &str, reference: &str, result: &str) -> String {
    let base = format!("{}/return/worldfirst/{return_token}", stack::origin());
    format!("{base}?partnerId={CLIENT}&referenceCustomerId={reference}&resultMsg={result}")
}

/// So many visits; how often each status came.
async fn storm(urls: Vec<String>) -> BTreeMap<u16, usize> {
    let start = Instant::now();
    let count = urls.len();
    let sessions = stream::iter(urls).map(|url| async move { back(&url).await.status });
    let mut statuses = BTreeMap::new();
    for status in sessions.buffer_unordered(AT_ONCE).collect::<Vec<_>>().await {
        *statuses.entry(status).or_default() += 1;
    }
    println!("{count} visits in {:.1} s: {statuses:?}", start.elapsed().as_secs_f64());
    statuses
}

#[test]
fn a_thousand_visits_with_success_and_no_account_link_nothing() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let submitted = return_with(&sent(&mut session).await, "SUCCESS_BUT_NOTHING").await;
        let (return_token, reference) = (return_token(&submitted.redirect), submitted.reference.clone());
        let before = inquiries(&reference).await.len();
        let start = Instant::now();
        let statuses = storm(vec![way_back(&return_token, &reference, "SUCCESS"); VISITS]).await;
        assert_eq!(statuses.keys().collect::<Vec<_>>(), [&303], "{statuses:?}");
        pause(2000).await;
        let (asked, seconds) = (inquiries(&reference).await.len() - before, start.elapsed().as_secs());
        println!("{asked} inquiries in {seconds} s");
        // What is asked anyway while a user is away, and what one return adds.
        assert!(asked <= 8 + usize::try_from(seconds).unwrap() / 3, "{asked} inquiries in {seconds} s");
        session.read().await.shows("portal");
        let status = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&status["link_status"], &status["sequence"]), (&json!("PENDING"), &json!(0)));
        assert_eq!(told_so_far(&user), 0);
        // And the right way still leads on.
        authorise(&mut session).await;
        session.settle("ended/linked", 15).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn a_thousand_ways_back_that_never_were_lead_nowhere() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let submitted = return_with(&sent(&mut session).await, "X").await;
        let before = inquiries(&submitted.reference).await.len();
        let start = Instant::now();
        let made_up = |n: usize| {
            let return_token = format!("{n:043}");
            way_back(&return_token, &submitted.reference, "SUCCESS")
        };
        let statuses = storm((0..VISITS).map(made_up).collect()).await;
        assert_eq!(statuses.keys().collect::<Vec<_>>(), [&404], "{statuses:?}");
        let (asked, seconds) =
            (inquiries(&submitted.reference).await.len() - before, start.elapsed().as_secs());
        assert!(asked <= 4 + usize::try_from(seconds).unwrap() / 3, "{asked} inquiries in {seconds} s");
        session.read().await.shows("portal");
        assert_eq!(session.view["step"]["returned"], false);
    });
}

#[test]
fn a_segment_or_a_customer_of_another_changes_nothing() {
    run(async {
        let (mut mine, mut other) = (show(DEMO, &fresh("u")).await, show(DEMO, &fresh("u")).await);
        let here = return_with(&sent(&mut mine).await, "X").await;
        let there = return_with(&sent(&mut other).await, "X").await;
        let (good, reference) = (return_token(&here.redirect), here.reference.clone());
        let turned = format!("{}{}", &good[1..], &good[..1]);
        for (what, url) in [
            ("another customer's id", way_back(&good, &there.reference, "SUCCESS")),
            ("another's segment", way_back(&return_token(&there.redirect), &reference, "SUCCESS")),
            ("a turned segment", way_back(&turned, &reference, "SUCCESS")),
            ("a cut segment", way_back(&good[..good.len() - 1], &reference, "SUCCESS")),
            ("a longer segment", way_back(&format!("{good}A"), &reference, "SUCCESS")),
            ("no customer", way_back(&good, "", "SUCCESS")),
            ("a customer in capitals", way_back(&good, &reference.to_uppercase(), "SUCCESS")),
        ] {
            let answer = back(&url).await;
            assert_eq!(answer.status, 404, "{what}: {answer:?}");
            let policy = answer.header("content-security-policy").expect("a policy");
            assert!(policy.ends_with("frame-ancestors 'none'"), "{what}: {policy}");
        }
        read_return(&turned).await.refused(404, "not_found");
        Request::new("GET", &format!("/return/worldfirst/{turned}")).send().await.expect(404);
        let base = format!("{}{}", stack::origin(), bare(&here.redirect));
        for query in ["?", "?a=b", "?resultMsg=SUCCESS", &format!("?referenceCustomerId={reference}"), "?%zz"]
        {
            let answer = back(&format!("{base}{query}")).await;
            assert!([400, 404].contains(&answer.status), "{query}: {answer:?}");
        }
        let twice = format!("{}&resultMsg=SUCCESS", way_back(&good, &reference, "SUCCESS"));
        assert!([400, 404].contains(&back(&twice).await.status), "a result twice");
        for session in [&mut mine, &mut other] {
            session.read().await.shows("portal");
            assert_eq!(session.view["step"]["returned"], false, "{}", session.view);
        }
        // None of it has used up the one return that counts.
        back(&way_back(&good, &reference, "SYSTEM_BUSY")).await.expect(303);
        mine.read().await.shows("portal");
        assert_eq!(problem_code(&mine.view["step"]["problem"]), "provider_busy system_busy SYSTEM_BUSY");
    });
}

#[test]
fn a_head_records_nothing() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let submitted = return_with(&sent(&mut session).await, "WHAT").await;
        let head = Request::to("HEAD", &submitted.redirect).send().await;
        assert!(head.status < 500, "{head:?}");
        session.read().await.shows("portal");
        assert_eq!(session.view["step"]["returned"], false, "only a GET does");
        back(&submitted.redirect).await.expect(303);
        session.read().await.shows("portal");
        assert_eq!(problem_code(&session.view["step"]["problem"]), "provider_unavailable unknown_result");
    });
}

/// What the page shows of what was brought back.
fn return_shown(session: &Session) -> Value {
    let step = &session.view["step"];
    json!([step["name"], step["returned"], problem_code(&step["problem"]), step["pending"]])
}

#[test]
fn a_second_return_of_one_redirect_changes_nothing() {
    run(async {
        let cases = [("WHAT", "SUCCESS"), ("SUCCESS", "PARAM_ILLEGAL"), ("SYSTEM_BUSY", "WHAT")];
        together(cases, async |(first, second)| {
            let mut session = show(DEMO, &fresh("u")).await;
            let submitted = return_with(&sent(&mut session).await, "X").await;
            let (return_token, reference) = (return_token(&submitted.redirect), submitted.reference);
            back(&way_back(&return_token, &reference, first)).await.expect(303);
            session.read().await.shows("portal");
            let before = return_shown(&session);
            for _ in 0..3 {
                back(&way_back(&return_token, &reference, second)).await.expect(303);
            }
            pause(2500).await;
            session.read().await.shows("portal");
            assert_eq!(return_shown(&session), before, "{first}, then {second}");
        })
        .await;
    });
}

#[test]
fn a_return_of_the_next_redirect_counts_but_takes_no_promise_back() {
    run(async {
        let promised = json!(["portal", true, "", true]);
        let busy = json!(["portal", true, "provider_busy system_busy SYSTEM_BUSY", true]);
        let cases = [
            ("WHAT", "SUCCESS", &promised),
            ("WHAT", "SYSTEM_BUSY", &busy),
            ("SYSTEM_BUSY", "SUCCESS", &promised),
            // What WorldFirst said it will do, it may do, whatever became of another visit.
            ("SUCCESS", "PARAM_ILLEGAL", &promised),
            ("SUCCESS", "WHAT", &promised),
            ("SYSTEM_BUSY", "SIGNATURE_VERIFICATION_FAILED", &busy),
        ];
        together(cases, async |(first, second, expected)| {
            let user = fresh("u");
            let mut session = show(DEMO, &user).await;
            for result in [first, second] {
                let submitted = return_with(&sent(&mut session).await, result).await;
                back(&submitted.redirect).await.expect(303);
            }
            pause(2500).await;
            session.read().await.shows("portal");
            assert_eq!(return_shown(&session), *expected, "{first}, then {second}");
            authorise(&mut session).await;
            session.settle("ended/linked", 15).await;
        })
        .await;
    });
}

#[test]
fn a_return_without_a_redirect_in_this_flow_changes_nothing() {
    run(async {
        let user = fresh("u");
        let mut first = show(DEMO, &user).await;
        let submitted = return_with(&sent(&mut first).await, "X").await;
        let (return_token, reference) = (return_token(&submitted.redirect), submitted.reference);
        first.perform("cancel", json!({})).await.shows("ended/cancelled");
        for result in ["SUCCESS", "PARAM_ILLEGAL"] {
            back(&way_back(&return_token, &reference, result)).await.expect(303);
        }
        first.read().await.shows("ended/cancelled");
        let mut second = land(DEMO, &user).await;
        for step in ["landing", "portal"] {
            for result in ["SUCCESS", "PARAM_ILLEGAL", "WHAT"] {
                back(&way_back(&return_token, &reference, result)).await.expect(303);
            }
            pause(1200).await;
            second.read().await.shows(step);
            if step == "landing" {
                second.perform("continue", json!({})).await.shows("portal");
            }
            assert!(
                [&Value::Null, &json!(false)].contains(&&second.view["step"]["returned"]),
                "{}",
                second.view
            );
        }
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "PENDING");
    });
}

#[test]
fn a_return_of_an_earlier_round_is_of_none() {
    run(async {
        let user = fresh("u");
        let mut first = show(DEMO, &user).await;
        let submitted = authorise(&mut first).await;
        first.settle("ended/linked", 10).await;
        let old = return_token(&submitted.redirect);
        // While linked a return by hand changes nothing either.
        for result in ["SUCCESS", "PARAM_ILLEGAL", "WHAT"] {
            back(&way_back(&old, &submitted.reference, result)).await.expect(303);
        }
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        back(&way_back(&old, &submitted.reference, "SUCCESS")).await.expect(404);
        back(&format!("{}{}", stack::origin(), bare(&submitted.redirect))).await.expect(404);
        read_return(&old).await.refused(404, "not_found");
        let mut second = show(DEMO, &user).await;
        let new = return_with(&sent(&mut second).await, "X").await;
        assert_ne!((&new.reference, return_token(&new.redirect)), (&submitted.reference, old.clone()));
        // Old customer at the new place, and the other way round.
        back(&way_back(&return_token(&new.redirect), &submitted.reference, "SUCCESS")).await.expect(404);
        back(&way_back(&old, &new.reference, "SUCCESS")).await.expect(404);
        second.read().await.shows("portal");
        assert_eq!(second.view["step"]["returned"], false);
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 2);
    });
}

#[test]
fn the_way_back_of_a_linked_user_links_nobody_else() {
    run(async {
        let (mut mine, _) = (show(DEMO, &fresh("u")).await, ());
        let submitted = authorise_at(&sent(&mut mine).await).await;
        let stranger = fresh("u");
        let mut other = show(DEMO, &stranger).await;
        let theirs = return_with(&sent(&mut other).await, "X").await;
        // The account was opened for one; the other brings back what that one was given.
        back(&way_back(&return_token(&theirs.redirect), &submitted.reference, "SUCCESS")).await.expect(404);
        back(&way_back(&return_token(&theirs.redirect), &theirs.reference, "SUCCESS")).await.expect(303);
        mine.settle("ended/linked", 15).await;
        pause(1500).await;
        other.read().await.shows("portal");
        assert_eq!(STATUS_API.status(DEMO, &stranger).await["link_status"], "PENDING");
        let (_, reference) = linked(DEMO, &fresh("u")).await;
        assert_ne!(reference, theirs.reference);
    });
}
