//! Canaries at WorldFirst: keys and account numbers of whole lives are looked for in everything that we say, log and
//! store; what only the user and WorldFirst should have, in the log.

use account_link_tests::browser::Session;
use account_link_tests::client::Request;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::rsa::Pair;
use account_link_tests::transcript::{Transcript, files};
use account_link_tests::worldfirst::{
    STATUS_API, Submitted, back, bare, go, link, open, rebinding, return_token, return_with, row, simulator,
    submit, way,
};
use account_link_tests::{feed, pause, run, sign, stack};
use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// What must turn up nowhere, and what must not be in the log.
#[derive(Default)]
struct Life {
    transcript: Transcript,
    numbers: Vec<String>,
    unlogged: Vec<String>,
}

impl Life {
    async fn sent(&mut self, session: &mut Session) -> String {
        self.transcript.keep(&session.read().await.shows("portal"));
        for which in ["tab", "top"] {
            self.unlogged.push(way(session, which).rsplit('/').next().unwrap_or_default().to_owned());
        }
        let path = way(session, "tab");
        let led = go(&path).await.expect(303);
        self.transcript.keep(&led);
        self.transcript.keep(&go(&path).await.expect(410));
        let url = led.header("location").unwrap().to_owned();
        self.unlogged.push(url.rsplit("signature=").next().unwrap_or_default().to_owned());
        url
    }

    async fn returned(&mut self, submitted: &Submitted) {
        self.unlogged.extend([submitted.reference.clone(), return_token(&submitted.redirect)]);
        self.transcript.keep(&back(&submitted.redirect).await.expect(303));
        self.transcript.keep(&back(&format!("{}1", submitted.redirect)).await);
        self.transcript
            .keep(&back(&submitted.redirect.replace("referenceCustomerId=", "referenceCustomerId=x")).await);
        self.transcript.keep(
            &Request::new("GET", &bare(&submitted.redirect)).header("accept", "text/html").send().await,
        );
        self.read_return(submitted).await;
        if let Some(row) = row(&submitted.reference).await {
            let all = row["accounts"].as_array().expect("a list").clone();
            self.numbers.extend(all.iter().map(|one| one["accountNo"].as_str().unwrap().to_owned()));
            self.numbers.push(row["accountId"].as_str().unwrap().to_owned());
        }
    }

    async fn read_return(&mut self, submitted: &Submitted) {
        let path = format!("/connect/v1/returns/{}", return_token(&submitted.redirect));
        self.transcript.keep(&Request::new("GET", &path).send().await);
        self.transcript.keep(&Request::new("GET", &format!("{path}x")).send().await);
    }

    async fn status(&mut self, user: &str) -> Value {
        let answer = STATUS_API.ask(DEMO, user).await;
        self.transcript.keep(&answer);
        answer.json()
    }
}

/// Refused, busy, linked with two accounts, re-bound, ended.
async fn live() -> Life {
    let (mut life, user) = (Life::default(), fresh("canaryref"));
    let (name, place) = (fresh("canaryname"), format!("https://{}.example.com/", fresh("canaryhost")));
    life.unlogged.extend([user.clone(), name.clone(), place.clone()]);
    let asked =
        link(DEMO, &user).with("store_name", &name).with("store_url", &place).with("currency", "USD,EUR");
    let mut session = open(&asked).await;
    let simulator = simulator(DEMO, &user);
    simulator.settings(json!({ "code": "INVALID_SIGNATURE" })).await;
    life.transcript.perform(&mut session, "continue").await;
    simulator.reset().await;
    life.transcript.perform(&mut session, "continue").await;
    let url = life.sent(&mut session).await;
    life.returned(&return_with(&url, "SIGNATURE_VERIFICATION_FAILED").await).await;
    session.settle("ended/failed", 15).await;
    let mut session = open(&asked.with("state", "again")).await;
    life.transcript.perform(&mut session, "continue").await;
    let url = life.sent(&mut session).await;
    let submitted = submit(&url, json!({})).await;
    life.returned(&submitted).await;
    session.settle("ended/linked", 15).await;
    life.transcript.keep(&session.read().await);
    life.read_return(&submitted).await;
    let uuid = life.status(&user).await["account_uuid"].as_str().unwrap().to_owned();
    life.transcript.keep(&DEMO.call("GET", &format!("/api/v1/accounts/{uuid}")).await);
    let id = fresh("canaryid");
    let mut session = open(&rebinding(DEMO, &user, &id)).await;
    life.transcript.perform(&mut session, "continue").await;
    let url = life.sent(&mut session).await;
    let submitted = submit(&url, json!({})).await;
    life.returned(&submitted).await;
    session.settle("ended/linked", 15).await;
    life.transcript.keep(&session.read().await);
    life.status(&user).await;
    life.transcript.keep(&STATUS_API.unlink(DEMO, &user).await.expect(204));
    life.status(&user).await;
    for callback in feed::callbacks().wait(3, feed::about(&user)).await {
        life.transcript.text += &callback.to_string();
    }
    life
}

