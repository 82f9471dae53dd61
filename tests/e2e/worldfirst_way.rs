//! WorldFirst, the way through: a signed link, the portal, back again; what the page, the partner and the API then say.

use account_link_tests::client::Request;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::worldfirst::{
    self, STATUS_API, STORE, authorise, authorise_at, back, bare, go, land, link, linked, looks, numbers,
    open, return_token, sent, sent_by, way,
};
use account_link_tests::{journey, now, pause, run, sign};
use serde_json::{Value, json};

fn names(of: &Value) -> Vec<&String> {
    let mut names: Vec<&String> = of.as_object().expect("an object").keys().collect();
    names.sort();
    names
}

#[test]
fn an_account_is_opened_at_the_portal_in_a_tab_beside() {
    run(async {
        let user = fresh("u");
        let mut session = open(&link(DEMO, &user).with("currency", "USD,EUR,GBP").with("state", "s-1")).await;
        assert_eq!(session.view["step"], json!({ "name": "landing" }));
        let store = json!({ "url": STORE.0, "store": STORE.1, "currency": "USD,EUR,GBP" });
        let said = (&session.view["provider"], &session.view["scope"], &session.view["chosen"]);
        assert_eq!(
            said,
            (&json!("worldfirst"), &json!({ "name": "open_accounts", "values": store }), &json!(false))
        );

        session.perform("continue", json!({})).await.shows("portal");
        let step = session.view["step"].clone();
        assert_eq!(names(&step), ["name", "pending", "problem", "returned", "tab", "top"]);
        assert_eq!(
            (&step["returned"], &step["problem"], &step["pending"]),
            (&false.into(), &Value::Null, &false.into())
        );
        assert_eq!(STATUS_API.status(DEMO, &user).await["link_status"], "PENDING");

        let submitted = authorise_at(&sent(&mut session).await).await;
        let answer = back(&submitted.redirect).await.expect(303);
        let there = bare(&submitted.redirect);
        assert_eq!(
            answer.header("location"),
            Some(there.as_str()),
            "what was brought is no longer in the address"
        );
        let page = Request::new("GET", &there).header("accept", "text/html").send().await.expect(200);
        assert!(page.body.contains("/ui/"), "{}", page.body);
        session.settle("ended/linked", 10).await;

        let numbers = numbers(&submitted.reference).await;
        let masked = format!("•••• {} USD, •••• {} EUR/GBP", numbers[0], numbers[1]);
        let outcome = session.view["step"]["outcome"].clone();
        assert_eq!(outcome["masked_account"], masked);
        assert_eq!((&outcome["result"], &outcome["link_status"]), (&json!("linked"), &json!("LINKED")));
        let url = format!("{}/linked?result=linked&link_status=LINKED&user_ext_ref={user}", DEMO.site());
        let full = outcome["return_url"].as_str().expect("a way back");
        assert!(full.starts_with(&url) && full.contains("state=s-1"), "{full}");
        // The tab beside says so too, and leads nowhere.
        let view = looks(&return_token(&submitted.redirect), "ended/linked", 5).await;
        assert_eq!((&view["beside"], &view["step"]["outcome"]["return_url"]), (&json!(true), &json!("")));
        assert_eq!(view["step"]["outcome"]["masked_account"], masked);
        assert_status(&user, &numbers).await;
    });
}

async fn assert_status(user: &str, numbers: &[String]) {
    let status = STATUS_API.status(DEMO, user).await;
    let uuid = status["account_uuid"].as_str().expect("an id");
    let account = |number: &String, currencies: Value| json!({ "masked": format!("•••• {number}"), "currencies": currencies, "status": "active" });
    let expected = json!({
        "account_uuid": uuid, "user_ext_ref": user, "link_status": "LINKED", "otp_ready": false, "kyc_status": null,
        "email_address": null, "provider": "worldfirst", "sequence": 1,
        "accounts": [account(&numbers[0], json!(["USD"])), account(&numbers[1], json!(["EUR", "GBP"]))],
    });
    assert_eq!(status, expected);
    let account = DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.expect(200).json();
    let expected = json!({ "account_uuid": uuid, "user_ext_ref": user, "provider": "worldfirst", "link_status": "LINKED" });
    assert_eq!(account, expected);
}

#[test]
fn in_this_window_the_way_leads_back_to_the_partner() {
    run(async {
        let user = fresh("u");
        let mut session = open(&link(DEMO, &user).with("state", "x=y")).await;
        session.perform("continue", json!({})).await.shows("portal");
        let submitted = authorise_at(&sent_by(&mut session, "top").await).await;
        back(&submitted.redirect).await.expect(303);
        let view = looks(&return_token(&submitted.redirect), "ended/linked", 10).await;
        assert_eq!(view["beside"], false);
        let outcome = &view["step"]["outcome"];
        let number = &numbers(&submitted.reference).await[0];
        assert_eq!(
            outcome["masked_account"],
            format!("•••• {number}"),
            "one account, one currency: its number says it all"
        );
        let url = format!(
            "{}/linked?result=linked&link_status=LINKED&user_ext_ref={user}&state=x%3Dy",
            DEMO.site()
        );
        assert_eq!((&outcome["result"], &outcome["return_url"]), (&json!("linked"), &json!(url)));
        session.read().await.shows("ended/linked");
    });
}

