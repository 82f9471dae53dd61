//! A link and its account: consent, changes of the account, and the registration that is tried until it is made.

use super::{hosted, identity, terms};
use crate::domain::account::{AccountSnapshot, Grant};
use crate::domain::consent::FlowUpdate;
use crate::domain::consent::state::{AccountRegistration, Notification};
use crate::domain::link::{ActiveFlow, Confirm, Confirmed, LinkState};
use crate::domain::outbox::LEASE;
use account_link_shared::id::{account_uuid, event_id, flow_id};
use account_link_shared::link::reason::{CloseReason, UnlinkReason};
use account_link_shared::link::{Holder, Life};
use account_link_shared::status::{KycStatus, LinkStatus};
use account_link_shared::time::Millis;

const NOW: Millis = Millis::ZERO;

fn opened() -> LinkState {
    let current = ActiveFlow {
        flow: flow_id([1; 16]),
        signature: "a".into(),
        state: Some("state".into()),
        request: hosted(),
        account_screen_only: false,
    };
    LinkState::open(None, identity(), current, None).unwrap().0
}

fn confirm(link: &mut LinkState, kyc: KycStatus) -> Confirmed {
    let holder =
        Holder { otp_ready: false, kyc_status: Some(kyc), email_address: None, accounts: Vec::new() };
    let confirm = Confirm {
        grant: Grant { id: "grant".into(), flow: flow_id([1; 16]), link: "link".into() },
        account_uuid: account_uuid([1; 16]),
        terms: terms(holder),
        kyc_required: true,
        event: event_id([1; 16]),
    };
    link.confirm(confirm, NOW).unwrap()
}

/// A link whose user agreed while the identity check runs.
fn waits() -> LinkState {
    let mut link = opened();
    assert_eq!(confirm(&mut link, KycStatus::KycPending), Confirmed::Waits);
    link
}

fn snapshot(kyc_status: KycStatus) -> AccountSnapshot {
    AccountSnapshot { otp_ready: true, kyc_status }
}

fn on_account_changed(
    link: &mut LinkState,
    account: &str,
    kyc: KycStatus,
) -> (bool, Option<u64>, Option<FlowUpdate>) {
    let change =
        link.on_account_changed(account, snapshot(kyc), account_uuid([2; 16]), event_id([2; 16]), NOW);
    let sequence = change.callback.map(|callback| callback.sequence);
    (change.keeps, sequence, change.tell.map(|(_, update)| update))
}

fn take(link: &mut LinkState, now: Millis) -> Option<AccountRegistration> {
    link.consent.claim(now)
}

#[test]
fn a_passed_check_links_what_waited_once() {
    let mut link = waits();
    assert!(link.would_agree("account", snapshot(KycStatus::KycPass)));
    assert!(!link.would_agree("account", snapshot(KycStatus::KycReview)));
    assert!(!link.would_agree("other", snapshot(KycStatus::KycPass)));
    let (keeps, sequence, heard) = on_account_changed(&mut link, "account", KycStatus::KycPass);
    assert!(keeps && matches!(heard, Some(FlowUpdate::Linked(_))), "{heard:?}");
    assert_eq!(sequence, Some(1));
    assert_eq!(on_account_changed(&mut link, "account", KycStatus::KycPass), (true, None, None), "once");
}

#[test]
fn what_does_not_decide_is_shown_and_waits_on() {
    let mut link = waits();
    let version = link.version;
    let review = on_account_changed(&mut link, "account", KycStatus::KycReview);
    assert_eq!(review, (true, None, Some(FlowUpdate::Waits(KycStatus::KycReview))));
    let status = link.status();
    let shown = (status.link_status, status.kyc_status, status.otp_ready);
    assert_eq!(shown, (LinkStatus::Pending, Some(KycStatus::KycReview), true));
    assert!(link.version > version, "the status is projected anew");
    assert_eq!(link.consent.waits(), Some(KycStatus::KycReview));
}

