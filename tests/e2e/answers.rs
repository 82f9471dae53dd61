//! Every kind of answer on the ways of the providers and of our own accounts, for those who look at them all.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::caas::{Applicant, WEBHOOK, webhook};
use account_link_tests::client::{Request, Response};
use account_link_tests::factor::{bind_in, bound, code, enrol};
use account_link_tests::journey::{ask_reset, land, land_for, link, login_to};
use account_link_tests::kyc::{confirm_again, waiting};
use account_link_tests::partner::{DEMO, KYC};
use account_link_tests::random::fresh;
use account_link_tests::socket::Handshake;
use account_link_tests::worldfirst::{self, STATUS_API, authorise_at, back, bare, go, return_token, way};
use account_link_tests::{feed, payway, raw_http};
use serde_json::json;

/// Of PayWay's.
pub async fn of_payway() -> Vec<(String, Response)> {
    let (mut seen, user) = (Vec::new(), fresh("u"));
    let link = payway::link(DEMO, &user);
    seen.push(("payway link".into(), raw_http::open(&link.sign()).await.expect(303)));
    seen.push((
        "bad payway link".into(),
        raw_http::open(&link.clone().with("currency", "X").sign()).await.expect(400),
    ));
    let mut session = Browser::new().enter(&follow(&link.with("provider", "choose").sign()).await).await;
    let choice = json!({ "provider": "payway" });
    seen.push(("choose".into(), session.perform("choose", choice.clone()).await.shows("landing")));
    seen.push(("choose twice".into(), session.perform("choose", choice).await));
    for name in ["continue", "refresh", "channel"] {
        seen.push((name.into(), session.perform(name, json!({})).await.expect(200)));
    }
    let socket = Handshake::new(&session.flow, "made-up").refused().await;
    seen.push(("channel with a made-up ticket".into(), socket));
    let id = payway::approve(&session).await;
    payway::settle(&mut session, "ended/linked", 10).await;
    seen.push(("refresh at the end".into(), session.perform("refresh", json!({})).await.expect(409)));
    let url = payway::field(&id, "callback_url").await;
    let body = payway::pushback(&id, "nobody", 1);
    seen.push(("pushback".into(), payway::push(&url, &body).await.expect(200)));
    seen.push(("pushback elsewhere".into(), payway::push(&format!("{url}x"), &body).await.expect(404)));
    seen.push(("get of the callback".into(), Request::to("GET", &url).send().await.expect(405)));
    seen.push(("renew".into(), payway::renew(DEMO, &user).await.expect(200)));
    seen.push(("renew of nothing".into(), payway::renew(DEMO, "nobody").await.expect(404)));
    seen.push(("unlink".into(), payway::unlink(DEMO, &user).await.expect(204)));
    seen
}

/// Of WorldFirst's.
pub async fn of_worldfirst() -> Vec<(String, Response)> {
    let (mut seen, user) = (Vec::new(), fresh("u"));
    let link = worldfirst::link(DEMO, &user).with("store_name", "My Shop").with("currency", "USD,KES");
    seen.push(("link with warnings".into(), raw_http::open(&link.sign()).await.expect(303)));
    let bad = link.clone().with("currency", "USD,USD").sign();
    seen.push(("bad worldfirst link".into(), raw_http::open(&bad).await.expect(400)));
    let early = link.clone().with("request_id", &fresh("rb")).sign();
    seen.push(("re-binding of nothing".into(), raw_http::open(&early).await.expect(409)));
    let mut session = worldfirst::open(&link.with("currency", "USD")).await;
    seen.push(("leave too early".into(), session.perform("leave", json!({})).await.expect(409)));
    seen.push((
        "continue at worldfirst".into(),
        session.perform("continue", json!({})).await.shows("portal"),
    ));
    let path = way(&session, "top");
    let led = go(&path).await.expect(303);
    let submitted = authorise_at(led.header("location").expect("a 303 says where")).await;
    seen.push(("way".into(), led));
    seen.push(("way used".into(), go(&path).await.expect(410)));
    let foreign = submitted.redirect.replace("referenceCustomerId=", "referenceCustomerId=x");
    seen.push(("return of another".into(), back(&foreign).await.expect(404)));
    let base = submitted.redirect.split('?').next().unwrap_or_default();
    seen.push(("return without a result".into(), back(&format!("{base}?a=b")).await.expect(400)));
    seen.push(("return".into(), back(&submitted.redirect).await.expect(303)));
    let page = Request::new("GET", &bare(&submitted.redirect)).header("accept", "text/html").send().await;
    seen.push(("page of the return".into(), page.expect(200)));
    let looked = worldfirst::read_return(&return_token(&submitted.redirect)).await;
    seen.push(("what came of it".into(), looked.expect(200)));
    session.settle("ended/linked", 10).await;
    seen.push(("leave at the end".into(), session.perform("leave", json!({})).await.expect(409)));
    seen.push(("unlink at worldfirst".into(), STATUS_API.unlink(DEMO, &user).await.expect(204)));
    seen
}

