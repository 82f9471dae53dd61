//! The owner of an account is told of every new link by mail, and may end it from there: a GET shows, a POST acts.

use account_link_tests::browser::Browser;
use account_link_tests::client::{Request, Response};
use account_link_tests::journey::{Person, link, link_too};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::{feed, pause, run, stack};
use serde_json::{Value, json};

async fn read(path: &str) -> Response {
    Request::new("GET", &format!("/connect/v1{path}")).send().await
}

fn unlink_request(path: &str) -> Request {
    Browser::without_cookies().write(&format!("/connect/v1{path}"), &json!({}), &fresh("unlink"))
}

/// A user linked with the demo partner, and the way out that was mailed.
async fn linked() -> (String, Person, String) {
    let user = fresh("u");
    let (_, person) = link(DEMO, &user).await;
    let path = feed::notices(&person.email, 1).await.remove(0);
    (user, person, path)
}

#[test]
fn the_mail_says_what_was_linked_and_leads_to_the_way_out() {
    run(async {
        receiver();
        let user = fresh("u");
        let (_, person) = link(STRICT, &user).await;
        let path = feed::notices(&person.email, 1).await.remove(0);
        let token = path.strip_prefix("/unlink/").expect("a path of ours");
        assert!(token.len() >= 43 && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
        let mail = feed::mails().all(|mail| mail["to"] == person.email.as_str() && mail["link"].is_string());
        assert_eq!(mail.len(), 1, "{mail:#?}");
        let text = mail[0]["text"].as_str().unwrap();
        assert!(text.contains("Strict Shop") && text.contains("Sokha's shop"), "{text}");
        assert!(text.contains(&format!("{}{path}", stack::origin())), "{text}");
        assert!(mail[0]["html"].as_str().unwrap().contains(&path), "the same way in both");
        let view = read(&path).await.expect(200).json();
        assert_eq!(view["partner"]["key"], STRICT.key);
        assert_eq!(view["partner"]["name"], "Strict Shop");
        assert_eq!(view["user_label"], "Sokha's shop");
        assert_eq!(view["masked_account"], "j•••@example.com");
        assert_eq!(view["linked"], true);
        assert!(
            !view.to_string().contains(&person.email),
            "whoever has the mail's link learns no more: {view}"
        );
    });
}

#[test]
fn looking_changes_nothing() {
    run(async {
        let (user, _, path) = linked().await;
        let before = DEMO.status(&user).await;
        for _ in 0..3 {
            for method in ["GET", "HEAD"] {
                let page = Request::new(method, &path).header("accept", "text/html").send().await;
                assert!(page.status == 200 || (page.status, method) == (405, "HEAD"), "{page:?}");
                assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
                let policy = page.header("content-security-policy").unwrap_or_default();
                assert!(policy.contains("frame-ancestors 'none'"), "nobody frames it: {policy}");
                assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
                assert!(page.all("set-cookie").is_empty());
            }
            assert_eq!(read(&path).await.expect(200).json()["linked"], true);
            Request::new("HEAD", &format!("/connect/v1{path}")).send().await;
        }
        for method in ["POST", "PUT", "DELETE"] {
            let mut page = unlink_request(&path);
            page.method = method;
            page.url = format!("{}{path}", stack::origin());
            page.send().await.refused(405, "method_not_allowed");
        }
        pause(500).await;
        assert_eq!(DEMO.status(&user).await, before);
        told(&user, 1).await;
        assert_eq!(told_so_far(&user), 1);
    });
}

#[test]
fn one_click_ends_the_link_once() {
    run(async {
        let (user, person, path) = linked().await;
        let uuid = DEMO.status(&user).await["account_uuid"].clone();
        let answer = unlink_request(&path).send().await.expect(200).json();
        assert_eq!((&answer["linked"], &answer["partner"]["key"]), (&json!(false), &json!(DEMO.key)));
        let status = DEMO.status(&user).await;
        assert_eq!((&status["link_status"], &status["reason"]), (&json!("UNLINKED"), &json!("user")));
        assert_eq!(status["sequence"], 2);
        let bodies = told(&user, 2).await;
        assert_eq!((&bodies[1]["staus"], &bodies[1]["account_uuid"]), (&json!("UNLINKED"), &uuid));
        let path_of_account = format!("/api/v1/accounts/{}", uuid.as_str().unwrap());
        DEMO.call("GET", &path_of_account).await.refused(403, "unlinked");
        // Once more is no more.
        for _ in 0..2 {
            let again = unlink_request(&path).send().await;
            if again.status == 200 {
                assert_eq!(again.json()["linked"], false);
            } else {
                again.refused(410, "unlink_invalid");
            }
        }
        pause(500).await;
        assert_eq!(told_so_far(&user), 2);
        assert_eq!(DEMO.status(&user).await["sequence"], 2);
        assert_eq!(feed::notices(&person.email, 1).await.len(), 1);
    });
}

#[test]
fn twenty_clicks_are_one() {
    run(async {
        let (user, _, path) = linked().await;
        let clicks: Vec<Request> = (0..20).map(|_| unlink_request(&path)).collect();
        let answers = futures_util::future::join_all(clicks.iter().map(Request::send)).await;
        assert!(answers.iter().any(|answer| answer.status == 200), "{answers:#?}");
        assert!(answers.iter().all(|answer| [200, 409, 410].contains(&answer.status)), "{answers:#?}");
        told(&user, 2).await;
        pause(500).await;
        assert_eq!((told_so_far(&user), DEMO.status(&user).await["sequence"].clone()), (2, json!(2)));
    });
}

#[test]
fn an_old_way_out_is_no_way_out_of_a_new_link() {
    run(async {
        let (user, person, old) = linked().await;
        DEMO.unlink(&user).await.expect(204);
        link_too(DEMO, &user, &person).await;
        let paths = feed::notices(&person.email, 2).await;
        assert_ne!(paths[0], paths[1]);
        read(&old).await.refused(410, "unlink_invalid");
        unlink_request(&old).send().await.refused(410, "unlink_invalid");
        assert_eq!(DEMO.status(&user).await["link_status"], "LINKED");
        assert_eq!(read(&paths[1]).await.expect(200).json()["linked"], true);
        unlink_request(&paths[1]).send().await.expect(200);
        assert_eq!(DEMO.status(&user).await["reason"], "user");
    });
}

#[test]
fn what_nobody_mailed_leads_nowhere() {
    run(async {
        let (user, _, path) = linked().await;
        let changed = format!("{}{}", &path[..path.len() - 1], if path.ends_with('A') { 'B' } else { 'A' });
        let shouted = path.replace("/unlink/", "").to_uppercase();
        let shouted = format!("/unlink/{shouted}");
        let guessed = format!("/unlink/{}", "A".repeat(43));
        for wrong in [changed.as_str(), &guessed, "/unlink/x", &shouted] {
            read(wrong).await.refused(410, "unlink_invalid");
            unlink_request(wrong).send().await.refused(410, "unlink_invalid");
        }
        assert_eq!(DEMO.status(&user).await["link_status"], "LINKED");
    });
}

#[test]
fn no_other_site_may_click() {
    run(async {
        let (user, _, path) = linked().await;
        let good = unlink_request(&path);
        for (what, request) in [
            ("no origin", good.clone().without("origin")),
            ("a foreign origin", good.clone().header("origin", "https://evil.example")),
            ("the partner's origin", good.clone().header("origin", &DEMO.site())),
            ("a cross-site fetch", good.clone().header("sec-fetch-site", "cross-site")),
            ("a form", good.clone().header("content-type", "application/x-www-form-urlencoded").body("a=b")),
            ("no content type", good.clone().without("content-type")),
            ("no request id", good.clone().without("idempotency-key")),
            ("more than nothing", good.clone().body("{\"more\":1}")),
        ] {
            let answer = request.send().await;
            let refusals = [(403, "cross_site"), (415, "unsupported_media_type"), (400, "invalid_request")];
            assert!(refusals.contains(&(answer.status, answer.code().as_str())), "{what}: {answer:?}");
        }
        assert_eq!(DEMO.status(&user).await["link_status"], "LINKED");
        assert_eq!(good.send().await.expect(200).json()["linked"], Value::Bool(false));
    });
}
