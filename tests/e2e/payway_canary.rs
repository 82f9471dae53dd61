//! Canaries at PayWay: the key, the tokens and the hashes of whole lives are looked for in everything that we say,
//! log and store.

use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, approve, change_token, field, land, pushback, renew, settle, shows};
use account_link_tests::random::fresh;
use account_link_tests::transcript::{Transcript, files};
use account_link_tests::{feed, names, pause, run, sign, stack};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What the API says of the link.
async fn answers(transcript: &mut Transcript, user: &str) -> Value {
    let answer = DEMO.call("GET", &payway::path(user, "")).await;
    transcript.keep(&answer);
    answer.json()
}

/// A whole life: refused, shown, shown anew, linked, frozen, renewed, ended; and something cancelled that is removed. What was answered, and what must be in none of it.
async fn live() -> (Transcript, Vec<String>) {
    let (mut transcript, user) = (Transcript::default(), &fresh("u"));
    let (mut session, bank) = (land(DEMO, user).await, payway::simulator(DEMO, user));
    bank.settings(json!({ "code": "04", "endpoint": "link-account" })).await;
    transcript.perform(&mut session, "continue").await;
    bank.reset().await;
    transcript.perform(&mut session, "continue").await;
    transcript.perform(&mut session, "refresh").await;
    transcript.perform(&mut session, "channel").await;
    let id = approve(&session).await;
    settle(&mut session, "ended/linked", 15).await;
    transcript.keep(&session.read().await);
    let status = answers(&mut transcript, user).await;
    let uuid = status["account_uuid"].as_str().expect("an id");
    transcript.keep(&DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await);
    change_token(&id, "freeze", true).await;
    shows(DEMO, user, "status", "frozen", 10).await;
    answers(&mut transcript, user).await;
    transcript.keep(&renew(DEMO, user).await.expect(200));
    bank.settings(json!({ "code": "105", "endpoint": "renew-expired-account-token" })).await;
    transcript.keep(&renew(DEMO, user).await);
    bank.reset().await;
    let url = field(&id, "callback_url").await;
    transcript.keep(&payway::push(&url, &pushback(&id, "nobody", 0)).await);
    bank.settings(json!({ "garbage": true, "endpoint": "remove-token" })).await;
    transcript.keep(&payway::unlink(DEMO, user).await.expect(204));
    pause(1000).await;
    bank.reset().await;
    answers(&mut transcript, user).await;
    payway::becomes(&id, "removed", 60).await;
    for callback in feed::callbacks().wait(3, feed::about(user)).await {
        transcript.text += &callback.to_string();
    }
    (transcript, secrets(user).await)
}

#[test]
fn neither_key_nor_token_nor_hash_is_answered_logged_or_stored_in_the_clear() {
    run(async {
        let ((mut transcript, one), (other, two)) = tokio::join!(live(), live());
        transcript.text += &other.text;
        pause(500).await;
        // The key is in both.
        let mine: Vec<String> = one.into_iter().chain(two).collect::<BTreeSet<_>>().into_iter().collect();
        assert!(mine.len() > 12, "two tokens and a hash for each request: {}", mine.len());
        assert!(mine.iter().all(|one| one.len() >= 20), "long enough to be looked for");

        let search = |place: &str, text: &str| {
            for secret in &mine {
                for form in [secret.clone(), sign::encode(secret), STANDARD.encode(secret)] {
                    assert!(!text.contains(&form), "{secret} is in {place}");
                }
            }
        };
        search("an answer", &transcript.text);
        let log = stack::log();
        assert!(
            log.contains("/connect/v1/flows/{flow}/refresh")
                && log.contains("/callbacks/{provider}/{secret}")
        );
        search("the log", &log);
        let state = files(&stack::state_dir());
        let objects = state.iter().filter(|path| path.extension().is_some_and(|end| end == "sqlite")).count();
        assert!(objects > 0, "the files of the objects are among {}", state.len());
        let mut bytes = 0;
        for file in &state {
            let content = std::fs::read(file).unwrap_or_default();
            bytes += content.len();
            search(&file.display().to_string(), &String::from_utf8_lossy(&content));
        }
        let (transcript, log) = (transcript.text.len(), log.len());
        println!(
            "{} secrets; {transcript} bytes of answers, {log} of log, {bytes} in {} files",
            mine.len(),
            state.len()
        );
    });
}

/// The tokens and hashes of a user that PayWay knows, and the key.
async fn secrets(user: &str) -> Vec<String> {
    let secrets = payway::secrets(&names::ctid(DEMO, user)).await;
    let of = |name: &str| secrets[name].as_array().expect("a list").clone();
    let all = of("pwts").into_iter().chain(of("hashes")).chain([secrets["api_key"].clone()]);
    all.map(|one| one.as_str().expect("a text").to_owned()).collect()
}
