//! One callback for each event, whatever lies between them: the numbers rise by one, the first attempts keep the order.

use account_link_tests::browser::Browser;
use account_link_tests::caas::Applicant;
use account_link_tests::factor::{ask, bind, bound, code};
use account_link_tests::feed;
use account_link_tests::journey::{Person, land, link, link_too, login_to, reset_to};
use account_link_tests::kyc::submit;
use account_link_tests::partner::{DEMO, KYC};
use account_link_tests::random::fresh;
use account_link_tests::status_api::told;
use account_link_tests::{pause, run};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every event of this user was told once, in its order; the account ids of the LINKED ones.
async fn assert_told(user: &str, expected: &[&str]) -> Vec<Value> {
    told(user, expected.len()).await;
    pause(1500).await;
    let callbacks = feed::callbacks().all(feed::about(user));
    let bodies: Vec<Value> =
        callbacks.iter().map(|one| serde_json::from_str(one["body"].as_str().unwrap()).unwrap()).collect();
    let seen: Vec<&str> = bodies.iter().map(|body| body["staus"].as_str().unwrap()).collect();
    assert_eq!(seen, expected, "{bodies:#?}");
    let header = |one: &Value, name: &str| one["headers"][name].as_str().unwrap_or_default().to_owned();
    let numbers: Vec<String> = callbacks.iter().map(|one| header(one, "link-sequence")).collect();
    assert_eq!(numbers, (1..=expected.len()).map(|number| number.to_string()).collect::<Vec<_>>());
    let ids: BTreeSet<String> = callbacks.iter().map(|one| header(one, "webhook-id")).collect();
    assert_eq!(ids.len(), expected.len(), "an id of its own for each");
    // An UNLINKED names the account of the LINKED before it; each linking has a new one.
    for pair in bodies.chunks(2).filter(|pair| pair.len() == 2) {
        assert_eq!(pair[0]["account_uuid"], pair[1]["account_uuid"]);
    }
    let linked: Vec<Value> = bodies.iter().step_by(2).map(|body| body["account_uuid"].clone()).collect();
    let different: BTreeSet<String> = linked.iter().map(Value::to_string).collect();
    assert_eq!(different.len(), linked.len(), "{linked:?}");
    linked
}

async fn unlink_by_mail(person: &Person, count: usize) {
    let path = feed::notices(&person.email, count).await.pop().unwrap();
    let unlink =
        Browser::without_cookies().write(&format!("/connect/v1{path}"), &json!({}), &fresh("unlink"));
    unlink.send().await.expect(200);
}

#[test]
fn a_life_with_everything_in_it_is_told_event_by_event() {
    run(async {
        let user = fresh("u");
        let (_, mut person) = link(DEMO, &user).await;
        let applicant = Applicant::new().await;
        submit(DEMO, &user, &person, &applicant.form()).await;
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        DEMO.shows(&user, "kyc_status", "KYC_PASS").await;
        DEMO.unlink(&user).await.expect(204);
        land(DEMO, &user).await.perform("cancel", json!({})).await.shows("ended/cancelled");
        link_too(DEMO, &user, &person).await;
        let mut factor = bind(&person).await;
        DEMO.shows(&user, "otp_ready", true).await;
        unlink_by_mail(&person, 2).await;
        DEMO.unlink(&user).await.expect(204);
        ask(&person, &user)
            .await
            .perform("confirm", code(&factor.app.next().await))
            .await
            .shows("ended/linked");
        applicant.say(json!({ "decision": "REJECT" })).await;
        let status = DEMO.shows(&user, "kyc_status", "KYC_REJECT").await;
        assert_eq!(status["link_status"], "LINKED");
        reset_to(&mut land(DEMO, &fresh("u")).await, &mut person, "confirm").await;
        DEMO.unlink(&user).await.expect(204);
        let mut session = ask(&person, &user).await;
        session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
        let mut session = bound(&person).await;
        session.perform("authenticator/remove", code(&factor.recovery[0])).await.shows("ended/done");
        DEMO.shows(&user, "otp_ready", false).await;
        let linked =
            assert_told(&user, &["LINKED", "UNLINKED", "LINKED", "UNLINKED", "LINKED", "UNLINKED", "LINKED"])
                .await;
        let status = DEMO.status(&user).await;
        assert_eq!((&status["sequence"], &status["account_uuid"]), (&json!(7), linked.last().unwrap()));
    });
}

#[test]
fn a_link_that_waited_is_told_like_any_other() {
    run(async {
        let (user, applicant) = (fresh("u"), Applicant::new().await);
        let (_, person) = account_link_tests::kyc::waiting(&applicant, &user).await;
        land(KYC, &user).await.perform("leave", json!({})).await.shows("ended/pending");
        applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
        KYC.shows(&user, "link_status", "LINKED").await;
        applicant.say(json!({})).await;
        unlink_by_mail(&person, 1).await;
        assert_eq!(KYC.status(&user).await["reason"], "user");
        // A pass of then is no consent of now.
        applicant.say(json!({ "decision": "ACCEPT" })).await;
        pause(1000).await;
        assert_eq!(KYC.status(&user).await["link_status"], "UNLINKED");
        let mut session = land(KYC, &user).await;
        let count = feed::codes(&person.email).len() + 1;
        login_to(&mut session, &person, "confirm").await;
        let mailed = feed::code(&person.email, count).await;
        session.perform("confirm", code(&mailed)).await.shows("ended/linked");
        assert_told(&user, &["LINKED", "UNLINKED", "LINKED"]).await;
    });
}
