//! The second step: an app's codes count once and a few tries long, recovery codes once; a reset locks it.

use super::{email, mails, submitted};
use crate::domain::account::{Account, AccountRefusal, Purpose, RequiredFactor, SecondFactor, Seed};
use crate::domain::outbox::mail::Mail;
use account_link_shared::id::{FlowId, flow_id};
use account_link_shared::time::{DAY, MINUTE, Millis};

const NOW: Millis = Millis::ZERO;

fn flow() -> FlowId {
    flow_id([1; 16])
}

fn seed() -> Seed {
    Seed::new(b"12345678901234567890".to_vec())
}

/// What the app shows.
fn shows(at: Millis) -> String {
    let totp = totp_rs::Builder::new().with_secret(seed().to_vec()).build().unwrap();
    totp.generate(u64::try_from(at.get() / 1000).unwrap()).to_string()
}

fn opened() -> Account {
    let mut account = Account::default();
    let code = mails(Purpose::Onboard);
    account.send_code(&flow(), Purpose::Onboard, true, "onboard".into(), code, NOW).unwrap();
    account.prove(&flow(), Purpose::Onboard, "onboard", NOW).unwrap();
    account.open(&flow(), email(), "hash".into(), NOW).unwrap();
    account
}

fn bind(account: &mut Account, at: Millis) {
    let recovery = vec!["first".into(), "second".into()];
    let first = submitted(&shows(at), 100, SecondFactor::Totp);
    account.bind(&flow(), "sealed".into(), &seed(), &first, recovery, at).unwrap();
}

fn bound() -> Account {
    let mut account = opened();
    bind(&mut account, NOW);
    account
}

fn reset(account: &mut Account, at: Millis) {
    account.send_code(&flow(), Purpose::Reset, true, "reset".into(), mails(Purpose::Reset), at).unwrap();
    account.prove(&flow(), Purpose::Reset, "reset", at).unwrap();
    reset_in(account, &flow(), at).unwrap();
}

/// Chooses the new password.
fn reset_in(account: &mut Account, flow: &FlowId, at: Millis) -> Result<(), AccountRefusal> {
    let notice = Mail {
        to: String::new(),
        subject: String::new(),
        text: String::new(),
        html: String::new(),
        id: "n".into(),
    };
    account.reset(flow, "new".into(), notice, at)
}

fn grant(account: &mut Account, code: &str, write: usize, at: Millis) -> Result<String, AccountRefusal> {
    let id = format!("grant-{write}");
    account
        .grant(&flow(), "link", &submitted(code, write, SecondFactor::Totp), Some(&seed()), id, at)
        .map(|grant| grant.id)
}

#[test]
fn five_wrong_codes_in_five_minutes_and_then_the_right_one_waits() {
    let mut account = bound();
    let at = NOW.plus(MINUTE);
    for n in 0..5 {
        assert_eq!(grant(&mut account, "wrong", n, at), Err(AccountRefusal::CodeWrong));
    }
    assert_eq!(grant(&mut account, &shows(at), 6, at), Err(AccountRefusal::TooMany { seconds: 301 }));
    let later = at.plus(5 * MINUTE);
    assert!(matches!(
        grant(&mut account, &shows(later), 7, later.plus(-1)),
        Err(AccountRefusal::TooMany { .. })
    ));
    assert_eq!(grant(&mut account, &shows(later), 8, later), Ok("grant-8".into()));
    assert_eq!(grant(&mut account, "wrong", 9, later), Err(AccountRefusal::CodeWrong), "a clean slate");
}

#[test]
fn removing_shares_the_tries_of_confirming() {
    let mut account = bound();
    for n in 0..5 {
        assert_eq!(
            account.unbind(&submitted("wrong", n, SecondFactor::Totp), Some(&seed()), NOW),
            Err(AccountRefusal::CodeWrong)
        );
    }
    let at = NOW.plus(MINUTE);
    assert!(matches!(grant(&mut account, &shows(at), 6, at), Err(AccountRefusal::TooMany { .. })));
    assert!(matches!(
        account.unbind(&submitted("first", 7, SecondFactor::Totp), Some(&seed()), at),
        Err(AccountRefusal::TooMany { .. })
    ));
}

#[test]
fn a_step_counts_once_and_typing_it_twice_is_no_try() {
    let mut account = bound();
    for n in 0..20 {
        assert_eq!(grant(&mut account, &shows(NOW), n, NOW), Err(AccountRefusal::CodeWrong), "bound by it");
    }
    let next = NOW.plus(30_000);
    assert_eq!(grant(&mut account, &shows(next), 30, NOW), Ok("grant-30".into()), "of the step to come");
    assert_eq!(grant(&mut account, &shows(next), 31, next), Err(AccountRefusal::CodeWrong));
    assert_eq!(grant(&mut account, &shows(NOW), 32, next), Err(AccountRefusal::CodeWrong), "one before it");
}

#[test]
fn the_same_write_gets_the_same_grant_and_no_other_link() {
    let mut account = bound();
    let at = NOW.plus(MINUTE);
    let first = grant(&mut account, &shows(at), 1, at);
    let submitted = submitted(&shows(at), 1, SecondFactor::Totp);
    let again = account.grant(&flow(), "link", &submitted, Some(&seed()), "another".into(), at.plus(DAY));
    assert_eq!(again.map(|grant| grant.id), first, "a lost answer");
    let other = account.grant(&flow(), "other", &submitted, Some(&seed()), "another".into(), at);
    assert_eq!(other, Err(AccountRefusal::CodeWrong));
    let flow = flow_id([2; 16]);
    let other = account.grant(&flow, "link", &submitted, Some(&seed()), "another".into(), at);
    assert_eq!(other, Err(AccountRefusal::CodeWrong));
}

