//! What users bring back from the portal: each result comes to what it says, but our own question decides.

use account_link_tests::browser::Session;
use account_link_tests::client::{Request, problem_code};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::together::together;
use account_link_tests::worldfirst::{
    STATUS_API, authorise, authorise_at, back, end_with, inquired, inquiries, land, link, looks, numbers,
    open, return_token, sent, sent_by, show, submit,
};
use account_link_tests::{pause, run};
use serde_json::{Value, json};

/// Their code, ours.
const FINAL: [(&str, &str); 6] = [
    ("PARAM_ILLEGAL", "provider_rejected param_illegal PARAM_ILLEGAL"),
    ("CURRENCY_ALREADY_EXISTS", "provider_rejected currency_exists CURRENCY_ALREADY_EXISTS"),
    (
        "CURRENCY_OUT_OF_SUPPORTED_RANGE",
        "provider_rejected currency_unsupported CURRENCY_OUT_OF_SUPPORTED_RANGE",
    ),
    ("SIGNATURE_VERIFICATION_FAILED", "provider_misconfigured signature SIGNATURE_VERIFICATION_FAILED"),
    ("REQUEST_ID_IDEMPOTENT", "provider_rejected request_id_used REQUEST_ID_IDEMPOTENT"),
    ("REFERENCE_CUSTOMER_ID_OPENED_RA", "provider_rejected account_exists REFERENCE_CUSTOMER_ID_OPENED_RA"),
];

fn place(user: &str, result: &str, status: &str) -> String {
    format!("{}/linked?result={result}&link_status={status}&user_ext_ref={user}", DEMO.site())
}

/// Waits until we have asked once more than `before` times.
async fn asked_again(reference: &str, before: usize) {
    inquired(reference, before + 1, 20).await;
    // And its answer has been taken in.
    pause(300).await;
}

/// What the page shows of a way that was taken.
fn return_shown(session: &Session) -> (bool, String, bool) {
    let step = &session.view["step"];
    let flag = |name: &str| step[name].as_bool().expect("a flag");
    (flag("returned"), problem_code(&step["problem"]), flag("pending"))
}

#[test]
fn each_final_failure_ends_the_flow_with_its_reason() {
    run(async {
        together(FINAL, async |(theirs, ours)| {
            let user = fresh("u");
            let mut session = show(DEMO, &user).await;
            let submitted = submit(&sent_by(&mut session, "top").await, json!({ "result": theirs })).await;
            back(&submitted.redirect).await.expect(303);
            session.settle("ended/failed", 15).await;
            let outcome = session.view["step"]["outcome"].clone();
            assert_eq!(problem_code(&outcome["reason"]), ours);
            let expected = json!({ "result": "failed", "link_status": "UNLINKED", "reason": outcome["reason"],
                "return_url": place(&user, "failed", "UNLINKED"), "masked_account": null });
            assert_eq!(outcome, expected, "{theirs}");
            let view = looks(&return_token(&submitted.redirect), "ended/failed", 5).await;
            assert_eq!(view["step"]["outcome"], expected, "the page of the return says the same");
            let status = STATUS_API.status(DEMO, &user).await;
            let seen = (&status["link_status"], &status["reason"], &status["sequence"]);
            assert_eq!(seen, (&json!("UNLINKED"), &json!("failed"), &json!(0)), "{theirs}");
            session.perform("continue", json!({})).await.refused(409, "wrong_step");
            assert_eq!(told_so_far(&user), 0, "{theirs}: a failure makes no callback");
            // It can be tried anew, under the same name.
            let mut again = show(DEMO, &user).await;
            assert_eq!(authorise(&mut again).await.reference, submitted.reference);
            again.settle("ended/linked", 10).await;
        })
        .await;
    });
}

#[test]
fn a_failure_with_an_account_all_the_same_links() {
    run(async {
        together(FINAL, async |(theirs, _)| {
            let user = fresh("u");
            let mut session = show(DEMO, &user).await;
            let how = json!({ "result": theirs, "open": true });
            let submitted = submit(&sent(&mut session).await, how).await;
            back(&submitted.redirect).await.expect(303);
            session.settle("ended/linked", 15).await;
            let masked = format!("•••• {}", numbers(&submitted.reference).await[0]);
            assert_eq!(session.view["step"]["outcome"]["masked_account"], masked, "{theirs}");
            assert_eq!(session.view["step"]["outcome"]["reason"], Value::Null);
            assert_eq!(told(&user, 1).await.len(), 1);
        })
        .await;
    });
}

#[test]
fn an_unknown_result_ends_nothing_and_can_be_tried_again() {
    run(async {
        together(["SOMETHING_NEW", "success", "SUCCESS ", "", "U"], async |theirs| {
            let user = fresh("u");
            let mut session = show(DEMO, &user).await;
            let before = inquiries(
                &submit(&sent(&mut session).await, json!({ "result": "SYSTEM_BUSY" })).await.reference,
            )
            .await
            .len();
            let submitted = end_with(&mut session, theirs).await;
            asked_again(&submitted.reference, before).await;
            session.read().await.shows("portal");
            assert_eq!(
                return_shown(&session),
                (true, "provider_unavailable unknown_result".into(), false),
                "{theirs}"
            );
            let view = looks(&return_token(&submitted.redirect), "returned", 5).await;
            assert_eq!(problem_code(&view["step"]["problem"]), "provider_unavailable unknown_result");
            let outcome = &view["step"]["outcome"];
            assert_eq!(
                (&outcome["result"], &outcome["return_url"]),
                (&json!("failed"), &json!("")),
                "beside"
            );
            authorise(&mut session).await;
            session.settle("ended/linked", 10).await;
            looks(&return_token(&submitted.redirect), "ended/linked", 5).await;
        })
        .await;
    });
}

