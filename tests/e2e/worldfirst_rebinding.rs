//! Re-binding: other accounts take the place of those that are linked, or everything stays as it was.

use account_link_tests::browser::Session;
use account_link_tests::client::{Response, problem_code};
use account_link_tests::partner::{DEMO, Link, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::worldfirst::{
    STATUS_API, STORE, authorise_at, back, go, inquiries, link, linked, looks, numbers, open, read_return,
    rebinding, return_token, return_with, sent, sent_by, submit, way,
};
use account_link_tests::{journey, pause, raw_http, run};
use serde_json::{Value, json};

async fn get(link: &Link) -> Response {
    raw_http::open(&link.sign()).await
}

/// As far as the way to the portal.
async fn show_portal(link: &Link) -> Session {
    let mut session = open(link).await;
    session.perform("continue", json!({})).await.shows("portal");
    session
}

/// Nothing of the linking has changed.
async fn assert_untouched(user: &str, before: &Value) {
    assert_eq!(STATUS_API.status(DEMO, user).await, *before);
    let uuid = before["account_uuid"].as_str().expect("an id");
    DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.expect(200);
    assert_eq!(told_so_far(user), usize::try_from(before["sequence"].as_u64().unwrap()).unwrap());
}

#[test]
fn other_accounts_make_another_linking() {
    run(async {
        let user = fresh("u");
        let (_, reference) = linked(DEMO, &user).await;
        let before = STATUS_API.status(DEMO, &user).await;
        told(&user, 1).await;
        let mut session = open(&rebinding(DEMO, &user, &fresh("rb")).with("state", "again")).await;
        let store = json!({ "url": STORE.0, "store": STORE.1, "currency": "USD" });
        assert_eq!(session.view["step"], json!({ "name": "landing" }));
        assert_eq!(
            session.view["scope"],
            json!({ "name": "replace_accounts", "values": store }),
            "what was left out is that of the first"
        );
        session.perform("continue", json!({})).await.shows("portal");
        assert_untouched(&user, &before).await;

        let submitted = authorise_at(&sent_by(&mut session, "top").await).await;
        assert_eq!(submitted.reference, reference, "the name stays");
        back(&submitted.redirect).await.expect(303);
        session.settle("ended/linked", 10).await;
        let number = numbers(&reference).await.remove(0);
        assert_eq!(session.view["step"]["outcome"]["masked_account"], format!("•••• {number}"));
        let view = looks(&return_token(&submitted.redirect), "ended/linked", 5).await;
        let url = view["step"]["outcome"]["return_url"].as_str().unwrap().to_owned();
        assert!(url.contains("result=linked&link_status=LINKED") && url.contains("state=again"), "{url}");

        let (old, after) = (before["account_uuid"].clone(), STATUS_API.status(DEMO, &user).await);
        assert_ne!(after["account_uuid"], old);
        assert_eq!((&after["link_status"], &after["sequence"]), (&json!("LINKED"), &json!(2)));
        assert_eq!(
            after["accounts"],
            json!([{ "masked": format!("•••• {number}"), "currencies": ["USD"], "status": "active" }])
        );
        DEMO.call("GET", &format!("/api/v1/accounts/{}", old.as_str().unwrap()))
            .await
            .refused(403, "unlinked");
        let told = told(&user, 2).await;
        assert_eq!((&told[1]["staus"], &told[1]["account_uuid"]), (&json!("LINKED"), &after["account_uuid"]));
        pause(1500).await;
        assert_eq!(told_so_far(&user), 2, "one callback");
    });
}

#[test]
fn other_currencies_of_the_same_account_are_a_change_too() {
    run(async {
        let user = fresh("u");
        let mut session = show_portal(&link(DEMO, &user).with("currency", "USD,EUR")).await;
        let submitted = submit(&sent(&mut session).await, json!({ "account": "830000001234" })).await;
        back(&submitted.redirect).await.expect(303);
        session.settle("ended/linked", 10).await;
        let mut again = show_portal(&rebinding(DEMO, &user, &fresh("rb"))).await;
        let how = json!({ "account": "830000001234", "currencies": ["USD"] });
        back(&submit(&sent(&mut again).await, how).await.redirect).await.expect(303);
        again.settle("ended/linked", 10).await;
        let status = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&status["sequence"], &status["accounts"][0]["currencies"]), (&json!(2), &json!(["USD"])));
        assert_eq!(status["accounts"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn what_changes_nothing_leaves_the_linking_as_it_was() {
    run(async {
        let user = fresh("u");
        let (_, reference) = linked(DEMO, &user).await;
        told(&user, 1).await;
        let before = STATUS_API.status(DEMO, &user).await;
        let ways = [
            "unchanged",
            "failed",
            "cancelled",
            "unknown",
            "never went",
            "cancelled at the first screen",
            "left",
        ];
        for (n, what) in ways.into_iter().enumerate() {
            let link = rebinding(DEMO, &user, &fresh("rb")).with("state", &format!("s{n}"));
            let mut session = open(&link).await;
            let mut back_at = None;
            if !what.starts_with("cancelled at") {
                session.perform("continue", json!({})).await.shows("portal");
            }
            let how = match what {
                "unchanged" => Some(json!({ "change": false })),
                "failed" => Some(json!({ "result": "PARAM_ILLEGAL" })),
                "left" => Some(json!({ "result": "SYSTEM_BUSY" })),
                "unknown" => Some(json!({ "result": "WHAT" })),
                _ => None,
            };
            if let Some(how) = how {
                let asked = inquiries(&reference).await.len();
                let submitted = submit(&sent_by(&mut session, "top").await, how).await;
                assert_eq!(submitted.refusal, None);
                back(&submitted.redirect).await.expect(303);
                while inquiries(&reference).await.len() == asked {
                    pause(100).await;
                }
                pause(500).await;
                back_at = Some(return_token(&submitted.redirect));
            }
            let end = match what {
                "failed" => "ended/failed",
                "left" => "ended/pending",
                "unknown" => "ended/failed",
                _ => "ended/cancelled",
            };
            match what {
                "failed" => session.settle(end, 10).await,
                "left" | "unknown" => drop(session.perform("leave", json!({})).await.shows(end)),
                _ => drop(session.perform("cancel", json!({})).await.shows(end)),
            }
            let outcome = &session.view["step"]["outcome"];
            assert_eq!(
                outcome["link_status"], "LINKED",
                "{what}: what could not be replaced stays linked: {outcome}"
            );
            assert_untouched(&user, &before).await;
            if let Some(return_token) = back_at {
                read_return(&return_token).await.shows(end);
            }
        }
        // Ordinarily opened it is linked, and it can be re-bound still.
        let mut plain = open(&link(DEMO, &user).with("state", "plain")).await;
        plain.read().await.shows("ended/already_linked");
        let mut session = show_portal(&rebinding(DEMO, &user, &fresh("rb"))).await;
        back(&authorise_at(&sent(&mut session).await).await.redirect).await.expect(303);
        session.settle("ended/linked", 10).await;
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 2);
    });
}

#[test]
fn a_value_that_is_given_must_be_the_one_of_before() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        for (name, value) in [
            ("store_url", "https://shop.example.com/seller/2/"),
            ("store_url", "https://shop.example.com/seller/1"),
            ("store_name", "myshop"),
            ("store_name", "MyShop "),
            ("currency", "USD,EUR"),
            ("currency", "EUR"),
        ] {
            let changed = rebinding(DEMO, &user, &fresh("rb")).with(name, value);
            let answer = get(&changed).await.refused(400, "invalid_parameter");
            assert!(answer.body.contains(name), "{}", answer.body);
        }
        // The same value, or an empty one, is no change.
        get(&link(DEMO, &user).with("request_id", &fresh("rb"))).await.expect(303);
        get(&rebinding(DEMO, &user, &fresh("rb")).with("currency", "USD").with("store_name", ""))
            .await
            .expect(303);
        for bad in ["a b", "ä", "x/y", "a,b", &"r".repeat(65)] {
            get(&rebinding(DEMO, &user, bad)).await.refused(400, "invalid_parameter");
        }
        for good in [fresh("A-z_.9"), format!("{}{}", fresh("x"), "r".repeat(30))] {
            assert!(good.len() <= 64, "{good}");
            get(&rebinding(DEMO, &user, &good)).await.expect(303);
        }
    });
}

