//! One flow of each provider, from the signed link to the callback and back to nothing: what `cargo xtask test quick` runs.

use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::status_api::{Of, told};
use account_link_tests::{journey, payway, run, worldfirst};
use serde_json::json;

/// It is linked, the partner was told so, and it can be ended.
async fn holds_and_ends(provider: &'static str, user: &str) {
    let of = Of(provider);
    let status = of.status(DEMO, user).await;
    assert_eq!((&status["link_status"], &status["sequence"]), (&json!("LINKED"), &json!(1)));
    let first = told(user, 1).await.remove(0);
    assert_eq!((&first["staus"], &first["account_uuid"]), (&json!("LINKED"), &status["account_uuid"]));
    of.unlink(DEMO, user).await.expect(204);
    assert_eq!(of.status(DEMO, user).await["link_status"], "UNLINKED");
    assert_eq!(told(user, 2).await[1]["staus"], "UNLINKED");
}

#[test]
fn cabital() {
    run(async {
        let user = fresh("u");
        journey::link(DEMO, &user).await;
        holds_and_ends("cabital", &user).await;
    });
}

#[test]
fn worldfirst_by_its_portal() {
    run(async {
        let user = fresh("u");
        worldfirst::linked(DEMO, &user).await;
        holds_and_ends("worldfirst", &user).await;
    });
}

#[test]
fn payway_by_a_qr() {
    run(async {
        let user = fresh("u");
        payway::linked(DEMO, &user).await;
        holds_and_ends("payway", &user).await;
    });
}