#[test]
fn leaving_after_an_unknown_result_is_a_failure() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let submitted = submit(&sent_by(&mut session, "top").await, json!({ "result": "WHAT" })).await;
        back(&submitted.redirect).await.expect(303);
        let view = looks(&return_token(&submitted.redirect), "returned", 5).await;
        let url = view["step"]["outcome"]["return_url"].as_str().expect("a way back");
        assert!(url.starts_with(&format!("{}/linked?result=failed&", DEMO.site())), "{url}");
        session.read().await.shows("portal");
        session.perform("leave", json!({})).await.shows("ended/failed");
        let outcome = &session.view["step"]["outcome"];
        assert_eq!(
            (&outcome["result"], &outcome["return_url"]),
            (&json!("failed"), &json!(place(&user, "failed", "UNLINKED")))
        );
        assert_eq!(problem_code(&outcome["reason"]), "provider_unavailable unknown_result");
        let status = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&status["link_status"], &status["reason"]), (&json!("UNLINKED"), &json!("failed")));
    });
}

#[test]
fn busy_and_success_without_an_account_yet_go_on() {
    run(async {
        together(
            [("SYSTEM_BUSY", "provider_busy system_busy SYSTEM_BUSY"), ("SUCCESS", "")],
            async |(theirs, problem)| {
                let user = fresh("u");
                let mut session = show(DEMO, &user).await;
                let url = sent_by(&mut session, "top").await;
                let submitted = submit(&url, json!({ "result": theirs, "open": false })).await;
                let before = inquiries(&submitted.reference).await.len();
                back(&submitted.redirect).await.expect(303);
                asked_again(&submitted.reference, before).await;
                session.read().await.shows("portal");
                assert_eq!(return_shown(&session), (true, problem.into(), true), "{theirs}");
                let view = looks(&return_token(&submitted.redirect), "returned", 5).await;
                assert_eq!(problem_code(&view["step"]["problem"]), problem);
                let outcome = &view["step"]["outcome"];
                assert_eq!(outcome["return_url"], place(&user, "pending", "PENDING"));
                assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "PENDING");
                // The second try of the user ends it.
                authorise(&mut session).await;
                session.settle("ended/linked", 10).await;
            },
        )
        .await;
    });
}

#[test]
fn opened_already_by_an_earlier_visit_links() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let (first, second) = (sent(&mut session).await, sent(&mut session).await);
        // The first visit opens it, and its way back is lost.
        authorise_at(&first).await;
        let submitted = submit(&second, json!({})).await;
        assert_eq!(submitted.refusal.as_deref(), Some("REFERENCE_CUSTOMER_ID_OPENED_RA"));
        back(&submitted.redirect).await.expect(303);
        session.settle("ended/linked", 10).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn opened_already_in_a_flow_that_was_given_up_links_at_continue() {
    run(async {
        let user = fresh("u");
        let mut given_up = show(DEMO, &user).await;
        let url = sent(&mut given_up).await;
        given_up.perform("cancel", json!({})).await.shows("ended/cancelled");
        let submitted = authorise_at(&url).await;
        back(&submitted.redirect).await.expect(303);
        pause(2000).await;
        assert_eq!(
            STATUS_API.status(DEMO, &user).await["link_status"],
            "UNLINKED",
            "nobody is past Continue"
        );
        looks(&return_token(&submitted.redirect), "ended/cancelled", 2).await;
        let mut session = land(DEMO, &user).await;
        assert_eq!(session.view["step"]["name"], "landing");
        pause(1000).await;
        session.read().await.shows("landing");
        session.perform("continue", json!({})).await.shows("ended/linked");
        assert_eq!(inquiries(&submitted.reference).await.len(), 2, "asked at each Continue");
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
        looks(&return_token(&submitted.redirect), "ended/cancelled", 2).await;
    });
}

#[test]
fn who_comes_back_to_a_flow_that_was_replaced_is_told_so() {
    run(async {
        let user = fresh("u");
        let mut old = show(DEMO, &user).await;
        let submitted = authorise_at(&sent_by(&mut old, "top").await).await;
        let mut newer = open(&link(DEMO, &user).with("state", "newer")).await;
        back(&submitted.redirect).await.expect(303);
        looks(&return_token(&submitted.redirect), "ended/replaced", 2).await;
        pause(2000).await;
        newer.read().await.shows("landing");
        old.read().await.shows("ended/replaced");
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "PENDING", "nobody is past Continue");
        newer.perform("continue", json!({})).await.shows("ended/linked");
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn what_the_portal_itself_refuses_comes_back_as_its_code() {
    run(async {
        let user = fresh("u");
        let mut session = open(&link(DEMO, &user).with("currency", "USD,KHR")).await;
        session.perform("continue", json!({})).await.shows("portal");
        let url = sent(&mut session).await;
        let seen = Request::to("GET", &url).header("accept", "text/html").send().await.expect(200);
        assert!(seen.body.contains("CURRENCY_OUT_OF_SUPPORTED_RANGE"));
        let submitted = submit(&url, json!({})).await;
        assert_eq!(submitted.refusal.as_deref(), Some("CURRENCY_OUT_OF_SUPPORTED_RANGE"));
        back(&submitted.redirect).await.expect(303);
        session.settle("ended/failed", 15).await;
        let unsupported = "provider_rejected currency_unsupported CURRENCY_OUT_OF_SUPPORTED_RANGE";
        assert_eq!(problem_code(&session.view["step"]["outcome"]["reason"]), unsupported);
    });
}
