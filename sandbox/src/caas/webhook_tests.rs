//! What a webhook says, and under which signature.

use super::super::form::Suggestion;
use super::super::signing;
use super::super::store::Store;
use super::super::store::tests::about;
use super::*;
use axum::http::{HeaderMap, HeaderName};
use clap::Parser as _;

const NOW: u64 = 1_767_268_800;

fn case() -> Case {
    let mut store = Store::default();
    store.create(about("e1", "Sokha"), false, "u1".into(), String::new());
    store.cases.remove(0)
}

fn signed(signed: Signed) -> (Options, HeaderMap) {
    let options = Options::parse_from(["sandbox", "--caas-key", "key", "--caas-secrets", "c2:new,c1:old"]);
    let headers = headers(&options, signed, "{}", NOW);
    let headers = headers.into_iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value));
    (options, headers.map(|(name, value)| (name, value.parse().unwrap())).collect())
}

#[test]
fn it_says_what_is_suggested_without_a_fault() {
    let (mut case, mut settings) = (case(), Settings::default());
    let body = |case: &Case, comment, settings: &Settings| Event::about(case, comment, settings).body;
    assert_eq!(
        body(&case, None, &settings),
        r#"{"caseSystemId":"u1","caseSuggestion":null,"comment":"","externalCaseId":"e1"}"#
    );
    case.suggestion = Some(Suggestion::Reject);
    assert_eq!(
        body(&case, Some("On a list."), &settings),
        r#"{"caseSystemId":"u1","caseSuggestion":"SUGGEST_TO_REJECT","comment":"On a list.","externalCaseId":"e1"}"#
    );
    settings.webhook_says = Some("SUGGEST_TO_ACCEPT".into());
    assert!(body(&case, None, &settings).contains("SUGGEST_TO_ACCEPT"));
}

#[test]
fn it_is_signed_as_requests_are_without_a_fault() {
    for (how, good) in [
        (Signed::Right, true),
        (Signed::First, true),
        (Signed::None, false),
        (Signed::Wrong, false),
        (Signed::Stale, false),
        (Signed::Key, false),
    ] {
        let (options, headers) = signed(how);
        let customer = (options.caas_key.as_str(), &options.caas_secrets);
        let judged = signing::is_signed(customer, &headers, ("POST", PATH, b"{}"), NOW);
        assert_eq!(judged, good, "{how:?}");
    }
}

#[test]
fn each_wrong_signature_is_wrong_in_one_thing() {
    let (options, stale) = signed(Signed::Stale);
    let customer = (options.caas_key.as_str(), &options.caas_secrets);
    assert!(signing::is_signed(customer, &stale, ("POST", PATH, b"{}"), NOW - STALE));
    let (_, key) = signed(Signed::Key);
    assert!(signing::is_signed(("another-key", &options.caas_secrets), &key, ("POST", PATH, b"{}"), NOW));
    let [right, first] = [Signed::Right, Signed::First].map(|how| signed(how).1["access-sign"].clone());
    assert_ne!(right, first);
}