#[test]
fn what_the_page_of_the_return_reads_holds_no_session() {
    run(async {
        let mut session = worldfirst::show(DEMO, &fresh("u")).await;
        let submitted = authorise(&mut session).await;
        let return_token = return_token(&submitted.redirect);
        looks(&return_token, "ended/linked", 10).await;
        let read = worldfirst::read_return(&return_token).await.expect(200);
        assert_eq!(names(&read.json()), ["view"], "no token");
        assert!(read.all("set-cookie").is_empty(), "{read:?}");
        let view = read.json()["view"].clone();
        assert_eq!((&view["provider"], &view["partner"]["key"]), (&json!("worldfirst"), &json!("demo")));
        // It is for looking at only, and from our own page.
        let path = format!("/connect/v1/returns/{return_token}");
        for site in ["cross-site", "same-site"] {
            let foreign = Request::new("GET", &path).header("sec-fetch-site", site);
            foreign.send().await.refused(403, "cross_site");
        }
        Request::new("GET", &path).header("sec-fetch-site", "same-origin").send().await.expect(200);
        for method in ["POST", "PUT", "DELETE"] {
            let write = Request::new(method, &path).header("content-type", "application/json").body("{}");
            write.send().await.refused(405, "method_not_allowed");
        }
        Request::new("POST", &bare(&submitted.redirect)).send().await.expect(405);
    });
}

#[test]
fn the_partner_is_told_once_and_with_the_providers_name() {
    run(async {
        receiver();
        let (user, state) = (fresh("u"), "order-7");
        let mut session = open(&link(STRICT, &user).with("state", state)).await;
        session.perform("continue", json!({})).await.shows("portal");
        authorise(&mut session).await;
        session.settle("ended/linked", 10).await;
        receiver().wait(&user, 1, 10).await;
        pause(2000).await;
        let all = receiver().about(&user);
        assert_eq!(all.len(), 1, "{all:#?}");
        let (arrived, status) = (&all[0], STATUS_API.status(STRICT, &user).await);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let body = format!(
            r#"{{"account_uuid":"{}","user_ext_ref":"{user}","staus":"LINKED","event_time":"{}","data":{{"provider":"worldfirst"}}}}"#,
            text(&status["account_uuid"]),
            text(&arrived.json()["event_time"]),
        );
        assert_eq!(arrived.body, body);
        assert_eq!((arrived.header("link-sequence"), arrived.header("link-state")), ("1", state));
        let signed = format!(
            "{}{}{}{}",
            arrived.header("access-timestamp"),
            arrived.method,
            arrived.path,
            arrived.body
        );
        assert!(sign::fits(STRICT.secret, &signed, arrived.header("access-sign")), "{arrived:#?}");
    });
}

#[test]
fn what_is_linked_already_shows_that_and_sends_nobody() {
    run(async {
        let user = fresh("u");
        let (mut first, reference) = linked(DEMO, &user).await;
        let number = numbers(&reference).await.remove(0);
        let mut again = land(DEMO, &user).await;
        again.read().await.shows("ended/already_linked");
        assert_eq!(again.view["step"]["outcome"]["masked_account"], format!("•••• {number}"));
        again.perform("continue", json!({})).await.refused(409, "wrong_step");
        first.read().await.shows("ended/linked");
        assert_eq!(STATUS_API.status(DEMO, &user).await["sequence"], 1);
        assert_eq!(told(&user, 1).await.len(), 1);
    });
}

#[test]
fn cabital_payway_and_worldfirst_are_three_links_of_one_user() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        DEMO.call("GET", &format!("/api/v1/links/{user}")).await.refused(404, "not_found");
        let payway = format!("/api/v1/links/{user}?provider=payway");
        DEMO.call("GET", &payway).await.refused(404, "not_found");
        journey::link(DEMO, &user).await;
        let cabital = DEMO.status(&user).await;
        let there = STATUS_API.status(DEMO, &user).await;
        assert_eq!((&cabital["provider"], &there["provider"]), (&json!("cabital"), &json!("worldfirst")));
        assert_ne!(cabital["account_uuid"], there["account_uuid"]);
        DEMO.call("POST", &STATUS_API.path(&user, "/renew")).await.refused(400, "invalid_parameter");
        STATUS_API.unlink(STRICT, &user).await.refused(404, "not_found");
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        assert_eq!(DEMO.status(&user).await, cabital, "ending one leaves the other");
    });
}

#[test]
fn unlinking_ends_it_at_once_and_tells_the_partner_once() {
    run(async {
        let user = fresh("u");
        linked(DEMO, &user).await;
        let uuid = STATUS_API.status(DEMO, &user).await["account_uuid"].as_str().unwrap().to_owned();
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        let ended = STATUS_API.status(DEMO, &user).await;
        let expected = json!({ "account_uuid": null, "user_ext_ref": user, "link_status": "UNLINKED",
            "otp_ready": false, "kyc_status": null, "email_address": null, "provider": "worldfirst", "sequence": 2,
            "reason": "partner", "accounts": [] });
        assert_eq!(ended, expected);
        let told = told(&user, 2).await;
        assert_eq!((&told[1]["staus"], &told[1]["account_uuid"]), (&json!("UNLINKED"), &json!(uuid)));
        assert_eq!(told[1]["data"], json!({ "provider": "worldfirst" }));
        DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await.refused(403, "unlinked");
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        pause(1500).await;
        assert_eq!(told_so_far(&user), 2, "once each");
    });
}

#[test]
fn the_session_of_a_flow_at_the_portal_lasts_its_hour() {
    run(async {
        let session = worldfirst::show(DEMO, &fresh("u")).await;
        let left = session.view["expires_at"].as_i64().expect("a time") - now();
        assert!((3500..=3600).contains(&left), "{left} s");
        // Whoever has no session sees nothing of it; the ways alone lead on.
        Request::new("GET", &format!("/connect/v1/flows/{}", session.flow))
            .send()
            .await
            .refused(401, "session_missing");
        go(&way(&session, "top")).await.expect(303);
    });
}
