//! A walk over every kind of response: the headers that protect it, and no redirect but 303.

use crate::answers;
use account_link_tests::browser::{Browser, follow};
use account_link_tests::client::{Request, Response};
use account_link_tests::journey::{Person, land, onboard};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::{raw_http, run};
use futures_util::future::join_all;
use serde_json::json;

const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors ";

/// What every response of ours must have.
fn assert_protected(what: &str, response: &Response) {
    let show = || format!("{what}: {response:?}");
    assert!(![301, 302, 307, 308].contains(&response.status), "{}", show());
    assert!(response.status < 500, "{}", show());
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{}", show());
    assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{}", show());
    let transport = response.header("strict-transport-security").expect(what);
    assert!(transport.starts_with("max-age=31536000"), "{}", show());
    let policy = response.header("content-security-policy").expect(what);
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors "), "{}", show());
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{}", show());
    assert!(response.header("request-id").is_some_and(|id| !id.is_empty()), "{}", show());
    assert!(response.header("permissions-policy").is_some(), "{}", show());
    assert_eq!(response.header("access-control-allow-origin"), None, "{}", show());
    assert_eq!(response.header("server"), None, "{}", show());
    assert_eq!(response.header("cache-control"), Some("no-store"), "{}", show());
    for cookie in response.all("set-cookie") {
        let rules = ["__Host-", "Path=/", "Secure", "HttpOnly", "SameSite=None", "Partitioned"];
        assert!(rules.iter().all(|rule| cookie.contains(rule)) && !cookie.contains("Domain"), "{}", show());
    }
}

#[test]
fn every_response_is_protected() {
    run(async {
        let user = fresh("u");
        let mut seen: Vec<(String, Response)> = Vec::new();
        let link = DEMO.link(&user).sign();
        let opened = raw_http::open(&link).await.expect(303);
        let opening = account_link_tests::browser::Opening::of(&opened);
        seen.push(("link".into(), opened));
        for accept in ["application/json", "text/html"] {
            seen.push((
                format!("broken link as {accept}"),
                raw_http::open_as(&format!("{link}x"), accept).await,
            ));
        }
        let browser = Browser::new();
        seen.push(("page".into(), browser.page(&opening).await));
        seen.push(("session".into(), browser.redeem(&opening).await));
        seen.push(("session twice".into(), browser.redeem(&opening).await));

        let user = fresh("u");
        let (mut session, person) = (land(DEMO, &user).await, Person::new());
        let code = onboard(&mut session, &person).await;
        seen.push(("read".into(), session.read().await));
        seen.push((
            "write".into(),
            session.perform("confirm", json!({ "code": code })).await.shows("ended/linked"),
        ));
        seen.push(("wrong step".into(), session.perform("continue", json!({})).await));
        let path = format!("/api/v1/links/{user}");
        seen.push(("status".into(), DEMO.call("GET", &path).await));
        seen.push(("unlink".into(), DEMO.call("DELETE", &path).await.expect(204)));
        seen.push(("status unsigned".into(), Request::new("GET", &path).send().await));
        seen.extend(answers::of_payway().await);
        seen.extend(answers::of_worldfirst().await);
        seen.extend(answers::of_accounts().await);
        for path in [
            "/",
            "/api",
            "/api/v1",
            "/api/v1/time",
            "/api/v1/time/",
            "/api/v1/accounts/x",
            "/api/v1/links/",
            "/api/v1/links/x/renew",
            "/api/v1/links/x/renew?provider=payway",
            "/api/v1/links/x/callbacks",
            "/api/v1/links/x/callbacks/",
            "/api/v1/links/x/callbacks/y",
            "/api/v1/links/x/callbacks/y/resend",
            "/api/v1/links/x/kyc",
            "/api/v1/links/x/kyc/",
            "/api/v1/links/x/kyc/decision",
            "/api/v1/links/x/kyc/ogs",
            "/api/v1/openapi.json",
            "/connect",
            "/connect/",
            "/connect/demo",
            "/connect/demo/",
            "/connect/demo-strict?flow=0",
            "/connect/nobody",
            "/connect/v1/flows/0",
            "/connect/v1/flows/0/choose",
            "/connect/v1/flows/0/refresh",
            "/connect/v1/flows/0/channel",
            "/connect/v1/flows/0/leave",
            "/connect/v1/flows/0/reset",
            "/connect/v1/flows/0/reset/email",
            "/connect/v1/flows/0/reset/code",
            "/connect/v1/flows/0/reset/password",
            "/connect/v1/flows/0/kyc",
            "/connect/v1/flows/0/authenticator",
            "/connect/v1/flows/0/authenticator/bind",
            "/connect/v1/flows/0/authenticator/remove",
            "/connect/v1/unlink",
            "/connect/v1/unlink/",
            "/connect/v1/unlink/not-the-token",
            "/unlink",
            "/unlink/",
            "/unlink/not-the-token",
            "/connect/v1/flows/0/go",
            "/connect/v1/flows/0/go/0",
            "/connect/v1/returns",
            "/connect/v1/returns/",
            "/connect/v1/returns/not-the-segment",
            "/return/worldfirst",
            "/return/worldfirst/",
            "/return/worldfirst/not-the-segment",
            "/return/worldfirst/not-the-segment?referenceCustomerId=x&resultMsg=SUCCESS",
            "/callbacks",
            "/callbacks/caas",
            "/callbacks/caas/",
            "/callbacks/payway",
            "/callbacks/payway/",
            "/callbacks/payway/not-the-secret",
            "/connect/v1/sessions",
            "/ui/",
            "/ui/nothing.js",
            "/ui/../account-link.js",
            "/ui",
            "/page.html",
            "/index.html",
            "/account-link",
            "/account-link.js",
            "/account-link.d.ts",
            "/.well-known/security.txt",
            "/favicon.ico",
            "/robots.txt",
        ] {
            let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
            let answers = methods.map(async |method| {
                let request = Request::new(method, path).header("accept", "text/html");
                (format!("{method} {path}"), request.send().await)
            });
            seen.extend(join_all(answers).await);
        }
        for target in [
            "//",
            "//evil.example/",
            "/%2e%2e/",
            "/api/v1//time",
            "/api%2fv1/time",
            "/\\evil.example",
            "/%00",
        ] {
            let answer = raw_http::open(&format!("{}{target}", account_link_tests::stack::origin())).await;
            seen.push((target.to_owned(), answer));
        }
        println!("{} responses", seen.len());
        for (what, response) in &seen {
            assert_protected(what, response);
            if response.status == 303 {
                let to = response.header("location").expect("a 303 says where");
                let ours = to.starts_with("/connect/") || to.starts_with("/return/worldfirst/");
                assert!(ours || (what == "way" && to.contains("/enterprise/auth?")), "{what}: {to}");
            }
        }
    });
}