#[test]
fn where_an_app_is_bound_no_mailed_code_confirms() {
    let mut account = bound();
    assert_eq!(grant(&mut account, "onboard", 1, NOW), Err(AccountRefusal::CodeWrong));
    let mailed = submitted("onboard", 3, SecondFactor::Mail);
    let granted = account.grant(&flow(), "link", &mailed, Some(&seed()), "g".into(), NOW);
    assert_eq!(granted, Err(AccountRefusal::Changed), "the page has to ask for the app's");
    let code = mails(Purpose::Confirm);
    let sent = account.send_code(&flow(), Purpose::Confirm, true, "mailed".into(), code, NOW.plus(MINUTE));
    assert_eq!(sent, Err(AccountRefusal::Changed), "and no code is mailed that is good for nothing");
    assert_eq!(grant(&mut account, "first", 2, NOW), Err(AccountRefusal::CodeWrong), "nor a recovery code");
}

#[test]
fn a_recovery_code_removes_the_app_once_and_the_same_write_has_done_it() {
    let mut account = bound();
    let write = submitted("second", 1, SecondFactor::Totp);
    assert_eq!(account.unbind(&write, Some(&seed()), NOW), Ok(()));
    assert!(!account.is_bound());
    assert_eq!(account.unbind(&write, None, NOW), Ok(()), "a lost answer");
    assert_eq!(
        account.unbind(&submitted("second", 2, SecondFactor::Totp), None, NOW),
        Err(AccountRefusal::CodeWrong)
    );
}

#[test]
fn an_app_that_is_bound_is_not_replaced_and_binding_it_twice_changes_nothing() {
    let mut account = bound();
    let first = submitted(&shows(NOW), 1, SecondFactor::Totp);
    let other = account.bind(&flow(), "other".into(), &seed(), &first, Vec::new(), NOW);
    assert_eq!(other, Err(AccountRefusal::Exists));
    let late = NOW.plus(30_000);
    assert_eq!(grant(&mut account, &shows(late), 2, late), Ok("grant-2".into()));
    let again = account.bind(&flow(), "sealed".into(), &seed(), &first, vec!["other".into()], late);
    assert_eq!(again, Ok(()), "a lost answer");
    assert_eq!(grant(&mut account, &shows(late), 3, late), Err(AccountRefusal::CodeWrong), "used is used");
    assert_eq!(
        account.unbind(&submitted("other", 4, SecondFactor::Totp), Some(&seed()), late),
        Err(AccountRefusal::CodeWrong)
    );
    assert_eq!(account.unbind(&submitted("first", 5, SecondFactor::Totp), Some(&seed()), late), Ok(()));
}

/// Bound before the reset, after it, at the same time, not at all: what confirm takes for a day, and then.
#[test]
fn a_reset_locks_for_a_day_what_was_not_bound_before() {
    let at = NOW.plus(MINUTE);
    let locked = RequiredFactor::Locked { until: at.plus(DAY).seconds() };
    for (bound_at, during, after) in [
        (None, locked, RequiredFactor::Mail),
        (Some(NOW), RequiredFactor::Totp, RequiredFactor::Totp),
        (Some(at), locked, RequiredFactor::Totp),
        (Some(at.plus(MINUTE)), locked, RequiredFactor::Totp),
    ] {
        let mut account = opened();
        if let Some(bound_at) = bound_at.filter(|bound_at| *bound_at < at) {
            bind(&mut account, bound_at);
        }
        reset(&mut account, at);
        if let Some(bound_at) = bound_at.filter(|bound_at| *bound_at >= at) {
            bind(&mut account, bound_at);
        }
        assert_eq!(account.required_factor(at.plus(2 * MINUTE)), during, "{bound_at:?}");
        assert_eq!(account.required_factor(at.plus(DAY - 1)), during, "{bound_at:?}");
        assert_eq!(account.required_factor(at.plus(DAY)), after, "{bound_at:?}");
        let late = at.plus(3 * MINUTE);
        let granted = grant(&mut account, &shows(late), 1, late);
        assert_eq!(granted.is_ok(), during == RequiredFactor::Totp, "{granted:?}");
    }
}

/// Whoever reads the mailbox can reset again and again: the app that they bound meanwhile counts a day after the last.
#[test]
fn resetting_twice_is_no_way_around_the_day() {
    let mut account = opened();
    let at = NOW.plus(MINUTE);
    reset(&mut account, at);
    bind(&mut account, at.plus(MINUTE));
    let again = at.plus(10 * MINUTE);
    reset(&mut account, again);
    let locked = RequiredFactor::Locked { until: again.plus(DAY).seconds() };
    assert_eq!(account.required_factor(again), locked);
    assert_eq!(account.required_factor(again.plus(DAY - 1)), locked);
    assert_eq!(account.required_factor(again.plus(DAY)), RequiredFactor::Totp);
}

/// The proof stays at its step, for the answer that got lost; other flows' proofs are void.
#[test]
fn the_flow_that_reset_the_password_can_do_it_again_and_no_other_can() {
    let mut account = opened();
    let other = flow_id([9; 16]);
    account.send_code(&other, Purpose::Reset, true, "other".into(), mails(Purpose::Reset), NOW).unwrap();
    account.prove(&other, Purpose::Reset, "other", NOW).unwrap();
    reset(&mut account, NOW.plus(MINUTE));
    reset_in(&mut account, &flow(), NOW.plus(MINUTE)).unwrap();
    assert_eq!(reset_in(&mut account, &other, NOW.plus(MINUTE)), Err(AccountRefusal::NotPossible));
}
