//! Our name for a user at WorldFirst: what was there before anybody was sent is never theirs, and each linking that
//! ends takes its name with it.

use account_link_tests::browser::Session;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::status_api::told_so_far;
use account_link_tests::worldfirst::{
    STATUS_API, authorise, authorise_at, back, inquiries, land, link, linked, numbers, open, open_there,
    references, return_with, row, sent, show, simulator,
};
use account_link_tests::{pause, run};
use serde_json::json;

/// Learns how we call this user next: the first question fails, so that nobody is sent by its answer.
async fn next_reference(session: &mut Session, user: &str) -> String {
    let (known, simulator) = (references(DEMO, user).await, simulator(DEMO, user));
    simulator.settings(json!({ "status": "U" })).await;
    session.perform("continue", json!({})).await.refused(502, "provider_unavailable");
    simulator.reset().await;
    session.read().await.shows("landing");
    let new = references(DEMO, user).await;
    let new: Vec<String> = new.into_iter().filter(|one| !known.contains(one)).collect();
    assert_eq!(new.len(), 1, "one name is asked about: {new:?}");
    new[0].clone()
}

#[test]
fn what_was_there_before_the_first_redirect_never_links() {
    run(async {
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        let taken = next_reference(&mut session, &user).await;
        open_there(&taken, json!(["USD"])).await;
        session.perform("continue", json!({})).await.shows("portal");
        let submitted = return_with(&sent(&mut session).await, "SUCCESS").await;
        assert_ne!(submitted.reference, taken, "another name");
        assert_eq!(inquiries(&submitted.reference).await.len(), 1, "which was asked about as well");
        let before = inquiries(&taken).await.len();
        back(&submitted.redirect).await.expect(303);
        pause(5000).await;
        assert_eq!(inquiries(&taken).await.len(), before, "nobody asks about the old one again");
        session.read().await.shows("portal");
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 0);
        // What is opened now links, and it is that.
        let again = authorise(&mut session).await;
        assert_eq!(again.reference, submitted.reference);
        session.settle("ended/linked", 10).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn two_names_in_a_row_may_be_taken() {
    run(async {
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        let first = next_reference(&mut session, &user).await;
        open_there(&first, json!(["USD", "EUR"])).await;
        // The answer about the first is on its way when the one about the second is made to fail.
        let (known, asked) = (references(DEMO, &user).await, inquiries(&first).await.len());
        let simulator = simulator(DEMO, &user);
        simulator.fault(json!({ "answer": 200, "delay_ms": 1000, "endpoint": "inquiryAccount" })).await;
        let press = session.request("continue", &json!({}), &fresh("press"));
        let pressed = tokio::spawn(async move { press.send().await });
        while inquiries(&first).await.len() == asked {
            pause(20).await;
        }
        simulator.settings(json!({ "status": "U" })).await;
        pressed.await.unwrap().refused(502, "provider_unavailable");
        simulator.reset().await;
        let new = references(DEMO, &user).await;
        let new: Vec<String> = new.into_iter().filter(|one| !known.contains(one)).collect();
        assert_eq!(new.len(), 1, "{new:?}");
        open_there(&new[0], json!(["USD"])).await;

        session.perform("continue", json!({})).await.shows("portal");
        let submitted = authorise(&mut session).await;
        assert!(submitted.reference != first && submitted.reference != new[0]);
        session.settle("ended/linked", 10).await;
        let masked = format!("•••• {}", numbers(&submitted.reference).await[0]);
        assert_eq!(session.view["step"]["outcome"]["masked_account"], masked);
    });
}

#[test]
fn an_account_out_of_the_blue_links_from_the_first_redirect_on() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let submitted = return_with(&sent(&mut session).await, "SYSTEM_BUSY").await;
        // Nobody comes back, and yet it is there: it is asked about.
        open_there(&submitted.reference, json!(["USD"])).await;
        session.settle("ended/linked", 20).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn unlinked_and_linked_again_is_under_another_name() {
    run(async {
        let user = fresh("u");
        let mut names = Vec::new();
        let mut uuids = Vec::new();
        for round in 1..=3 {
            let (_, reference) = linked(DEMO, &user).await;
            let status = STATUS_API.status(DEMO, &user).await;
            assert_eq!(status["sequence"], 2 * round - 1);
            let uuid = status["account_uuid"].as_str().unwrap().to_owned();
            assert!(!names.contains(&reference) && !uuids.contains(&uuid), "{names:?} {reference}");
            STATUS_API.unlink(DEMO, &user).await.expect(204);
            for old in uuids.iter().chain([&uuid]) {
                DEMO.call("GET", &format!("/api/v1/accounts/{old}")).await.refused(403, "unlinked");
            }
            // The account is still there, under the old name; it does not come back by itself.
            assert_eq!(row(&reference).await.expect("a row")["active"], true);
            names.push(reference);
            uuids.push(uuid);
        }
    });
}

#[test]
fn what_was_there_under_the_next_name_never_links_either() {
    run(async {
        let user = fresh("u");
        let (_, first) = linked(DEMO, &user).await;
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        let mut session = land(DEMO, &user).await;
        let second = next_reference(&mut session, &user).await;
        assert_ne!(second, first);
        open_there(&second, json!(["USD"])).await;
        session.perform("continue", json!({})).await.shows("portal");
        let submitted = return_with(&sent(&mut session).await, "SUCCESS").await;
        assert!(submitted.reference != first && submitted.reference != second);
        back(&submitted.redirect).await.expect(303);
        pause(3000).await;
        session.read().await.shows("portal");
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 2);
        assert_eq!(told_so_far(&user), 2);
    });
}

#[test]
fn a_flow_that_ended_otherwise_keeps_the_name() {
    run(async {
        let user = fresh("u");
        let mut names = Vec::new();
        for end in ["cancel", "delete", "failed", "replaced"] {
            let mut session = open(&link(DEMO, &user).with("state", end)).await;
            session.perform("continue", json!({})).await.shows("portal");
            let result = if end == "failed" { "PARAM_ILLEGAL" } else { "WHAT" };
            let submitted = return_with(&sent(&mut session).await, result).await;
            names.push(submitted.reference.clone());
            match end {
                "cancel" => drop(session.perform("cancel", json!({})).await.shows("ended/cancelled")),
                "delete" => drop(STATUS_API.unlink(DEMO, &user).await.expect(204)),
                "failed" => {
                    back(&submitted.redirect).await.expect(303);
                    session.settle("ended/failed", 15).await;
                }
                _ => {}
            }
        }
        let (_, last) = linked(DEMO, &user).await;
        assert!(names.iter().all(|name| *name == last), "{names:?} {last}");
        // And the same user of another partner is another customer.
        let mut other = show(STRICT, &user).await;
        assert_ne!(authorise_at(&sent(&mut other).await).await.reference, last);
    });
}