#[test]
fn only_what_is_linked_can_be_re_bound() {
    run(async {
        let never = fresh("u");
        let full = |user: &str| link(DEMO, user).with("request_id", &fresh("rb"));
        get(&full(&never)).await.refused(409, "not_linked");
        get(&rebinding(DEMO, &never, &fresh("rb"))).await.refused(409, "not_linked");
        let pending = fresh("u");
        show_portal(&link(DEMO, &pending)).await;
        get(&full(&pending)).await.refused(409, "not_linked");
        let ended = fresh("u");
        linked(DEMO, &ended).await;
        STATUS_API.unlink(DEMO, &ended).await.expect(204);
        get(&full(&ended)).await.refused(409, "not_linked");
        let elsewhere = fresh("u");
        linked(STRICT, &elsewhere).await;
        journey::link(DEMO, &elsewhere).await;
        get(&full(&elsewhere)).await.refused(409, "not_linked");
    });
}

#[test]
fn a_request_id_is_good_for_one_rebinding() {
    run(async {
        let (user, id) = (fresh("u"), fresh("rb"));
        linked(DEMO, &user).await;
        let other = fresh("u");
        linked(DEMO, &other).await;
        linked(STRICT, &other).await;
        // It is used by the way to the portal; until then it is anybody's.
        let signed = rebinding(DEMO, &user, &id).with("state", "1");
        let mut session = show_portal(&signed).await;
        get(&rebinding(DEMO, &other, &id)).await.expect(303);
        let first = sent(&mut session).await;
        let all = [
            rebinding(DEMO, &user, &id).with("state", "2"),
            rebinding(DEMO, &other, &id),
            rebinding(STRICT, &other, &id),
            link(DEMO, &user).with("request_id", &id),
        ];
        for used in &all {
            get(used).await.refused(409, "request_id_used");
        }
        // The same link leads there again, with the same request.
        get(&signed).await.expect(303);
        assert_eq!(sent(&mut session).await, first);
        let submitted = return_with(&first, "WHAT").await;
        assert_eq!(submitted.refusal, None);
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        for used in &all {
            get(used).await.refused(409, "request_id_used");
        }
        get(&rebinding(DEMO, &user, &fresh("rb"))).await.expect(303);
    });
}

