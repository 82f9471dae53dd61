//! The names that tests compute for a user are those that the product uses at the providers.

use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::worldfirst::{self, STATUS_API, inquiries, sent};
use account_link_tests::{names, payway, run};
use serde_json::json;

#[test]
fn payway_sees_the_customer_that_tests_compute() {
    run(async {
        let user = fresh("u");
        for partner in [DEMO, STRICT] {
            let session = payway::show(partner, &user).await;
            let ctid = names::ctid(partner, &user);
            assert_eq!(payway::field(&payway::qr(&session), "ctid").await, ctid, "{}", partner.key);
            assert_eq!(payway::requests_to("link-account", &ctid).await.len(), 1);
            // A request that names only its QR is known to be about the same customer.
            payway::approve(&session).await;
            payway::shows(partner, &user, "link_status", "LINKED", 15).await;
            assert!(!payway::requests_to("get-token-details", &ctid).await.is_empty());
        }
    });
}

#[test]
fn worldfirst_sees_the_reference_that_tests_compute_in_each_round() {
    run(async {
        let user = fresh("u");
        for round in 0..2 {
            let reference = names::reference(DEMO, &user, round);
            assert!(inquiries(&reference).await.is_empty());
            let (_, seen) = worldfirst::linked(DEMO, &user).await;
            assert_eq!(seen, reference, "round {round}");
            assert!(!inquiries(&reference).await.is_empty());
            STATUS_API.unlink(DEMO, &user).await.expect(204);
        }
        let mut other = worldfirst::show(STRICT, &user).await;
        let url = sent(&mut other).await;
        assert!(url.contains(&names::reference(STRICT, &user, 0)), "{url}");
    });
}

#[test]
fn a_fault_is_for_one_user_alone() {
    run(async {
        let (one, other) = (fresh("u"), fresh("u"));
        payway::simulator(DEMO, &one).fault(json!({ "answer": 503 })).await;
        worldfirst::simulator(DEMO, &one).settings(json!({ "status": "U" })).await;
        payway::show(DEMO, &other).await;
        worldfirst::show(DEMO, &other).await;
        let mut at_payway = payway::land(DEMO, &one).await;
        at_payway.perform("continue", json!({})).await.refused(502, "provider_unavailable");
        let mut at_worldfirst = worldfirst::land(DEMO, &one).await;
        at_worldfirst.perform("continue", json!({})).await.refused(502, "provider_unavailable");
        // And not for the same user of another partner.
        payway::show(STRICT, &one).await;
        worldfirst::show(STRICT, &one).await;
    });
}