/// Pieces of the worker's private keys, in each way to write them (the first bytes are those of any such key), and the
/// keys that names and segments are made with.
fn keys() -> Vec<String> {
    let named =
        stack::vars().into_iter().filter(|(name, _)| ["NAME_KEY", "REGISTRY_KEY"].contains(&name.as_str()));
    let mut pieces: Vec<String> =
        named.map(|(_, value)| value.rsplit(':').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(pieces.len(), 2);
    for (_, pair) in Pair::workers() {
        let der = STANDARD.decode(&pair.private).expect("base64");
        for piece in der[48..].chunks_exact(24) {
            let hex: String = piece.iter().map(|byte| format!("{byte:02x}")).collect();
            pieces.extend([STANDARD.encode(piece), URL_SAFE_NO_PAD.encode(piece), hex]);
        }
    }
    pieces.sort();
    pieces.dedup();
    pieces
}

/// Looks for all of them at once, in each form.
fn searcher(secrets: &[String]) -> AhoCorasick {
    let forms = secrets.iter().flat_map(|secret| {
        assert!(secret.len() >= 12, "long enough to be looked for: {secret}");
        [secret.clone(), sign::encode(secret), STANDARD.encode(secret)]
    });
    AhoCorasick::new(forms).expect("an automaton")
}

fn search(place: &str, text: &[u8], searcher: &AhoCorasick) {
    let found = searcher.find(text).map(|at| String::from_utf8_lossy(&text[at.range()]).into_owned());
    assert_eq!(found, None, "in {place}");
}

#[test]
fn no_key_no_account_number_is_answered_logged_or_stored() {
    run(async {
        let (mut life, other) = tokio::join!(live(), live());
        life.transcript.text += &other.transcript.text;
        life.numbers.extend(other.numbers);
        life.unlogged.extend(other.unlogged);
        pause(500).await;
        let keys = keys();
        println!(
            "{} pieces of keys, {} numbers, {} more for the log",
            keys.len(),
            life.numbers.len(),
            life.unlogged.len()
        );
        assert!(keys.len() > 200 && life.numbers.len() >= 12 && life.unlogged.len() > 20);
        let nowhere = searcher(&[keys, life.numbers].concat());
        search("an answer", life.transcript.text.as_bytes(), &nowhere);
        let log = stack::log();
        let known = [
            "/connect/v1/flows/{flow}/go/{ticket}",
            "/return/{provider}/{token}",
            "/connect/v1/returns/{token}",
        ];
        assert!(known.iter().all(|route| log.contains(route)), "the log is the one of this product");
        search("the log", log.as_bytes(), &nowhere);
        let ours: Vec<&str> = log.lines().filter(|line| line.starts_with('{')).collect();
        search("a log line", ours.join("\n").as_bytes(), &searcher(&life.unlogged));
        let mut bytes = 0;
        let state = files(&stack::state_dir());
        assert!(
            state.iter().any(|path| path.extension().is_some_and(|end| end == "sqlite")),
            "there are objects"
        );
        for file in &state {
            let content = std::fs::read(file).unwrap_or_default();
            bytes += content.len();
            search(&file.display().to_string(), &content, &nowhere);
        }
        println!(
            "{} bytes of answers, {} of log, {bytes} in {} files",
            life.transcript.text.len(),
            log.len(),
            state.len()
        );
    });
}
