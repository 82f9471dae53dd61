//! Writes come from our own page: JSON, the custom header, our Origin. A form or a script elsewhere has none of it.

use account_link_tests::caas::Applicant;
use account_link_tests::client::Request;
use account_link_tests::factor::enrol;
use account_link_tests::journey::{Person, land, land_for, link, login_to, onboard};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{run, stack};
use serde_json::json;

fn refused_ways(good: &Request) -> Vec<(&'static str, Request)> {
    let form = good.clone().header("content-type", "application/x-www-form-urlencoded").body("code=000000");
    vec![
        ("no origin", good.clone().without("origin")),
        ("a null origin", good.clone().header("origin", "null")),
        ("a foreign origin", good.clone().header("origin", "https://evil.example")),
        ("the partner's origin", good.clone().header("origin", &DEMO.site())),
        (
            "an origin that begins like ours",
            good.clone().header("origin", &format!("{}.evil.example", stack::origin())),
        ),
        ("a cross-site fetch", good.clone().header("sec-fetch-site", "cross-site")),
        ("a same-site fetch", good.clone().header("sec-fetch-site", "same-site")),
        ("a form", form),
        ("a form as text", good.clone().header("content-type", "text/plain")),
        ("no content type", good.clone().without("content-type")),
        ("no request id", good.clone().without("idempotency-key")),
        ("a short request id", good.clone().header("idempotency-key", "1234567")),
        ("a request id of other letters", good.clone().header("idempotency-key", "12345678 {}")),
    ]
}

#[test]
fn cross_site_writes_are_refused_and_change_nothing() {
    run(async {
        let (user, person) = (fresh("u"), Person::new());
        let mut session = land(DEMO, &user).await;
        let code = onboard(&mut session, &person).await;
        let good = session.request("confirm", &json!({ "code": code }), &fresh("confirm"));
        for (what, request) in refused_ways(&good) {
            let response = request.send().await;
            let expected = [(403, "cross_site"), (415, "unsupported_media_type"), (400, "invalid_request")];
            let seen = (response.status, response.code());
            assert!(expected.contains(&(seen.0, seen.1.as_str())), "{what}: {response:?}");
        }
        session.read().await.shows("confirm");
        assert_eq!(DEMO.status(&user).await["link_status"], "PENDING");
        let same_origin = good.header("sec-fetch-site", "same-origin");
        same_origin.send().await.shows("ended/linked");
    });
}

/// One act on each of the screens of the account, which another site tries first.
#[test]
fn no_other_site_acts_for_the_owner_of_an_account() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut reset = land(DEMO, &fresh("u")).await;
        reset.perform("continue", json!({})).await.shows("login");
        reset.perform("goto", json!({ "to": "reset_email" })).await.shows("reset_email");
        let mut kyc = land_for(DEMO, &fresh("u"), "kyc").await;
        login_to(&mut kyc, &person, "kyc").await;
        let (app, mailed) = enrol(&person).await;
        let applicant = Applicant::new().await;
        for (session, name, body, step) in [
            (&mut reset, "reset/email", json!({ "email": person.email }), "reset_code"),
            (&mut kyc, "kyc", applicant.form(), "ended/done"),
            (&mut { app }, "authenticator", json!({ "code": mailed }), "bind"),
        ] {
            let before = session.read().await.step();
            let good = session.request(name, &body, &fresh("act"));
            for (what, request) in refused_ways(&good) {
                let response = request.send().await;
                assert!([400, 403, 415].contains(&response.status), "{name}, {what}: {response:?}");
            }
            assert_eq!(session.read().await.step(), before);
            good.send().await.shows(step);
        }
        assert_eq!(applicant.requests_to("create").await.len(), 1);
    });
}

#[test]
fn an_opening_code_cannot_be_spent_from_elsewhere() {
    run(async {
        let opening = account_link_tests::browser::follow(&DEMO.link(&fresh("u")).sign()).await;
        let browser = account_link_tests::browser::Browser::new();
        let body = json!({ "flow": opening.flow, "code": opening.code });
        let good = browser.write("/connect/v1/sessions", &body, &fresh("open"));
        for (what, request) in refused_ways(&good) {
            let response = request.send().await;
            assert!((400..=415).contains(&response.status), "{what}: {response:?}");
            assert_ne!(response.status, 410, "{what} spent or looked at the code");
        }
        good.send().await.shows("landing");
    });
}

#[test]
fn no_other_site_may_read_what_we_answer() {
    run(async {
        let origin = "https://evil.example";
        let read = Request::new("GET", "/api/v1/time").header("origin", origin).send().await.expect(200);
        assert_eq!(read.header("access-control-allow-origin"), None);
        let asked = Request::new("OPTIONS", "/connect/v1/sessions")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "idempotency-key,content-type");
        let answer = asked.send().await;
        assert_eq!(answer.header("access-control-allow-origin"), None, "{answer:?}");
        assert_eq!(answer.header("access-control-allow-headers"), None, "{answer:?}");
    });
}

#[test]
fn a_get_writes_nothing() {
    run(async {
        let mut session = land(DEMO, &fresh("u")).await;
        for name in [
            "continue",
            "choose",
            "goto",
            "login",
            "confirm",
            "cancel",
            "resend",
            "refresh",
            "leave",
            "reset/email",
            "reset/code",
            "reset/password",
            "kyc",
            "authenticator",
            "authenticator/bind",
            "authenticator/remove",
        ] {
            let mut request = session.request(name, &json!({}), &fresh("get"));
            request.method = "GET";
            request.body = None;
            request.send().await.refused(405, "method_not_allowed");
        }
        session.read().await.shows("landing");
    });
}

#[test]
fn bodies_are_small_and_exact() {
    run(async {
        let mut session = land(DEMO, &fresh("u")).await;
        let with = |body: &str| session.request("continue", &json!({}), &fresh("body")).body(body);
        with("").send().await.refused(400, "invalid_request");
        with("{").send().await.refused(400, "invalid_request");
        with("[]").send().await.refused(400, "invalid_request");
        with("{\"extra\":1}").send().await.refused(400, "invalid_request");
        with(&format!("{{\"a\":\"{}\"}}", "x".repeat(100_000)))
            .send()
            .await
            .refused(413, "payload_too_large");
        session.read().await.shows("landing");
    });
}
