//! PayWay, the way through: a signed link, a QR, a yes on the phone; what the page, the partner and the API then say.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::payway::{self, approve, land, link, linked, qr, settle, show, status};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::together::together;
use account_link_tests::{feed, now, pause, run, sign};
use serde_json::{Value, json};

#[test]
fn an_account_is_linked_by_a_yes_on_the_phone() {
    run(async {
        let user = fresh("u");
        let mut session = land(DEMO, &user).await;
        assert_eq!(session.view["step"], json!({ "name": "landing" }));
        let said = (&session.view["provider"], &session.view["scope"], &session.view["chosen"]);
        assert_eq!(
            said,
            (&json!("payway"), &json!({ "name": "saved_account", "values": {} }), &json!(false))
        );

        session.perform("continue", json!({})).await.shows("scan");
        let step = session.view["step"].clone();
        let mut names: Vec<&String> = step.as_object().unwrap().keys().collect();
        names.sort();
        assert_eq!(names, ["deeplink", "expires_at", "name", "qr_string", "return_to"]);
        let left = step["expires_at"].as_i64().unwrap() - now();
        assert!((590..=600).contains(&left), "{left} s are left of ten minutes");
        assert_eq!(step["return_to"], "web");
        let row = payway::row(&qr(&session)).await;
        assert_eq!(step["deeplink"], row["deeplink"], "as PayWay gave it");
        for id in ["ctid", "request_id"] {
            let id = row[id].as_str().unwrap();
            assert!(id.len() == 24 && id.bytes().all(|b| b.is_ascii_alphanumeric()), "{id}");
        }
        assert_eq!(status(DEMO, &user).await["link_status"], "PENDING");

        let request_id = approve(&session).await;
        settle(&mut session, "ended/linked", 5).await;
        let outcome = &session.view["step"]["outcome"];
        assert_eq!(outcome["masked_account"], "•••• 5312");
        assert_eq!((&outcome["result"], &outcome["link_status"]), (&json!("linked"), &json!("LINKED")));
        assert_status(&user, &request_id).await;
    });
}

async fn assert_status(user: &str, request_id: &str) {
    let status = status(DEMO, user).await;
    let until = payway::row(request_id).await["expires_at"].clone();
    let uuid = status["account_uuid"].as_str().expect("an id");
    let expected = json!({
        "account_uuid": uuid, "user_ext_ref": user, "link_status": "LINKED", "otp_ready": false, "kyc_status": null,
        "email_address": null, "valid_until": until, "provider": "payway", "sequence": 1,
        "accounts": [{ "masked": "•••• 5312", "currencies": ["USD"], "status": "active" }],
    });
    assert_eq!(status, expected);
    let account = DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.expect(200).json();
    let expected = json!({ "account_uuid": uuid, "user_ext_ref": user, "provider": "payway", "link_status": "LINKED",
        "valid_until": until });
    assert_eq!(account, expected);
}

#[test]
fn the_partner_is_told_once_and_with_the_providers_name() {
    run(async {
        receiver();
        let (user, state) = (fresh("u"), "order-7");
        let mut session =
            Browser::new().enter(&follow(&link(STRICT, &user).with("state", state).sign()).await).await;
        session.perform("continue", json!({})).await.shows("scan");
        approve(&session).await;
        settle(&mut session, "ended/linked", 5).await;
        receiver().wait(&user, 1, 10).await;
        pause(2000).await;
        let all = receiver().about(&user);
        assert_eq!(all.len(), 1, "{all:#?}");
        let (arrived, status) = (&all[0], status(STRICT, &user).await);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let body = format!(
            r#"{{"account_uuid":"{}","user_ext_ref":"{user}","staus":"LINKED","event_time":"{}","data":{{"valid_until":{},"provider":"payway"}}}}"#,
            text(&status["account_uuid"]),
            text(&arrived.json()["event_time"]),
            status["valid_until"]
        );
        assert_eq!(arrived.body, body);
        assert_eq!((arrived.header("link-sequence"), arrived.header("link-state")), ("1", state));
        let time = arrived.header("access-timestamp");
        let signed = format!("{time}{}{}{}", arrived.method, arrived.path, arrived.body);
        assert!(sign::fits(STRICT.secret, &signed, arrived.header("access-sign")), "{arrived:#?}");
        let signed = format!(
            "{}.{}.{}",
            arrived.header("webhook-id"),
            arrived.header("webhook-timestamp"),
            arrived.body
        );
        let signature = arrived.header("webhook-signature").strip_prefix("v1,").expect("one active key");
        assert!(sign::fits(STRICT.secret, &signed, signature), "{arrived:#?}");
    });
}

