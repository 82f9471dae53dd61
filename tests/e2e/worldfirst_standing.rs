//! Accounts that WorldFirst says are abnormal: they do not link, and what is linked is shown as it stands.

use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::worldfirst::{
    STATUS_API, authorise, authorise_at, back, becomes, inquired, inquiries, linked, open, open_there,
    read_return, rebinding, return_token, sent, show,
};
use account_link_tests::{pause, run};
use serde_json::{Value, json};

#[test]
fn an_account_that_is_abnormal_does_not_link_until_it_is_active() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let submitted = authorise_at(&sent(&mut session).await).await;
        becomes(&submitted.reference, "ABNORMAL").await;
        let asked = inquiries(&submitted.reference).await.len();
        back(&submitted.redirect).await.expect(303);
        inquired(&submitted.reference, asked + 2, 30).await;
        pause(300).await;
        session.read().await.shows("portal");
        let step = &session.view["step"];
        assert_eq!((&step["returned"], &step["pending"]), (&json!(true), &json!(true)), "{step}");
        read_return(&return_token(&submitted.redirect)).await.shows("returned");
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "PENDING");
        assert_eq!(told_so_far(&user), 0);
        becomes(&submitted.reference, "ACTIVE").await;
        session.settle("ended/linked", 40).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["accounts"][0]["status"], "active");
    });
}

#[test]
fn an_account_that_was_there_before_takes_the_name_though_it_is_abnormal() {
    run(async {
        let user = fresh("u");
        let (_, old) = linked(DEMO, &user).await;
        becomes(&old, "ABNORMAL").await;
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        let (_, new) = linked(DEMO, &user).await;
        assert_ne!(new, old);
        becomes(&old, "ACTIVE").await;
        pause(1000).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 3);
    });
}

/// It stands otherwise, is the same linking, and the partner is told.
async fn assert_stands(user: &str, uuid: &Value, word: &str, sequence: usize) {
    let now = STATUS_API.shows(DEMO, user, "status", word, 10).await;
    assert_eq!((&now["link_status"], &now["account_uuid"]), (&json!("LINKED"), uuid));
    assert_eq!(now["sequence"], sequence);
    let told = told(user, sequence).await;
    let expected = json!({ "provider": "worldfirst", "account_status": word });
    assert_eq!(told[sequence - 1]["data"], expected);
}

#[test]
fn a_linked_account_that_a_rebinding_finds_abnormal_is_shown_frozen() {
    run(async {
        let user = fresh("u");
        let (_, reference) = linked(DEMO, &user).await;
        told(&user, 1).await;
        let uuid = STATUS_API.status(DEMO, &user).await["account_uuid"].clone();
        for (n, (there, here)) in [("ABNORMAL", "frozen"), ("ACTIVE", "active")].into_iter().enumerate() {
            becomes(&reference, there).await;
            // It asks what is there; then it is left alone.
            let link = rebinding(DEMO, &user, &fresh("rb")).with("state", there);
            let mut session = open(&link).await;
            session.perform("continue", json!({})).await.shows("portal");
            session.perform("cancel", json!({})).await.shows("ended/cancelled");
            assert_stands(&user, &uuid, here, 2 + n).await;
        }
    });
}

#[test]
fn a_rebinding_to_an_abnormal_account_leaves_the_linking() {
    run(async {
        let user = fresh("u");
        let (_, reference) = linked(DEMO, &user).await;
        let before = STATUS_API.status(DEMO, &user).await;
        let mut session = open(&rebinding(DEMO, &user, &fresh("rb"))).await;
        session.perform("continue", json!({})).await.shows("portal");
        let url = sent(&mut session).await;
        open_there(&reference, json!(["USD"])).await;
        becomes(&reference, "ABNORMAL").await;
        let asked = inquiries(&reference).await.len();
        inquired(&reference, asked + 2, 30).await;
        let now = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&now["account_uuid"], &now["link_status"]), (&before["account_uuid"], &json!("LINKED")));
        session.read().await.shows("portal");
        back(&authorise_at(&url).await.redirect).await.expect(303);
        session.settle("ended/linked", 40).await;
        assert_ne!(STATUS_API.status(DEMO, &user).await["account_uuid"], before["account_uuid"]);
        let mut plain = show(DEMO, &fresh("u")).await;
        authorise(&mut plain).await;
        plain.settle("ended/linked", 10).await;
    });
}
