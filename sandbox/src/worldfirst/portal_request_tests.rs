//! What the portal says to a query at the first glance.

use super::super::codes::{REFERENCE_CUSTOMER_ID_OPENED_RA, REQUEST_ID_IDEMPOTENT};
use super::super::vectors;
use super::*;
use crate::worldfirst::accounts;
use crate::worldfirst::settings::Settings;

fn check(raw: &str, store: &mut Store) -> Option<&'static str> {
    PortalRequest::check(raw, false, &vectors::options(), store).refusal
}

fn at_first(raw: &str) -> Option<&'static str> {
    check(raw, &mut Store::default())
}

/// The first vector, changed and signed again.
fn changed(old: &str, new: &str) -> String {
    let case = &vectors::cases("rsa-url")[0];
    let text = case["signed_text"].as_str().unwrap();
    assert!(text.contains(old), "{old}");
    vectors::signed(&text.replacen(old, new, 1))
}

/// Lets the user authorise.
fn authorise(raw: &str, store: &mut Store) {
    let request = PortalRequest::check(raw, false, &vectors::options(), store);
    let query = request.accepted().unwrap();
    let opening = accounts::now(&Settings::default());
    store.authorise(query, vec!["USD".into()], true, accounts::drawn(None), opening);
}

#[test]
fn every_vector_is_let_in() {
    for case in vectors::cases("rsa-url").iter().chain(&vectors::cases("md5-url")) {
        assert_eq!(at_first(vectors::query(case)), None, "{}", case["name"]);
    }
}

#[test]
fn every_flipped_bit_is_seen() {
    for scheme in ["rsa-url", "md5-url"] {
        let good = vectors::first(scheme);
        for (at, byte) in good.bytes().enumerate() {
            let mut flipped = good.clone().into_bytes();
            flipped[at] = byte ^ 1;
            let flipped = String::from_utf8(flipped).unwrap();
            assert!(at_first(&flipped).is_some(), "{flipped}");
        }
    }
}

#[test]
fn a_changed_order_is_refused_signed_or_not() {
    let (old, new) = ("storeName=MyShop&currency=USD", "currency=USD&storeName=MyShop");
    assert_eq!(at_first(&vectors::first("rsa-url").replacen(old, new, 1)), Some(PARAM_ILLEGAL));
    assert_eq!(at_first(&changed(old, new)), Some(PARAM_ILLEGAL));
}

#[test]
fn signatures_of_others_are_refused() {
    let changed = vectors::first("rsa-url").replacen("MyShop", "YourShop", 1);
    assert_eq!(at_first(&changed), Some(SIGNATURE_VERIFICATION_FAILED));
    let upper = vectors::first("md5-url").replacen("623be8af", "623BE8AF", 1);
    assert_eq!(at_first(&upper), Some(SIGNATURE_VERIFICATION_FAILED));

    let mut bare = vectors::options();
    (bare.worldfirst_keys, bare.worldfirst_md5_key) = (super::super::PublicKeys::default(), None);
    for scheme in ["rsa-url", "md5-url"] {
        let request = PortalRequest::check(&vectors::first(scheme), false, &bare, &mut Store::default());
        assert_eq!(request.refusal, Some(SIGNATURE_VERIFICATION_FAILED));
        assert!(request.accepted().is_none() && request.target.back("X").is_some());
    }
    bare.worldfirst_client = "another".into();
    let request = PortalRequest::check(&vectors::first("rsa-url"), false, &bare, &mut Store::default());
    assert_eq!(request.refusal, Some(PARAM_ILLEGAL));
}

#[test]
fn currencies_are_listed_and_there_once() {
    for (list, refusal) in [
        ("USD", None),
        ("CNH%2CMXN%2CUSD", None),
        ("USD%2CEUR%2CUSD", Some(CURRENCY_ALREADY_EXISTS)),
        ("USD%2CKHR", Some(CURRENCY_OUT_OF_SUPPORTED_RANGE)),
        ("usd", Some(PARAM_ILLEGAL)),
        ("USD%2C", Some(PARAM_ILLEGAL)),
        ("USD%2C%20EUR", Some(PARAM_ILLEGAL)),
    ] {
        assert_eq!(at_first(&changed("currency=USD", &format!("currency={list}"))), refusal, "{list}");
    }
}

#[test]
fn a_second_binding_needs_a_request_id_of_its_own() {
    let mut store = Store::default();
    let first = vectors::first("rsa-url");
    authorise(&first, &mut store);
    assert_eq!(check(&first, &mut store), Some(REFERENCE_CUSTOMER_ID_OPENED_RA));
    let other = changed("seller-1001", "seller-1002");
    assert_eq!(check(&other, &mut store), None);

    let again = |id: &str| changed("currency=USD", &format!("currency=USD&requestId={id}"));
    assert_eq!(check(&again("r1"), &mut store), None);
    assert_eq!(check(&again("r1"), &mut store), None, "the same one, until it is done");
    authorise(&again("r1"), &mut store);
    assert_eq!(check(&again("r1"), &mut store), Some(REQUEST_ID_IDEMPOTENT));
    assert_eq!(check(&again("r2"), &mut store), None);
}

#[test]
fn a_request_id_is_for_one_query() {
    let mut store = Store::default();
    authorise(&vectors::first("rsa-url"), &mut store);
    let wrong = changed("currency=USD", "currency=KHR&requestId=r1");
    assert_eq!(check(&wrong, &mut store), Some(CURRENCY_OUT_OF_SUPPORTED_RANGE));
    let right = changed("currency=USD", "currency=USD&requestId=r1");
    assert_eq!(check(&right, &mut store), Some(REQUEST_ID_IDEMPOTENT));
    let forged = right.replacen("r1", "r2", 1);
    assert_eq!(check(&forged, &mut store), Some(SIGNATURE_VERIFICATION_FAILED));
    assert_eq!(check(&changed("currency=USD", "currency=USD&requestId=r2"), &mut store), None);
}

#[test]
fn a_rebinding_changes_nothing_but_its_request_id() {
    let mut store = Store::default();
    authorise(&vectors::first("rsa-url"), &mut store);
    for (id, (old, new)) in
        [("MyShop", "OurShop"), ("=USD", "=USD%2CEUR"), ("seller%2F1", "seller%2F2"), ("9f8c", "9f8d")]
            .into_iter()
            .enumerate()
    {
        let case = &vectors::cases("rsa-url")[0];
        let text = case["signed_text"].as_str().unwrap().replacen(old, new, 1);
        let raw = vectors::signed(&format!("{text}&requestId=r{id}"));
        assert_eq!(check(&raw, &mut store), Some(PARAM_ILLEGAL), "{new}");
    }
}