#[test]
fn the_page_is_framed_by_its_partner_and_nobody_else() {
    run(async {
        for (partner, ancestors) in
            [(DEMO.key, DEMO.site()), (STRICT.key, STRICT.site()), ("nobody", "'none'".into())]
        {
            let page =
                Request::new("GET", &format!("/connect/{partner}?flow={}", "0".repeat(32))).send().await;
            let policy = page.header("content-security-policy").expect("a policy");
            assert_eq!(policy, format!("{PAGE_POLICY}{ancestors}"), "{partner}");
            assert_eq!(page.header("x-frame-options"), None);
        }
        let page = Browser::new().page(&follow(&STRICT.link(&fresh("u")).sign()).await).await.expect(200);
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.ends_with(&format!("frame-ancestors {}", STRICT.site())), "{policy}");
        assert!(
            !page.body.contains("<script>") && !page.body.contains("style="),
            "nothing inline: {}",
            page.body
        );
    });
}

#[test]
fn the_loader_and_the_hashed_assets_are_served() {
    run(async {
        let loader = Request::new("GET", "/account-link.js").send().await.expect(200);
        assert_eq!(loader.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(loader.header("cross-origin-resource-policy"), Some("cross-origin"));
        assert!(loader.body.contains("AccountLink"));
        let types = Request::new("GET", "/account-link.d.ts").send().await;
        assert!([200, 404].contains(&types.status), "{types:?}");
        let page =
            Request::new("GET", "/connect/demo").header("accept", "text/html").send().await.expect(200);
        let paths: Vec<&str> = page.body.split('"').filter(|text| text.starts_with("/ui/")).collect();
        assert!(paths.len() >= 3, "{paths:?}");
        for path in paths {
            // The lists of countries are one name, and a language each.
            let list = format!("{path}.km.txt");
            let path = if path.starts_with("/ui/countries.") { &list } else { path };
            let asset = Request::new("GET", path).send().await.expect(200);
            let kind = match path.rsplit('.').next() {
                Some("js") => "text/javascript; charset=utf-8",
                Some("css") => "text/css; charset=utf-8",
                Some("wasm") => "application/wasm",
                Some("txt") => "text/plain; charset=utf-8",
                _ => panic!("what is {path}?"),
            };
            assert_eq!(asset.header("content-type"), Some(kind), "{path}");
            let cached = asset.header("cache-control").unwrap_or_default();
            assert!(cached.contains("max-age=31536000") && cached.contains("immutable"), "{path}: {cached}");
            assert_eq!(asset.header("x-content-type-options"), Some("nosniff"), "{path}");
            assert!(path.split('.').any(|part| part.len() == 16), "{path} has its hash in its name");
        }
    });
}
