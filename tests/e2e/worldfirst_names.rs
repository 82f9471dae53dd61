//! Our name for a user at WorldFirst: what was there before anybody was sent is never theirs, and each linking that
//! ends takes its name with it.

use account_link_tests::browser::Visit;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::status_api::told_so_far;
use account_link_tests::worldfirst::{
    STATUS_API, act, act_so, authorise, back, inquiries, land, link, linked, numbers, open, open_there,
    references, row, sent, show, simulator,
};
use account_link_tests::{pause, run};
use serde_json::json;

/// Learns how we call this user next: the first question fails, so that nobody is sent by its answer.
async fn learn(visit: &mut Visit, user: &str) -> String {
    let (known, simulator) = (references(DEMO, user).await, simulator(DEMO, user));
    simulator.settings(json!({ "status": "U" })).await;
    visit.act("continue", json!({})).await.refused(502, "provider_unavailable");
    simulator.reset().await;
    visit.read().await.shows("landing");
    let new = references(DEMO, user).await;
    let new: Vec<String> = new.into_iter().filter(|one| !known.contains(one)).collect();
    assert_eq!(new.len(), 1, "one name is asked about: {new:?}");
    new[0].clone()
}

#[test]
fn what_was_there_before_the_first_redirect_never_links() {
    run(async {
        let user = fresh("u");
        let mut visit = land(DEMO, &user).await;
        let taken = learn(&mut visit, &user).await;
        open_there(&taken, json!(["USD"])).await;
        visit.act("continue", json!({})).await.shows("portal");
        let acted = act_so(&sent(&mut visit).await, "SUCCESS").await;
        assert_ne!(acted.reference, taken, "another name");
        assert_eq!(inquiries(&acted.reference).await.len(), 1, "which was asked about as well");
        let before = inquiries(&taken).await.len();
        back(&acted.redirect).await.expect(303);
        pause(5000).await;
        assert_eq!(inquiries(&taken).await.len(), before, "nobody asks about the old one again");
        visit.read().await.shows("portal");
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 0);
        // What is opened now links, and it is that.
        let again = authorise(&mut visit).await;
        assert_eq!(again.reference, acted.reference);
        visit.settle("ended/linked", 10).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn two_names_in_a_row_may_be_taken() {
    run(async {
        let user = fresh("u");
        let mut visit = land(DEMO, &user).await;
        let first = learn(&mut visit, &user).await;
        open_there(&first, json!(["USD", "EUR"])).await;
        // The answer about the first is on its way when the one about the second is made to fail.
        let (known, asked) = (references(DEMO, &user).await, inquiries(&first).await.len());
        let simulator = simulator(DEMO, &user);
        simulator.fault(json!({ "answer": 200, "delay_ms": 1000, "endpoint": "inquiryAccount" })).await;
        let press = visit.request("continue", &json!({}), &fresh("press"));
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

        visit.act("continue", json!({})).await.shows("portal");
        let acted = authorise(&mut visit).await;
        assert!(acted.reference != first && acted.reference != new[0]);
        visit.settle("ended/linked", 10).await;
        let masked = format!("•••• {}", numbers(&acted.reference).await[0]);
        assert_eq!(visit.view["step"]["outcome"]["masked_account"], masked);
    });
}

#[test]
fn an_account_out_of_the_blue_links_from_the_first_redirect_on() {
    run(async {
        let user = fresh("u");
        let mut visit = show(DEMO, &user).await;
        let acted = act_so(&sent(&mut visit).await, "SYSTEM_BUSY").await;
        // Nobody comes back, and yet it is there: it is asked about.
        open_there(&acted.reference, json!(["USD"])).await;
        visit.settle("ended/linked", 20).await;
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
        let mut visit = land(DEMO, &user).await;
        let second = learn(&mut visit, &user).await;
        assert_ne!(second, first);
        open_there(&second, json!(["USD"])).await;
        visit.act("continue", json!({})).await.shows("portal");
        let acted = act_so(&sent(&mut visit).await, "SUCCESS").await;
        assert!(acted.reference != first && acted.reference != second);
        back(&acted.redirect).await.expect(303);
        pause(3000).await;
        visit.read().await.shows("portal");
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
            let mut visit = open(&link(DEMO, &user).with("state", end)).await;
            visit.act("continue", json!({})).await.shows("portal");
            let result = if end == "failed" { "PARAM_ILLEGAL" } else { "WHAT" };
            let acted = act_so(&sent(&mut visit).await, result).await;
            names.push(acted.reference.clone());
            match end {
                "cancel" => drop(visit.act("cancel", json!({})).await.shows("ended/cancelled")),
                "delete" => drop(STATUS_API.unlink(DEMO, &user).await.expect(204)),
                "failed" => {
                    back(&acted.redirect).await.expect(303);
                    visit.settle("ended/failed", 15).await;
                }
                _ => {}
            }
        }
        let (_, last) = linked(DEMO, &user).await;
        assert!(names.iter().all(|name| *name == last), "{names:?} {last}");
        // And the same user of another partner is another customer.
        let mut other = show(STRICT, &user).await;
        assert_ne!(act(&sent(&mut other).await).await.reference, last);
    });
}
