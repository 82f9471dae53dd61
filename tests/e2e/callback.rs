//! The callback to the partner: once, the source's exact body, signatures that other people's code accepts.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::journey::{Person, link, onboard};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::{Arrived, receiver};
use account_link_tests::{feed, now, pause, run, sign, stack};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The body that 000 prescribes, byte for byte.
fn body(status: &str, uuid: &Value, user: &str, time: &Value) -> String {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    format!(
        r#"{{"account_uuid":"{}","user_ext_ref":"{user}","staus":"{status}","event_time":"{}","data":{{}}}}"#,
        text(uuid),
        text(time)
    )
}

fn is_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00.000Z"
}

#[test]
fn linking_and_ending_are_told_once_each_in_the_words_of_the_source() {
    run(async {
        receiver();
        let user = fresh("u");
        let signed = STRICT.link(&user).with("state", "order 7/é").sign();
        let mut session = Browser::new().enter(&follow(&signed).await).await;
        let code = onboard(&mut session, &Person::new()).await;
        session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
        let uuid = STRICT.status(&user).await["account_uuid"].clone();
        let linked = receiver().wait(&user, 1, 10).await.remove(0);
        STRICT.unlink(&user).await.expect(204);
        receiver().wait(&user, 2, 10).await;
        pause(1500).await;
        let all = receiver().about(&user);
        assert_eq!(all.len(), 2, "{all:#?}");
        let unlinked = &all[1];
        for (arrived, staus, sequence) in [(&linked, "LINKED", "1"), (unlinked, "UNLINKED", "2")] {
            let time = arrived.json()["event_time"].clone();
            assert!(is_time(time.as_str().unwrap()), "{time}");
            assert_eq!(arrived.body, body(staus, &uuid, &user, &time));
            assert_eq!((arrived.method.as_str(), arrived.path.as_str()), ("PUT", "/callback"));
            assert_eq!(arrived.header("link-sequence"), sequence);
            assert_eq!(arrived.header("content-type"), "application/json");
            assert!(!arrived.header("user-agent").is_empty());
            assert_access_signed(arrived);
        }
        assert_ne!(linked.header("webhook-id"), unlinked.header("webhook-id"));
        let state = linked.header("link-state");
        assert!(["order 7/é", "order%207%2F%C3%A9"].contains(&state), "{state:?}");
        assert_eq!(unlinked.header("link-state"), state);
    });
}

/// ACCESS-SIGN over the bytes that arrived, recomputed with `ring`.
fn assert_access_signed(arrived: &Arrived) {
    let time = arrived.header("access-timestamp");
    let text =
        format!("{time}{}{}{}{}", arrived.method, arrived.header("access-nonce"), arrived.path, arrived.body);
    assert_eq!(arrived.header("access-key"), STRICT.key);
    assert!(sign::fits(STRICT.secret, &text, arrived.header("access-sign")), "{arrived:#?}");
    assert!((time.parse::<i64>().unwrap() - now()).abs() <= 30);
    let webhook =
        format!("{}.{}.{}", arrived.header("webhook-id"), arrived.header("webhook-timestamp"), arrived.body);
    let signature = arrived.header("webhook-signature").strip_prefix("v1,").expect("one active key");
    assert!(sign::fits(STRICT.secret, &webhook, signature), "{arrived:#?}");
}

/// Reads a callback on stdin and verifies it with the library that Standard Webhooks publish.
const VERIFY: &str = r"
const { Webhook } = require('standardwebhooks');
const { secret, body, headers } = JSON.parse(require('fs').readFileSync(0));
const webhook = new Webhook('whsec_' + Buffer.from(secret).toString('base64'));
webhook.verify(body, headers);
let refused = 0;
for (const changed of [body + ' ', body.replace('LINKED', 'linked')]) {
  try { webhook.verify(changed, headers); } catch { refused += 1; }
}
console.log('verified, refused', refused);
";

#[test]
fn the_library_of_standard_webhooks_accepts_it() {
    run(async {
        receiver();
        let user = fresh("u");
        link(STRICT, &user).await;
        let arrived = receiver().wait(&user, 1, 10).await.remove(0);
        let input = json!({ "secret": STRICT.secret, "body": arrived.body, "headers": arrived.headers });
        let mut node = Command::new(stack::root().join("node_modules/.bin/node"))
            .args(["-e", VERIFY])
            .current_dir(stack::root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs");
        node.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
        let output = node.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "verified, refused 2\n");
    });
}

#[test]
fn the_demo_partner_of_the_sandbox_finds_both_signatures_right() {
    run(async {
        let user = fresh("u");
        link(DEMO, &user).await;
        let callback = feed::callbacks().wait(1, feed::about(&user)).await.remove(0);
        assert_eq!(callback["verified"], json!({ "access_sign": true, "webhook_signature": true }));
        assert_eq!(callback["headers"]["link-state"], Value::Null, "no state, no header");
        pause(500).await;
        assert_eq!(feed::callbacks().all(feed::about(&user)).len(), 1);
    });
}

#[test]
fn the_status_is_written_before_the_partner_is_told() {
    run(async {
        receiver();
        let user = fresh("u");
        link(STRICT, &user).await;
        receiver().wait(&user, 1, 10).await;
        let path = format!("/api/v1/links/{user}");
        assert_eq!(STRICT.call("GET", &path).await.json()["link_status"], "LINKED");
        STRICT.unlink(&user).await.expect(204);
        assert_eq!(STRICT.call("GET", &path).await.json()["link_status"], "UNLINKED");
    });
}
