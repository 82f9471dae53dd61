//! One link and the flows that come to it: first browser, newer link, lost answers.

use super::{hosted, identity, terms};
use crate::domain::account::Grant;
use crate::domain::link::{ActiveFlow, CloseOutcome, Confirm, Confirmed, LinkRefusal, LinkState, LinkedHere};
use account_link_shared::id::{account_uuid, event_id, flow_id};
use account_link_shared::link::reason::{CloseReason, Refusal, UnlinkReason};
use account_link_shared::link::{Holder, Life};
use account_link_shared::time::Millis;

const NOW: Millis = Millis::ZERO;

fn current(n: u8, signature: &str) -> ActiveFlow {
    ActiveFlow {
        flow: flow_id([n; 16]),
        signature: signature.into(),
        state: Some(format!("state {n}")),
        request: hosted(),
        account_screen_only: false,
    }
}

fn open(known: Option<LinkState>, n: u8, signature: &str) -> LinkState {
    LinkState::open(known, identity(), current(n, signature), None).unwrap().0
}

fn confirm(n: u8, grant: &str) -> Confirm {
    let grant = Grant { id: grant.into(), flow: flow_id([n; 16]), link: "link".into() };
    let holder = Holder { otp_ready: false, kyc_status: None, email_address: None, accounts: Vec::new() };
    Confirm {
        grant,
        account_uuid: account_uuid([n; 16]),
        terms: terms(holder),
        kyc_required: false,
        event: event_id([n; 16]),
    }
}

#[test]
fn twenty_confirms_make_one_callback() {
    let mut link = open(None, 1, "a");
    let told = |confirmed| matches!(confirmed, Ok(Confirmed::Linked(Some(_))));
    let told = (0..20).filter(|_| told(link.confirm(confirm(1, "grant"), NOW))).count();
    assert_eq!((told, link.link.sequence), (1, 1));
    assert_eq!(
        link.confirm(confirm(1, "another"), NOW),
        Ok(Confirmed::Linked(None)),
        "a new code after a lost answer"
    );
    assert_eq!(link.confirm(confirm(2, "foreign"), NOW), Err(LinkRefusal::Life(Refusal::AlreadyLinked)));
}

#[test]
fn a_cancel_after_a_lost_answer_learns_that_it_is_linked() {
    let mut link = open(None, 1, "a");
    link.confirm(confirm(1, "grant"), NOW).unwrap();
    for reason in [CloseReason::Cancelled, CloseReason::Expired] {
        assert_eq!(
            link.end_flow(&flow_id([1; 16]), reason, NOW),
            CloseOutcome::Linked(LinkedHere { masked: None })
        );
    }
    assert!(matches!(link.link.life, Life::Linked(_)));
}

#[test]
fn a_signature_in_use_names_its_flow_and_a_newer_one_replaces_it() {
    let link = open(None, 1, "a");
    let flow = flow_id([1; 16]);
    let again = LinkState::open(Some(link.clone()), identity(), current(2, "a"), None);
    assert_eq!(again.unwrap_err(), LinkRefusal::InUse { flow: flow.clone() });
    let over = LinkState::open(Some(link.clone()), identity(), current(2, "a"), Some(&flow)).unwrap();
    assert_eq!(over.1.replaced, Some(flow.clone()));
    let (mut newer, opened) = LinkState::open(Some(link), identity(), current(2, "b"), None).unwrap();
    assert_eq!(opened.replaced, Some(flow));
    assert_eq!(newer.confirm(confirm(1, "old"), NOW), Err(LinkRefusal::Replaced));
}

#[test]
fn the_end_of_an_older_flow_does_not_close_what_a_newer_one_opened() {
    let mut link = open(Some(open(None, 1, "a")), 2, "b");
    link.end_flow(&flow_id([1; 16]), CloseReason::Expired, NOW);
    assert_eq!(link.link.life, Life::Pending);
    link.end_flow(&flow_id([2; 16]), CloseReason::Expired, NOW);
    assert_eq!(link.link.life, Life::Closed { reason: CloseReason::Expired });
    assert_eq!(link.confirm(confirm(2, "late"), NOW), Err(LinkRefusal::Over));
}

#[test]
fn both_callbacks_carry_the_state_of_the_flow_that_linked() {
    let mut link = open(None, 1, "a");
    let Ok(Confirmed::Linked(Some(linked))) = link.confirm(confirm(1, "grant"), NOW) else { panic!() };
    let mut link = open(Some(link), 2, "b");
    let (unlinked, flow) = link.unlink(UnlinkReason::Partner, event_id([9; 16]), NOW);
    let unlinked = unlinked.unwrap();
    assert_eq!((linked.sequence, unlinked.sequence), (1, 2));
    assert_eq!((linked.link_state, unlinked.link_state), (Some("state 1".into()), Some("state 1".into())));
    assert_eq!(flow, Some(flow_id([1; 16])), "who finds it linked takes nobody's place");
    assert_eq!(link.unlink(UnlinkReason::Partner, event_id([8; 16]), NOW), (None, None), "repeatable");
}
