//! A link that waits for the check: a newer flow shows that, may leave it or take the consent back; the page hears of
//! the end.

use account_link_tests::browser::Session;
use account_link_tests::caas::Applicant;
use account_link_tests::journey::{land, land_for, login_to};
use account_link_tests::kyc::{ready, waiting};
use account_link_tests::partner::KYC;
use account_link_tests::random::fresh;
use account_link_tests::socket::Handshake;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::together::together;
use account_link_tests::until::until;
use account_link_tests::{pause, run};
use serde_json::json;

/// A newer flow of somebody whose link waits.
async fn waiting_screen(applicant: &Applicant, user: &str) -> Session {
    waiting(applicant, user).await;
    let mut session = land(KYC, user).await;
    session.read().await.shows("waiting");
    assert_eq!(session.view["step"], json!({ "name": "waiting", "status": "KYC_PENDING" }));
    session
}

#[test]
fn whoever_looks_may_leave_it_as_it_is() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let mut session = waiting_screen(&applicant, &user).await;
        for (name, body) in
            [("continue", json!({})), ("confirm", json!({ "code": "000000" })), ("resend", json!({}))]
        {
            session.perform(name, body).await.refused(409, "wrong_step");
        }
        session.perform("leave", json!({})).await.shows("ended/pending");
        assert_eq!(session.view["step"]["outcome"]["result"], "pending");
        assert_eq!(KYC.status(&user).await["link_status"], "PENDING");
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        KYC.shows(&user, "link_status", "LINKED").await;
        told(&user, 1).await;
        pause(500).await;
        assert_eq!(told_so_far(&user), 1);
    });
}

#[test]
fn cancel_takes_the_consent_back() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let mut session = waiting_screen(&applicant, &user).await;
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        let status = KYC.status(&user).await;
        assert_eq!((&status["link_status"], &status["reason"]), (&json!("UNLINKED"), &json!("cancelled")));
        applicant.say(json!({ "decision": "ACCEPT" })).await;
        pause(2000).await;
        let status = KYC.status(&user).await;
        assert_eq!((&status["link_status"], &status["sequence"]), (&json!("UNLINKED"), &json!(0)));
        assert_eq!(told_so_far(&user), 0);
    });
}

#[test]
fn the_partner_may_end_it_too() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        waiting(&applicant, &user).await;
        KYC.unlink(&user).await.expect(204);
        assert_eq!(KYC.status(&user).await["reason"], "cancelled");
        applicant.say(json!({ "decision": "ACCEPT" })).await;
        pause(2000).await;
        assert_eq!(KYC.status(&user).await["link_status"], "UNLINKED");
        assert_eq!(told_so_far(&user), 0);
    });
}

#[test]
fn the_page_hears_of_the_end() {
    run(async {
        let cases = [
            (json!({ "suggestion": "SUGGEST_TO_ACCEPT" }), "ended/linked", "linked"),
            (json!({ "decision": "REJECT" }), "ended/failed", "failed"),
        ];
        together(cases, async |(said, end, result)| {
            let (applicant, user) = (Applicant::new().await, fresh("u"));
            let mut session = waiting_screen(&applicant, &user).await;
            let ticket = session.perform("channel", json!({})).await.expect(200).json();
            let ticket = ticket["ticket"].as_str().expect("a ticket");
            let mut socket = Handshake::new(&session.flow, ticket).open().await.expect("it opens");
            applicant.say(said).await;
            assert!(socket.next(10_000).await.is_some(), "a message within 10 s");
            session.settle(end, 5).await;
            assert_eq!(session.view["step"]["outcome"]["result"], result);
        })
        .await;
    });
}

#[test]
fn a_suggestion_that_decides_nothing_is_shown() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let mut session = waiting_screen(&applicant, &user).await;
        applicant.say(json!({ "suggestion": "NO_SUGGESTION" })).await;
        until(10, async || {
            session.read().await.shows("waiting");
            let status = &session.view["step"]["status"];
            if status == "KYC_REVIEW" { Ok(()) } else { Err(status.clone()) }
        })
        .await;
        applicant.say(json!({ "decision": "ACCEPT" })).await;
        session.settle("ended/linked", 10).await;
    });
}

#[test]
fn a_newer_flow_without_a_consent_begins_at_the_beginning() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let (mut first, _, code) = ready(&applicant, &user).await;
        let newer = KYC.link(&user).with("state", "newer").sign();
        let opening = account_link_tests::browser::follow(&newer).await;
        let mut second = account_link_tests::browser::Browser::new().enter(&opening).await;
        second.read().await.shows("landing");
        let late = first.perform("confirm", json!({ "code": code })).await;
        assert_ne!(late.step(), "ended/pending", "the replaced flow agrees to nothing: {late:?}");
        applicant.say(json!({ "decision": "ACCEPT" })).await;
        pause(1500).await;
        assert_eq!(KYC.status(&user).await["link_status"], "PENDING");
        assert_eq!(told_so_far(&user), 0);
    });
}

#[test]
fn twenty_webhooks_at_once_make_one_link() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        waiting(&applicant, &user).await;
        let case = applicant.case_with("ogs", true.into()).await;
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT", "webhook": false })).await;
        let hint =
            account_link_tests::caas::webhook(&account_link_tests::caas::about(&case, "SUGGEST_TO_ACCEPT"));
        let answers = futures_util::future::join_all((0..20).map(|_| hint.send())).await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{answers:#?}");
        let status = KYC.shows(&user, "link_status", "LINKED").await;
        assert_eq!(status["sequence"], 1);
        told(&user, 1).await;
        pause(1000).await;
        assert_eq!(told_so_far(&user), 1);
    });
}

#[test]
fn who_comes_for_another_screen_meanwhile_is_told_that_it_is_pending() {
    run(async {
        let (applicant, user) = (Applicant::new().await, fresh("u"));
        let (_, person) = waiting(&applicant, &user).await;
        for end in ["done", "cancelled"] {
            let mut session = land_for(KYC, &user, "kyc").await;
            session.read().await.shows("landing");
            login_to(&mut session, &person, "checked").await;
            let action = if end == "done" { "continue" } else { "cancel" };
            session.perform(action, json!({})).await.shows(&format!("ended/{end}"));
            let outcome = session.view["step"]["outcome"].clone();
            assert_eq!((&outcome["result"], &outcome["link_status"]), (&json!(end), &json!("PENDING")));
            let back = outcome["return_url"].as_str().expect("a URL");
            assert!(back.contains("link_status=PENDING"), "{back}");
            assert_eq!(KYC.status(&user).await["link_status"], "PENDING");
        }
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        KYC.shows(&user, "link_status", "LINKED").await;
        told(&user, 1).await;
    });
}
