//! PayWay's refusals: each is told in our own words, with a closed code, and the user may try again.

use account_link_tests::browser::Session;
use account_link_tests::client::Response;
use account_link_tests::partner::DEMO;
use account_link_tests::payway::{self, approve, land, secrets, settle, show};
use account_link_tests::random::fresh;
use account_link_tests::run;
use account_link_tests::together::together;
use serde_json::json;

/// PayWay's code, our status, our code, and our word for PayWay's reason.
const CODES: [(&str, u16, &str, &str); 10] = [
    ("01", 502, "provider_misconfigured", "wrong_hash"),
    ("04", 502, "provider_rejected", "invalid_data"),
    ("6", 502, "provider_misconfigured", "domain_not_allowed"),
    ("102", 502, "provider_misconfigured", "domain_not_allowed"),
    ("09", 502, "provider_rejected", "not_found"),
    ("98", 502, "provider_misconfigured", "merchant_unknown"),
    ("104", 502, "provider_misconfigured", "flag_not_enabled"),
    ("105", 502, "provider_rejected", "token_invalid"),
    ("429", 503, "provider_busy", "too_many_requests"),
    ("77", 502, "provider_unavailable", "unknown_code"),
];

/// How PayWay may write a code.
const SPELLINGS: [&str; 3] = ["text", "number", "short"];

/// What PayWay itself says with its codes, and what only we and PayWay know.
async fn never_said() -> Vec<String> {
    let theirs =
        ["Wrong hash", "given data", "currency is required", "Data not found", "Merchant id not found"];
    let theirs =
        theirs.into_iter().chain(["not enabled token flag", "Token invalid", "is not in the whitelist"]);
    let theirs = theirs.chain(["Too many requests", "Something went wrong", "ec000002"]);
    let key = secrets("").await["api_key"].as_str().expect("a key").to_owned();
    theirs.map(str::to_owned).chain([key]).collect()
}

/// All of them one after the other in one flow, in that spelling, and then the press works.
async fn assert_each(user: &str, session: &mut Session, code_as: &str, press: &str, step: &str) {
    let (never, bank) = (never_said().await, payway::simulator(DEMO, user));
    for (code, status, ours, reason) in CODES {
        bank.settings(json!({ "code": code, "code_as": code_as, "endpoint": "link-account" })).await;
        let answer = session.perform(press, json!({})).await.refused(status, ours);
        let body = answer.json();
        assert_eq!((&body["provider"], &body["reason"]), (&json!("payway"), &json!(reason)), "{code}");
        let theirs = body["provider_code"].as_str().expect("PayWay's own code");
        assert_eq!(theirs.trim_start_matches('0'), code.trim_start_matches('0'));
        assert!(body["provider_trace_id"].is_string(), "by which PayWay finds it in its log: {body}");
        for word in &never {
            assert!(!answer.body.contains(word.as_str()), "{code}: {word} in {}", answer.body);
            assert!(answer.headers.iter().all(|(_, value)| !value.contains(word.as_str())), "{answer:?}");
        }
        assert_eq!(status == 503, answer.header("retry-after").is_some(), "{code}: {answer:?}");
        let shown: Response = session.read().await;
        shown.shows(step);
    }
    bank.reset().await;
    session.perform(press, json!({})).await.shows("scan");
    approve(session).await;
    settle(session, "ended/linked", 10).await;
}

#[test]
fn each_refusal_of_a_first_qr_has_its_code_and_leaves_the_first_screen() {
    run(async {
        together(SPELLINGS, async |code_as| {
            let user = fresh("u");
            let mut session = land(DEMO, &user).await;
            assert_each(&user, &mut session, code_as, "continue", "landing").await;
        })
        .await;
    });
}

#[test]
fn each_refusal_of_another_qr_has_its_code_and_leaves_the_one_that_is_shown() {
    run(async {
        together(SPELLINGS, async |code_as| {
            let user = fresh("u");
            let mut session = show(DEMO, &user).await;
            let shown = payway::qr(&session);
            let refusal = json!({ "code": "01", "endpoint": "link-account" });
            payway::simulator(DEMO, &user).settings(refusal).await;
            session.perform("refresh", json!({})).await.refused(502, "provider_misconfigured");
            session.read().await.shows("scan");
            assert_eq!(payway::qr(&session), shown);
            assert_each(&user, &mut session, code_as, "refresh", "scan").await;
        })
        .await;
    });
}

#[test]
fn a_flag_that_the_merchant_has_not_is_told_to_who_uses_it() {
    run(async {
        let user = fresh("u");
        let bank = payway::simulator(DEMO, &user);
        bank.settings(json!({ "flags_off": ["CITI_FLEX"] })).await;
        let mut session = land(DEMO, &user).await;
        session.perform("continue", json!({})).await.refused(502, "provider_misconfigured");
        bank.settings(json!({ "flags_off": [] })).await;
        session.perform("continue", json!({})).await.shows("scan");
    });
}
