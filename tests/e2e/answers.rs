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
use account_link_tests::worldfirst::{self, STATUS_API, act, back, bare, go, segment, way};
use account_link_tests::{feed, payway, wire};
use serde_json::json;

/// Of PayWay's.
pub async fn of_payway() -> Vec<(String, Response)> {
    let (mut seen, user) = (Vec::new(), fresh("u"));
    let link = payway::link(DEMO, &user);
    seen.push(("payway link".into(), wire::open(&link.sign()).await.expect(303)));
    seen.push((
        "bad payway link".into(),
        wire::open(&link.clone().with("currency", "X").sign()).await.expect(400),
    ));
    let mut visit = Browser::new().visit(&follow(&link.with("provider", "choose").sign()).await).await;
    let choice = json!({ "provider": "payway" });
    seen.push(("choose".into(), visit.act("choose", choice.clone()).await.shows("landing")));
    seen.push(("choose twice".into(), visit.act("choose", choice).await));
    for name in ["continue", "refresh", "channel"] {
        seen.push((name.into(), visit.act(name, json!({})).await.expect(200)));
    }
    let socket = Handshake::new(&visit.flow, "made-up").refused().await;
    seen.push(("channel with a made-up ticket".into(), socket));
    let id = payway::approve(&visit).await;
    payway::settle(&mut visit, "ended/linked", 10).await;
    seen.push(("refresh at the end".into(), visit.act("refresh", json!({})).await.expect(409)));
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
    seen.push(("link with warnings".into(), wire::open(&link.sign()).await.expect(303)));
    let bad = link.clone().with("currency", "USD,USD").sign();
    seen.push(("bad worldfirst link".into(), wire::open(&bad).await.expect(400)));
    let early = link.clone().with("request_id", &fresh("rb")).sign();
    seen.push(("re-binding of nothing".into(), wire::open(&early).await.expect(409)));
    let mut visit = worldfirst::open(&link.with("currency", "USD")).await;
    seen.push(("leave too early".into(), visit.act("leave", json!({})).await.expect(409)));
    seen.push(("continue at worldfirst".into(), visit.act("continue", json!({})).await.shows("portal")));
    let path = way(&visit, "top");
    let led = go(&path).await.expect(303);
    let acted = act(led.header("location").expect("a 303 says where")).await;
    seen.push(("way".into(), led));
    seen.push(("way used".into(), go(&path).await.expect(410)));
    let foreign = acted.redirect.replace("referenceCustomerId=", "referenceCustomerId=x");
    seen.push(("return of another".into(), back(&foreign).await.expect(404)));
    let base = acted.redirect.split('?').next().unwrap_or_default();
    seen.push(("return without a result".into(), back(&format!("{base}?a=b")).await.expect(400)));
    seen.push(("return".into(), back(&acted.redirect).await.expect(303)));
    let page = Request::new("GET", &bare(&acted.redirect)).header("accept", "text/html").send().await;
    seen.push(("page of the return".into(), page.expect(200)));
    let looked = worldfirst::looked_at(&segment(&acted.redirect)).await;
    seen.push(("what came of it".into(), looked.expect(200)));
    visit.settle("ended/linked", 10).await;
    seen.push(("leave at the end".into(), visit.act("leave", json!({})).await.expect(409)));
    seen.push(("unlink at worldfirst".into(), STATUS_API.unlink(DEMO, &user).await.expect(204)));
    seen
}

/// Of the accounts that are ours: reset, app, identity check, the log, the notice.
pub async fn of_accounts() -> Vec<(String, Response)> {
    let (mut seen, user) = (Vec::new(), fresh("u"));
    let (_, person) = link(DEMO, &user).await;
    let notice = feed::notices(&person.email, 1).await.remove(0);
    let mut visit = land(DEMO, &fresh("u")).await;
    ask_reset(&mut visit, &person.email).await;
    seen.push(("reset".into(), visit.act("reset/code", code("000000")).await.expect(422)));
    let (mut visit, mailed) = enrol(&person).await;
    let factor = bind_in(&mut visit, &mailed).await;
    seen.push(("recovery codes".into(), visit.read().await));
    let mut visit = bound(&person).await;
    let refused = visit.act("authenticator/remove", code("zzzzz-zzzzz")).await.expect(422);
    seen.push(("a recovery code that is none".into(), refused));
    let removed = visit.act("authenticator/remove", code(&factor.recovery[0])).await;
    seen.push(("removed".into(), removed.shows("ended/done")));
    let applicant = Applicant::new().await;
    let mut visit = land_for(DEMO, &user, "kyc").await;
    login_to(&mut visit, &person, "kyc").await;
    seen.push(("bad form".into(), visit.act("kyc", json!({})).await.expect(400)));
    seen.push(("form".into(), visit.act("kyc", applicant.form()).await.shows("ended/done")));
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
    let act = Browser::without_cookies().write(&notice, &json!({}), &fresh("unlink"));
    seen.push(("unlinked by mail".into(), act.send().await.expect(200)));
    let (applicant, user) = (Applicant::new().await, fresh("u"));
    let (_, person) = waiting(&applicant, &user).await;
    let mut visit = land(KYC, &user).await;
    seen.push(("waiting".into(), visit.read().await.shows("waiting")));
    seen.push(("waiting, cancelled".into(), visit.act("cancel", json!({})).await.shows("ended/cancelled")));
    let (mut visit, _) = confirm_again(KYC, &user, &person).await;
    seen.push(("confirm".into(), visit.read().await.shows("confirm")));
    seen
}
