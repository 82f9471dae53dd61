//! Every kind of answer on the way of a provider's link, for those who look at them all.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::chance::fresh;
use account_link_tests::client::{Request, Response};
use account_link_tests::partner::DEMO;
use account_link_tests::socket::Handshake;
use account_link_tests::worldfirst::{self, TRUTH, WORLDFIRST, act, back, bare, go, segment, way};
use account_link_tests::{payway, wire};
use serde_json::json;

/// Of PayWay's.
pub async fn of_payway() -> Vec<(String, Response)> {
    let _plain = payway::plain().await;
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
    let _plain = WORLDFIRST.plain().await;
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
    seen.push(("unlink at worldfirst".into(), TRUTH.unlink(DEMO, &user).await.expect(204)));
    seen
}
