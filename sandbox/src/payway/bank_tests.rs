//! The life of a code and of a token.

use super::*;

const NOW: u64 = 1_800_000_000;
const UNTIL: u64 = NOW + 90 * 86_400;
const TIMES: (u64, u64) = (NOW, UNTIL);

fn bank(requests: &[(&str, &str)]) -> Bank {
    let request = |(id, currency): &(&str, &str)| Request {
        request_id: (*id).into(),
        ctid: "cust0001".into(),
        qr_string: format!("qr of {id}"),
        token_flag: "CITI_FLEX".into(),
        currency: (*currency).into(),
        callback_url: None,
        return_deeplink: None,
        expires_at: NOW + 600,
        answer: Answer::None,
    };
    Bank { requests: requests.iter().map(request).collect(), tokens: Vec::new() }
}

fn approve(bank: &mut Bank, id: &str, account: Option<&str>, pwt: &str) -> Result<String, No> {
    bank.approve(&format!("qr of {id}"), account, TIMES, pwt.into())
}

fn state(bank: &Bank, id: &str, now: u64) -> &'static str {
    bank.state(bank.requests.iter().find(|request| request.request_id == id).unwrap(), now)
}

#[test]
fn an_approved_code_is_used_and_links() {
    let mut bank = bank(&[("first", "USD")]);
    assert_eq!(state(&bank, "first", NOW), "open");
    assert!(bank.linked("first").is_none());
    assert_eq!(approve(&mut bank, "first", None, "pwt 1"), Ok("first".into()));
    assert_eq!(approve(&mut bank, "first", None, "pwt 2"), Err(No::Used));
    assert_eq!(approve(&mut bank, "other", None, "pwt 2"), Err(No::UnknownQr));
    let (_, token) = bank.linked("first").unwrap();
    assert_eq!((token.pwt.as_str(), token.account.id, token.expires_at), ("pwt 1", "5312", UNTIL));
    assert_eq!(state(&bank, "first", NOW), "active");
}

#[test]
fn a_code_has_an_end() {
    let mut bank = bank(&[("first", "USD")]);
    let at = |bank: &mut Bank, now| bank.approve("qr of first", None, (now, UNTIL), "pwt".into());
    assert_eq!(at(&mut bank, NOW + 600), Err(No::Expired));
    assert_eq!(state(&bank, "first", NOW + 600), "timed_out");
    assert_eq!(at(&mut bank, NOW + 599), Ok("first".into()));
}

#[test]
fn a_declined_code_links_nothing() {
    let mut bank = bank(&[("first", "USD")]);
    assert_eq!(bank.decline("qr of first", NOW), Ok("first".into()));
    assert_eq!(bank.decline("qr of first", NOW), Err(No::Used));
    assert_eq!(approve(&mut bank, "first", None, "pwt"), Err(No::Used));
    assert!(bank.linked("first").is_none());
    assert_eq!(state(&bank, "first", NOW), "declined");
}

#[test]
fn only_accounts_of_the_asked_currency() {
    let mut bank = bank(&[("first", "KHR")]);
    assert_eq!(approve(&mut bank, "first", Some("5312"), "pwt"), Err(No::WrongAccount));
    assert_eq!(approve(&mut bank, "first", None, "pwt"), Ok("first".into()));
    assert_eq!(bank.linked("first").unwrap().1.account.id, "2207");
}

#[test]
fn an_account_is_linked_once_and_after_removal_under_the_same_token() {
    let mut bank = bank(&[("first", "USD"), ("second", "USD"), ("third", "USD")]);
    approve(&mut bank, "first", None, "pwt 1").unwrap();
    assert_eq!(approve(&mut bank, "second", None, "pwt 2"), Err(No::AlreadyLinked));
    bank.change_token("first", TokenAction::Freeze, TIMES).unwrap();
    assert_eq!(state(&bank, "first", NOW), "frozen");
    assert_eq!(approve(&mut bank, "second", None, "pwt 2"), Err(No::AlreadyLinked));
    assert_eq!(approve(&mut bank, "third", Some("8841"), "pwt 3"), Ok("third".into()));

    bank.change_token("first", TokenAction::Remove, TIMES).unwrap();
    assert!(bank.token("cust0001", "pwt 1").is_none());
    assert_eq!(bank.change_token("first", TokenAction::Unfreeze, TIMES), Err(No::UnknownToken));
    assert_eq!(approve(&mut bank, "second", None, "pwt 2"), Ok("second".into()));
    assert_eq!(bank.linked("second").unwrap().1.pwt, "pwt 1");
    assert_eq!((state(&bank, "first", NOW), state(&bank, "second", NOW)), ("replaced", "active"));
}

#[test]
fn a_token_has_an_end_that_moves() {
    let mut bank = bank(&[("first", "USD")]);
    approve(&mut bank, "first", None, "pwt").unwrap();
    assert_eq!(state(&bank, "first", UNTIL), "expired");
    bank.change_token("first", TokenAction::Expire, TIMES).unwrap();
    assert_eq!(state(&bank, "first", NOW), "expired");
    bank.change_token("first", TokenAction::Renew, TIMES).unwrap();
    assert_eq!(state(&bank, "first", UNTIL - 1), "active");
    assert!(bank.token("cust0002", "pwt").is_none());
}
