//! The golden vectors, and rules of the signed link.

#![allow(clippy::arithmetic_side_effects, reason = "a test")]

use super::*;
use crate::access_auth::ApiText;
use crate::percent::percent_encode;
use crate::request::LinkRequest;
use crate::secret::Secret;
use crate::signature::HmacSha256;
use crate::time::Seconds;
use proptest::prelude::*;

const VECTORS: &str = include_str!("../../tests/vectors/protocol.json");

fn cases(kind: &str) -> Vec<serde_json::Value> {
    let file: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
    let all = file["cases"].as_array().unwrap().clone();
    all.into_iter().filter(|case| case["kind"] == kind).collect()
}

fn text<'a>(case: &'a serde_json::Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_default()
}

#[test]
fn links_are_written_and_read_as_the_vectors_say() {
    for case in cases("link") {
        let pairs: Vec<(String, String)> = serde_json::from_value(case["params"].clone()).unwrap();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let signer = HmacSha256::new(text(&case, "secret").as_bytes());
        assert_eq!(write_link(text(&case, "base"), &pairs, &signer), text(&case, "url"));
        let unverified = SignedLink::parse(text(&case, "url")).unwrap();
        assert_eq!(unverified.signed_text(), text(&case, "signed_text"));
        let secret = Secret::new(text(&case, "secret"));
        let link = unverified.verify([&secret].into_iter(), None).unwrap();
        let read: Vec<(&str, &str)> = link.parameters.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(read, pairs);
    }
}

#[test]
fn api_texts_are_those_of_the_vectors() {
    for case in cases("api") {
        let nonce = case["nonce"].as_str().map(|n| crate::id::Nonce::parse(n).unwrap());
        let timestamp = Seconds::parse(text(&case, "timestamp")).unwrap();
        let made = ApiText::new(
            timestamp,
            text(&case, "method"),
            nonce.as_ref(),
            text(&case, "path"),
            text(&case, "body"),
        );
        assert_eq!(made.as_str(), text(&case, "signed_text"));
        let signer = HmacSha256::new(text(&case, "secret").as_bytes());
        assert_eq!(signer.sign(made.as_str()), text(&case, "signature"));
    }
}

fn accepted(raw: &str) -> bool {
    let secret = Secret::new("demo-partner-secret");
    SignedLink::parse(raw)
        .ok()
        .and_then(|link| link.verify([&secret].into_iter(), None).ok())
        .is_some_and(|link| LinkRequest::read(&link).is_ok())
}

fn signed(parameters: &[(&str, &str)]) -> String {
    let signer = HmacSha256::new(b"demo-partner-secret");
    write_link("http://localhost:8787/api/v1/partner/link", parameters, &signer)
}

const PARAMETERS: [(&str, &str); 4] = [
    ("partner_key", "demo"),
    ("user_ext_ref", "fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30"),
    ("redirect_url", "http://localhost:8788/linked?from=connect&lang=zh"),
    ("timestamp", "1767268800"),
];

