//! The life of an RA.

use super::super::vectors;
use super::*;

const NOW: u64 = 1_800_000_000_000;

fn opening(after: u64) -> Opening {
    Opening { at: "now".into(), active_at: NOW + after }
}

fn drawn(first: &str) -> Drawn {
    Drawn { account_id: format!("of {first}"), numbers: [first.into(), format!("{first}+")] }
}

fn query(request_id: Option<&str>) -> Query {
    let query = Query::read(&vectors::first("rsa-url"), false).unwrap();
    Query { request_id: request_id.map(str::to_owned), ..query }
}

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

fn numbers(store: &Store, now: u64) -> Vec<&str> {
    let ra = store.visible("seller-1001", now);
    ra.map(|ra| ra.accounts.iter().map(|account| account.account_no.as_str()).collect()).unwrap_or_default()
}

#[test]
fn one_account_for_the_first_currency_and_one_for_the_others() {
    let mut store = Store::default();
    store.authorise(&query(None), codes(&["USD"]), true, drawn("1"), opening(0));
    assert_eq!(numbers(&store, NOW), ["1"]);
    store.open("seller-1001", codes(&["USD", "EUR", "GBP"]), drawn("2"), opening(0), None);
    let ra = store.visible("seller-1001", NOW).unwrap();
    let lists: Vec<&[String]> = ra.accounts.iter().map(|account| account.currency_list.as_slice()).collect();
    assert_eq!(
        (numbers(&store, NOW), lists),
        (vec!["2", "2+"], vec![&codes(&["USD"])[..], &codes(&["EUR", "GBP"])[..]])
    );
}

#[test]
fn what_is_pending_is_opened_but_not_visible() {
    let mut store = Store::default();
    store.authorise(&query(None), codes(&["USD"]), true, drawn("1"), opening(500));
    assert!(store.visible("seller-1001", NOW + 499).is_none() && store.ra("seller-1001").is_some());
    assert_eq!(numbers(&store, NOW + 500), ["1"]);
    assert_eq!(store.admit(&query(None)), Err(REFERENCE_CUSTOMER_ID_OPENED_RA));
    assert!(store.set("seller-1001", Status::Abnormal));
    assert_eq!(store.visible("seller-1001", 0).unwrap().status, Status::Abnormal);
}

#[test]
fn what_is_closed_is_not_there_and_can_be_opened_again() {
    let mut store = Store::default();
    assert!(!store.set("seller-1001", Status::Closed));
    store.authorise(&query(None), codes(&["USD"]), true, drawn("1"), opening(0));
    assert!(store.set("seller-1001", Status::Closed));
    assert!(store.visible("seller-1001", NOW).is_none() && store.all().count() == 1);
    assert_eq!(store.admit(&query(None)), Ok(()));
    store.authorise(&query(None), codes(&["USD"]), true, drawn("2"), opening(0));
    assert_eq!(numbers(&store, NOW), ["2"]);
}

#[test]
fn a_rebinding_replaces_unless_nothing_is_to_change() {
    let mut store = Store::default();
    store.authorise(&query(None), codes(&["USD"]), true, drawn("1"), opening(0));
    for (id, replace, left) in [("r1", false, "1"), ("r2", true, "r2")] {
        let query = query(Some(id));
        assert_eq!((store.note(&query), store.admit(&query)), (Ok(()), Ok(())));
        store.authorise(&query, codes(&["USD"]), replace, drawn(id), opening(0));
        assert_eq!(numbers(&store, NOW), [left]);
        assert_eq!(store.note(&query), Err(REQUEST_ID_IDEMPOTENT));
    }
}

#[test]
fn an_ra_out_of_the_blue_binds_no_wish() {
    let mut store = Store::default();
    store.open("seller-1001", codes(&["GBP"]), drawn("1"), opening(0), None);
    assert_eq!(store.admit(&query(None)), Err(REFERENCE_CUSTOMER_ID_OPENED_RA));
    assert_eq!(store.admit(&query(Some("r1"))), Ok(()));
}
