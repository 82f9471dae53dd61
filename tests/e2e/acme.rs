//! Acme, the template of a provider: a signed link, its page, back again; what the page, the partner and the API then say.

use account_link_tests::client::Request;
use account_link_tests::partner::{Link, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::status_api::Of;
use account_link_tests::worldfirst::{back, open, sent};
use account_link_tests::{raw_http, run};
use serde_json::json;

const STATUS_API: Of = Of("acme");

/// A link for a member.
fn link(user: &str) -> Link {
    // Callbacks are listened to from before the first of them.
    receiver();
    STRICT.link(user).with("provider", "acme").with("member", "m4711")
}

/// What the user does on Acme's page; where it leads back to.
async fn decide(page: &str, result: &str) -> String {
    Request::to("GET", page).send().await.expect(200);
    let decided =
        Request::to("GET", &format!("{}&result={result}", page.replace("/acme/page?", "/acme/decide?")));
    decided.send().await.expect(303).header("location").expect("a way back").to_owned()
}

#[test]
fn who_agrees_at_acme_is_linked() {
    run(async {
        let user = fresh("u");
        let mut session = open(&link(&user)).await;
        let said = (&session.view["provider"], &session.view["scope"]);
        assert_eq!(said, (&json!("acme"), &json!({ "name": "link", "values": { "member": "m4711" } })));
        session.perform("continue", json!({})).await.shows("portal");
        let back_to = decide(&sent(&mut session).await, "linked").await;
        back(&back_to).await.expect(303);
        session.settle("ended/linked", 10).await;
        assert_eq!(session.view["step"]["outcome"]["masked_account"], "•••• 4711");

        let status = STATUS_API.status(STRICT, &user).await;
        let account = json!([{ "masked": "•••• 4711", "currencies": [], "status": "active" }]);
        assert_eq!((&status["link_status"], &status["accounts"]), (&json!("LINKED"), &account));
        let callback = receiver().wait(&user, 1, 10).await[0].json();
        assert_eq!(
            (&callback["staus"], &callback["data"]),
            (&json!("LINKED"), &json!({ "provider": "acme" }))
        );
    });
}

#[test]
fn who_declines_may_try_again_or_leave() {
    run(async {
        let user = fresh("u");
        let mut session = open(&link(&user)).await;
        session.perform("continue", json!({})).await.shows("portal");
        back(&decide(&sent(&mut session).await, "declined").await).await.expect(303);
        session.read().await.shows("portal");
        let problem = json!({ "code": "provider_rejected", "provider": "acme", "reason": "declined", "provider_code": "declined" });
        let step = &session.view["step"];
        assert_eq!((&step["problem"], &step["pending"]), (&problem, &json!(false)));
        session.perform("leave", json!({})).await.shows("ended/failed");
        assert_eq!(STATUS_API.status(STRICT, &user).await["reason"], "failed");
    });
}

#[test]
fn acme_takes_only_what_we_signed() {
    run(async {
        let mut session = open(&link(&fresh("u"))).await;
        session.perform("continue", json!({})).await.shows("portal");
        let page = sent(&mut session).await;
        Request::to("GET", &page.replace("member=m4711", "member=m4712")).send().await.expect(400);
        Request::to("GET", &page).send().await.expect(200);
    });
}

#[test]
fn what_comes_back_for_somebody_else_is_not_there() {
    run(async {
        let mut session = open(&link(&fresh("u"))).await;
        session.perform("continue", json!({})).await.shows("portal");
        let back_to = decide(&sent(&mut session).await, "declined").await;
        let (path, _) = back_to.split_once('?').expect("a query");
        back(&format!("{path}?subject=00&result=linked")).await.expect(404);
    });
}

#[test]
fn a_link_needs_its_member_and_nothing_of_others() {
    run(async {
        let good = link(&fresh("u"));
        raw_http::open(&good.sign()).await.expect(303);
        let open = |link: Link| async move { raw_http::open(&link.sign()).await };
        open(good.clone().without("member")).await.refused(400, "missing_parameter");
        open(good.clone().with("member", "m 1")).await.refused(400, "invalid_parameter");
        open(good.with("currency", "USD")).await.refused(400, "unknown_parameter");
    });
}
