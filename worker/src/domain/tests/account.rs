//! Codes and grants: what they are good for, how often, and for whom.

use super::{email, mails, submitted};
use crate::domain::account::{Account, AccountRefusal, CODE_LIFE, Purpose, RESEND_AFTER, SecondFactor};
use account_link_shared::id::{FlowId, flow_id};
use account_link_shared::time::Millis;

const NOW: Millis = Millis::ZERO;

fn flow(n: u8) -> FlowId {
    flow_id([n; 16])
}

fn send(
    account: &mut Account,
    n: u8,
    purpose: Purpose,
    hash: &str,
    now: Millis,
) -> Result<(), AccountRefusal> {
    account.send_code(&flow(n), purpose, true, hash.into(), mails(purpose), now).map(drop)
}

/// An account that was opened in flow 1.
fn opened() -> Account {
    let mut account = Account::default();
    send(&mut account, 1, Purpose::Onboard, "onboard", NOW).unwrap();
    account.prove(&flow(1), Purpose::Onboard, "onboard", NOW).unwrap();
    account.open(&flow(1), email(), "hash".into(), NOW).unwrap();
    account
}

fn grant(
    account: &mut Account,
    n: u8,
    link: &str,
    hash: &str,
    now: Millis,
) -> Result<String, AccountRefusal> {
    account
        .grant(
            &flow(n),
            link,
            &submitted(hash, 1, SecondFactor::Mail),
            None,
            format!("{n}-{}", now.get()),
            now,
        )
        .map(|grant| grant.id)
}

#[test]
fn the_same_code_grants_the_same_link_once() {
    let mut account = opened();
    let first = grant(&mut account, 1, "link", "onboard", NOW).unwrap();
    assert_eq!(grant(&mut account, 1, "link", "onboard", NOW.plus(5)), Ok(first), "a lost answer");
    assert_eq!(grant(&mut account, 1, "other", "onboard", NOW), Err(AccountRefusal::CodeExpired));
}

#[test]
fn a_code_belongs_to_its_flow_and_lasts_ten_minutes() {
    let mut account = opened();
    assert_eq!(grant(&mut account, 2, "link", "onboard", NOW), Err(AccountRefusal::CodeExpired));
    assert_eq!(
        grant(&mut account, 1, "link", "onboard", NOW.plus(CODE_LIFE + 1)),
        Err(AccountRefusal::CodeExpired)
    );
    assert!(grant(&mut account, 1, "link", "onboard", NOW.plus(CODE_LIFE)).is_ok());
}

#[test]
fn five_wrong_tries_use_a_code_up() {
    let mut account = opened();
    for _ in 0..4 {
        assert_eq!(grant(&mut account, 1, "link", "wrong", NOW), Err(AccountRefusal::CodeWrong));
    }
    assert_eq!(grant(&mut account, 1, "link", "wrong", NOW), Err(AccountRefusal::CodeExpired));
    assert_eq!(grant(&mut account, 1, "link", "onboard", NOW), Err(AccountRefusal::CodeExpired));
}

#[test]
fn a_new_code_replaces_the_old_one_and_has_to_wait() {
    let mut account = opened();
    let early = send(&mut account, 1, Purpose::Confirm, "second", NOW.plus(RESEND_AFTER - 1));
    assert!(matches!(early, Err(AccountRefusal::TooMany { .. })));
    send(&mut account, 1, Purpose::Confirm, "second", NOW.plus(RESEND_AFTER)).unwrap();
    let later = NOW.plus(RESEND_AFTER);
    assert_eq!(grant(&mut account, 1, "link", "onboard", later), Err(AccountRefusal::CodeWrong));
    assert!(grant(&mut account, 1, "link", "second", later).is_ok());
}

#[test]
fn strangers_cannot_use_up_the_owners_codes() {
    let mut account = opened();
    let sent = (2..100).filter(|n| send(&mut account, *n, Purpose::Onboard, "x", NOW).is_ok()).count();
    assert_eq!(sent, 9, "ten an hour with the owner's own");
    assert!(send(&mut account, 100, Purpose::Confirm, "mine", NOW).is_ok());
}

#[test]
fn an_address_with_an_account_is_answered_like_any_other_and_no_code_opens_it() {
    let mut account = opened();
    send(&mut account, 2, Purpose::Onboard, "told-nobody", NOW).unwrap();
    let mails: Vec<String> = account.mails.claim(NOW).into_iter().map(|mail| mail.id).collect();
    assert_eq!(mails, ["code", "known"]);
    assert_eq!(account.prove(&flow(2), Purpose::Onboard, "told-nobody", NOW), Err(AccountRefusal::CodeWrong));
    assert_eq!(account.prove(&flow(2), Purpose::Onboard, "", NOW), Err(AccountRefusal::CodeWrong));
    assert_eq!(account.open(&flow(2), email(), "mine".into(), NOW), Err(AccountRefusal::NotPossible));
}

#[test]
fn a_hash_with_an_older_pepper_is_replaced_at_the_next_right_password() {
    let mut account = opened();
    account.password_verified(Some("renewed".into()), "device".into());
    assert_eq!(account.guess(None, NOW), Ok(Some("renewed".into())));
}