/// What an attacker can do to a link without the secret.
#[derive(Debug, Clone)]
enum Mutation {
    Replace(prop::sample::Index, u8),
    Insert(prop::sample::Index, u8),
    Remove(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Cut(prop::sample::Index),
    DropParameter(prop::sample::Index),
    RepeatParameter(prop::sample::Index),
    MoveParameter(prop::sample::Index, prop::sample::Index),
    FlipCase(prop::sample::Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    use Mutation::*;
    let index = any::<prop::sample::Index>;
    prop_oneof![
        (index(), 0x20u8..0x7f).prop_map(|(i, b)| Replace(i, b)),
        (index(), 0x20u8..0x7f).prop_map(|(i, b)| Insert(i, b)),
        index().prop_map(Remove),
        (index(), index()).prop_map(|(i, j)| Swap(i, j)),
        index().prop_map(Cut),
        index().prop_map(DropParameter),
        index().prop_map(RepeatParameter),
        (index(), index()).prop_map(|(i, j)| MoveParameter(i, j)),
        index().prop_map(FlipCase),
    ]
}

fn apply(link: &str, mutation: &Mutation) -> String {
    let mut bytes = link.as_bytes().to_vec();
    let (base, query) = link.split_once('?').unwrap();
    let mut pairs: Vec<&str> = query.split('&').collect();
    let joined = |pairs: Vec<&str>| format!("{base}?{}", pairs.join("&"));
    match mutation {
        Mutation::Replace(i, b) => {
            let i = i.index(bytes.len());
            bytes[i] = *b;
        }
        Mutation::Insert(i, b) => bytes.insert(i.index(link.len()), *b),
        Mutation::Remove(i) => drop(bytes.remove(i.index(link.len()))),
        Mutation::Swap(i, j) => bytes.swap(i.index(link.len()), j.index(link.len())),
        Mutation::Cut(i) => bytes.truncate(i.index(link.len())),
        Mutation::FlipCase(i) => {
            let i = i.index(bytes.len());
            bytes[i] ^= if bytes[i].is_ascii_alphabetic() { 0x20 } else { 0 };
        }
        Mutation::DropParameter(i) => {
            pairs.remove(i.index(pairs.len()));
            return joined(pairs);
        }
        Mutation::RepeatParameter(i) => {
            pairs.push(pairs[i.index(pairs.len())]);
            return joined(pairs);
        }
        Mutation::MoveParameter(i, j) => {
            let pair = pairs.remove(i.index(pairs.len()));
            pairs.insert(j.index(pairs.len() + 1), pair);
            return joined(pairs);
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000_000))]

    /// No changed link is accepted, and the unchanged one is, in every run.
    #[test]
    fn no_mutated_link_is_accepted(mutations in prop::collection::vec(mutation(), 1..3)) {
        let link = signed(&PARAMETERS);
        let changed = mutations.iter().fold(link.clone(), |link, mutation| {
            if link.contains('?') && link.is_ascii() && !link.is_empty() { apply(&link, mutation) } else { link }
        });
        prop_assert!(changed == link || !accepted(&changed), "{}", changed);
        prop_assert!(accepted(&link));
    }
}

proptest! {
    #[test]
    fn any_values_survive_writing_and_reading(values in prop::collection::vec("\\PC{0,30}", 1..6)) {
        let names = ["a", "b", "c", "d", "e", "f"];
        let pairs: Vec<(&str, &str)> = names.into_iter().zip(values.iter().map(String::as_str)).collect();
        let link = signed(&pairs);
        let secret = Secret::new("demo-partner-secret");
        let read = SignedLink::parse(&link).unwrap().verify([&secret].into_iter(), None).unwrap();
        let read: Vec<(&str, &str)> = read.parameters.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        prop_assert_eq!(read, pairs);
    }
}

#[test]
fn each_way_to_fail_has_its_own_name() {
    let good = signed(&PARAMETERS);
    let fails = |raw: &str| SignedLink::parse(raw).map(drop).unwrap_err();
    assert_eq!(fails("http://localhost:8787/api/v1/partner/link"), SignedLinkError::NoQuery);
    assert_eq!(fails(&good.replace("&signature=", "&siganture=")), SignedLinkError::Siganture);
    assert_eq!(fails(&format!("{good}&x=1")), SignedLinkError::NotLast);
    assert_eq!(fails("http://h/p?a=1"), SignedLinkError::NoSignature);
    assert_eq!(fails("http://h/p?a=1&a=1&signature=x"), SignedLinkError::Duplicate("a".into()));
    assert_eq!(fails("http://h/p?a=%zz&signature=x"), SignedLinkError::Encoding("a".into()));
    assert_eq!(fails("http://h/p?a=%ff&signature=x"), SignedLinkError::Encoding("a".into()));
    assert_eq!(fails("http://h/p?a=1&signature=x"), SignedLinkError::SignatureForm);
    assert_eq!(fails(&format!("http://h/p?a={}", "x".repeat(9000))), SignedLinkError::TooLong);
}

#[test]
fn an_apostrophe_left_raw_by_javascript_is_tolerated() {
    let signer = HmacSha256::new(b"demo-partner-secret");
    let text = "http://localhost:8787/api/v1/partner/link?user_label=Sokha's";
    let arrives = format!("{}&signature={}", text.replace('\'', "%27"), percent_encode(&signer.sign(text)));
    let link = SignedLink::parse(&arrives).unwrap();
    let also = with_raw_apostrophes(link.signed_text());
    let secret = Secret::new("demo-partner-secret");
    assert_eq!(
        link.verify([&secret].into_iter(), also.as_deref()).unwrap().get("user_label"),
        Some("Sokha's")
    );
}

#[test]
fn addresses_are_read_as_people_type_them() {
    use crate::email::Email;
    assert_eq!(Email::parse(" Jo@Example.COM ").unwrap().as_str(), "jo@example.com");
    assert_eq!(Email::parse("jo@example.com").unwrap().masked(), "j•••@example.com");
    for bad in [
        "",
        "jo",
        "@example.com",
        "jo@",
        "jo@host",
        "a b@example.com",
        "jo@@example.com",
        "jo@-a.com",
        "jo\n@a.com",
    ] {
        assert!(Email::parse(bad).is_none(), "{bad}");
    }
}