#[test]
fn the_demo_partner_finds_both_signatures_right() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        let callback = feed::callbacks().wait(1, feed::about(&user)).await.remove(0);
        assert_eq!(callback["verified"], json!({ "access_sign": true, "webhook_signature": true }));
    });
}

#[test]
fn riel_and_charging_later_go_the_same_way() {
    run(async {
        let cases = [
            ("KHR", "CITI_FLEX", "saved_account", "•••• 2207"),
            ("USD", "CITO_FLEX", "charge_later", "•••• 5312"),
            ("KHR", "CITO_FLEX", "charge_later", "•••• 2207"),
        ];
        together(cases, async |(currency, flag, scope, masked)| {
            let user = fresh("u");
            let signed = link(DEMO, &user).with("currency", currency).with("token_flag", flag).sign();
            let mut session = Browser::new().enter(&follow(&signed).await).await;
            assert_eq!(session.view["scope"]["name"], scope);
            session.perform("continue", json!({})).await.shows("scan");
            let row = payway::row(&qr(&session)).await;
            assert_eq!((&row["currency"], &row["token_flag"]), (&json!(currency), &json!(flag)));
            approve(&session).await;
            settle(&mut session, "ended/linked", 5).await;
            let account = json!([{ "masked": masked, "currencies": [currency], "status": "active" }]);
            assert_eq!(status(DEMO, &user).await["accounts"], account);
        })
        .await;
    });
}

#[test]
fn cabital_and_payway_are_two_links_of_one_user() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        DEMO.call("GET", &format!("/api/v1/links/{user}")).await.refused(404, "not_found");
        account_link_tests::journey::link(DEMO, &user).await;
        let (one, two) = (DEMO.status(&user).await, status(DEMO, &user).await);
        assert_eq!((&one["provider"], &two["provider"]), (&json!("cabital"), &json!("payway")));
        assert_ne!(one["account_uuid"], two["account_uuid"]);
        payway::unlink(DEMO, &user).await.expect(204);
        assert_eq!(DEMO.status(&user).await, one, "ending one leaves the other");
    });
}

#[test]
fn a_no_on_the_phone_changes_nothing_and_another_qr_links() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let first = qr(&session);
        payway::decline(&first).await;
        pause(1500).await;
        session.read().await.shows("scan");
        session.perform("refresh", json!({})).await.shows("scan");
        assert_ne!(qr(&session), first, "each QR is a new request");
        approve(&session).await;
        settle(&mut session, "ended/linked", 5).await;
        assert_eq!(status(DEMO, &user).await["sequence"], 1);
    });
}

#[test]
fn a_link_that_is_linked_already_shows_that_and_asks_payway_for_nothing() {
    run(async {
        let user = fresh("u");
        let (_, request_id) = linked(DEMO, &user).await;
        let ctid = payway::field(&request_id, "ctid").await;
        let mut again = land(DEMO, &user).await;
        again.read().await.shows("ended/already_linked");
        assert_eq!(again.view["step"]["outcome"]["masked_account"], "•••• 5312");
        again.perform("continue", json!({})).await.refused(409, "wrong_step");
        assert_eq!(payway::requests_to("link-account", &ctid).await.len(), 1);
    });
}