#[test]
fn a_rejection_closes_and_a_later_pass_changes_nothing() {
    let mut link = waits();
    assert_eq!(
        on_account_changed(&mut link, "account", KycStatus::KycReject),
        (false, None, Some(FlowUpdate::Rejected))
    );
    assert_eq!(link.link.life, Life::Closed { reason: CloseReason::KycRejected });
    assert_eq!(link.status().kyc_status, Some(KycStatus::KycReject));
    assert_eq!(take(&mut link, NOW).map(|owed| owed.notification), Some(Notification::Rejected));
    assert_eq!(on_account_changed(&mut link, "account", KycStatus::KycPass), (false, None, None));
    assert_eq!(link.link.sequence, 0);
}

#[test]
fn withdrawn_consent_links_nothing() {
    let mut link = waits();
    link.end_flow(&flow_id([1; 16]), CloseReason::Cancelled, NOW);
    assert_eq!((link.consent.waits(), take(&mut link, NOW)), (None, None));
    assert_eq!(on_account_changed(&mut link, "account", KycStatus::KycPass), (false, None, None));
    let mut link = waits();
    assert_eq!(link.unlink(UnlinkReason::Partner, event_id([3; 16]), NOW).0, None);
    assert_eq!(on_account_changed(&mut link, "account", KycStatus::KycPass), (false, None, None));
    assert_eq!(link.link.life, Life::Closed { reason: CloseReason::Cancelled });
}

#[test]
fn news_of_another_account_is_none() {
    let mut link = waits();
    assert_eq!(on_account_changed(&mut link, "other", KycStatus::KycPass), (false, None, None));
    assert_eq!(link.consent.waits(), Some(KycStatus::KycPending));
}

#[test]
fn a_linked_link_shows_its_account_without_an_event() {
    let mut link = opened();
    assert!(matches!(confirm(&mut link, KycStatus::KycPass), Confirmed::Linked(Some(_))));
    let version = link.version;
    assert_eq!(on_account_changed(&mut link, "account", KycStatus::KycReject), (true, None, None));
    let status = link.status();
    let shown = (status.link_status, status.kyc_status, status.otp_ready, status.sequence);
    assert_eq!(shown, (LinkStatus::Linked, Some(KycStatus::KycReject), true, 1));
    assert_eq!(link.version, version + 1);
    on_account_changed(&mut link, "account", KycStatus::KycReject);
    assert_eq!(link.version, version + 1, "nothing new");
    link.unlink(UnlinkReason::User, event_id([3; 16]), NOW);
    assert_eq!(on_account_changed(&mut link, "account", KycStatus::KycPass), (false, None, None));
}

#[test]
fn an_introduction_is_tried_until_it_is_made() {
    let mut link = waits();
    let first = take(&mut link, NOW).unwrap();
    assert_eq!(first.notification, Notification::Waits);
    assert_eq!(take(&mut link, NOW.plus(LEASE - 1)), None, "taken");
    assert!(take(&mut link, NOW.plus(LEASE)).is_some(), "who took it died");
    for pause in [2_000, 30_000, 300_000] {
        link.consent.registered(&first, false, NOW);
        assert_eq!(link.consent.due(), Some(NOW.plus(pause)));
    }
    for _ in 0..20 {
        link.consent.registered(&first, false, NOW);
    }
    assert_eq!(link.consent.due(), Some(NOW.plus(3_600_000)), "an hour at most");
    link.consent.registered(&first, true, NOW);
    assert_eq!(link.consent.due(), None);
}

#[test]
fn what_became_news_meanwhile_is_owed_still() {
    let mut link = waits();
    let waiting = take(&mut link, NOW).unwrap();
    on_account_changed(&mut link, "account", KycStatus::KycPass);
    link.consent.registered(&waiting, true, NOW);
    assert_eq!(
        take(&mut link, NOW).map(|owed| owed.notification),
        Some(Notification::Linked(account_uuid([2; 16])))
    );
}