#[test]
fn of_two_that_race_for_a_request_id_one_is_sent() {
    run(async {
        let (one, two, id) = (fresh("u"), fresh("u"), fresh("rb"));
        linked(DEMO, &one).await;
        linked(DEMO, &two).await;
        let (mut first, mut second) =
            (show_portal(&rebinding(DEMO, &one, &id)).await, show_portal(&rebinding(DEMO, &two, &id)).await);
        let (here, there) = (way(&first, "tab"), way(&second, "tab"));
        let (here, there) = tokio::join!(go(&here), go(&there));
        let mut statuses = [here.status, there.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{here:?} {there:?}");
        let (lost, page) = if here.status == 409 { (&mut first, here) } else { (&mut second, there) };
        assert!(page.body.contains("request_id_used"), "{}", page.body);
        println!("the flow of the one who lost: {}", lost.read().await.step());
        lost.perform("cancel", json!({})).await;
        for user in [&one, &two] {
            assert_eq!(STATUS_API.status(DEMO, user).await["link_status"], "LINKED");
        }
    });
}

#[test]
fn the_portal_refusing_the_request_id_fails_and_leaves_the_linking() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        told(&user, 1).await;
        let before = STATUS_API.status(DEMO, &user).await;
        let mut session = show_portal(&rebinding(DEMO, &user, &fresh("rb"))).await;
        let submitted = return_with(&sent(&mut session).await, "REQUEST_ID_IDEMPOTENT").await;
        back(&submitted.redirect).await.expect(303);
        session.settle("ended/failed", 15).await;
        let outcome = &session.view["step"]["outcome"];
        assert_eq!(
            (problem_code(&outcome["reason"]).as_str(), &outcome["link_status"]),
            ("provider_rejected request_id_used REQUEST_ID_IDEMPOTENT", &json!("LINKED"))
        );
        assert_untouched(&user, &before).await;
    });
}