/// Of the accounts that are ours: reset, app, identity check, the log, the notice.
pub async fn of_accounts() -> Vec<(String, Response)> {
    let (mut seen, user) = (Vec::new(), fresh("u"));
    let (_, person) = link(DEMO, &user).await;
    let notice = feed::notices(&person.email, 1).await.remove(0);
    let mut session = land(DEMO, &fresh("u")).await;
    ask_reset(&mut session, &person.email).await;
    seen.push(("reset".into(), session.perform("reset/code", code("000000")).await.expect(422)));
    let (mut session, mailed) = enrol(&person).await;
    let factor = bind_in(&mut session, &mailed).await;
    seen.push(("recovery codes".into(), session.read().await));
    let mut session = bound(&person).await;
    let refused = session.perform("authenticator/remove", code("zzzzz-zzzzz")).await.expect(422);
    seen.push(("a recovery code that is none".into(), refused));
    let removed = session.perform("authenticator/remove", code(&factor.recovery[0])).await;
    seen.push(("removed".into(), removed.shows("ended/done")));
    let applicant = Applicant::new().await;
    let mut session = land_for(DEMO, &user, "kyc").await;
    login_to(&mut session, &person, "kyc").await;
    seen.push(("bad form".into(), session.perform("kyc", json!({})).await.expect(400)));
    seen.push(("form".into(), session.perform("kyc", applicant.form()).await.shows("ended/done")));
    let case = applicant.case_with("ogs", true.into()).await;
    seen.push(("kyc".into(), DEMO.call("GET", &DEMO.path(&user, "/kyc")).await.expect(200)));
    for (method, status) in [("DELETE", 204), ("POST", 201)] {
        let answer = DEMO.call(method, &DEMO.path(&user, "/kyc/ogs")).await.expect(status);
        seen.push((format!("{method} ogs"), answer));
    }
    let (path, body) = (DEMO.path(&user, "/kyc/decision"), r#"{"caseResult":"ACCEPT","comment":""}"#);
    seen.push(("decision".into(), DEMO.request_with("POST", &path, body).send().await.expect(201)));
    let hint = webhook(&account_link_tests::caas::about(&case, "NO_SUGGESTION"));
    seen.push(("webhook".into(), hint.send().await.expect(200)));
    seen.push(("webhook unsigned".into(), Request::new("POST", WEBHOOK).body("{}").send().await.expect(401)));
    let log = DEMO.call("GET", &DEMO.path(&user, "/callbacks")).await.expect(200);
    let event = log.json()["callbacks"][0]["event_id"].as_str().expect("an id").to_owned();
    seen.push(("callbacks".into(), log));
    let path = DEMO.path(&user, &format!("/callbacks/{event}/resend"));
    seen.push(("resend".into(), DEMO.call("POST", &path).await.expect(202)));
    let page = Request::new("GET", &notice).header("accept", "text/html").send().await.expect(200);
    seen.push(("page of the notice".into(), page));
    let notice = format!("/connect/v1{notice}");
    seen.push(("notice".into(), Request::new("GET", &notice).send().await.expect(200)));
    let unlink = Browser::without_cookies().write(&notice, &json!({}), &fresh("unlink"));
    seen.push(("unlinked by mail".into(), unlink.send().await.expect(200)));
    let (applicant, user) = (Applicant::new().await, fresh("u"));
    let (_, person) = waiting(&applicant, &user).await;
    let mut session = land(KYC, &user).await;
    seen.push(("waiting".into(), session.read().await.shows("waiting")));
    seen.push((
        "waiting, cancelled".into(),
        session.perform("cancel", json!({})).await.shows("ended/cancelled"),
    ));
    let (mut session, _) = confirm_again(KYC, &user, &person).await;
    seen.push(("confirm".into(), session.read().await.shows("confirm")));
    seen
}
