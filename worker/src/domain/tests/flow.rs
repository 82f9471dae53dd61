//! The opening code, the session and its rotation, the limits of one flow.

use super::{new_flow, write};
use crate::domain::flow::{ABSOLUTE, Cost, Event, Flow, FlowRefusal, IDLE, OPENING, Stage};
use account_link_shared::session::End;
use account_link_shared::time::Millis;

const START: i64 = 1_000_000;

fn at(milliseconds: i64) -> Millis {
    Millis::new(START + milliseconds)
}

fn opened() -> Flow {
    let mut flow = Flow::new(new_flow(1), at(0));
    flow.redeem("code", &write(0), "first".into(), at(0)).unwrap();
    flow
}

#[test]
fn the_opening_code_is_good_for_a_minute_and_once() {
    let mut late = Flow::new(new_flow(1), at(0));
    assert_eq!(late.redeem("code", &write(0), "t".into(), at(OPENING + 1)), Err(FlowRefusal::Opening));
    let mut wrong = Flow::new(new_flow(1), at(0));
    assert_eq!(wrong.redeem("edoc", &write(0), "t".into(), at(0)), Err(FlowRefusal::Opening));
    assert_eq!(wrong.redeem("code", &write(0), "t".into(), at(OPENING)), Ok(()));
    assert_eq!(wrong.redeem("code", &write(1), "other".into(), at(OPENING)), Err(FlowRefusal::Opening));
    assert_eq!(
        wrong.redeem("code", &write(0), "again".into(), at(OPENING + 1)),
        Ok(()),
        "the answer got lost"
    );
    assert!(wrong.enter("again", None, at(OPENING + 2)).is_ok());
}

#[test]
fn a_rotated_token_repeats_its_write_and_nothing_else() {
    let mut flow = opened();
    assert_eq!(flow.apply(Event::Continued, Some(write(1)), Some("second".into()), at(1)), Ok(true));
    let entry = flow.enter("first", Some(&write(1)), at(2)).unwrap();
    assert!(entry.repeated && entry.stale);
    assert_eq!(flow.enter("first", Some(&write(2)), at(2)), Err(FlowRefusal::Stage));
    assert_eq!(flow.enter("first", None, at(2)), Err(FlowRefusal::Session));
    assert_eq!(flow.enter("first", Some(&write(1)), at(60_002)), Err(FlowRefusal::Session));
    assert!(!flow.enter("second", Some(&write(2)), at(3)).unwrap().stale);
}

#[test]
fn a_session_ends_when_nobody_is_there_and_after_an_hour_in_any_case() {
    let mut idle = opened();
    idle.tick(at(IDLE - 1));
    assert!(idle.is_open());
    idle.tick(at(IDLE));
    assert!(matches!(idle.stage, Stage::Ended { end: End::Expired, .. }) && idle.owes_end);
    let mut busy = opened();
    for minute in 1..60 {
        assert!(busy.enter("first", None, at(minute * 60_000)).is_ok());
    }
    busy.tick(at(ABSOLUTE));
    assert!(!busy.is_open());
    let mut unopened = Flow::new(new_flow(1), at(0));
    unopened.tick(at(OPENING + 1));
    assert!(!unopened.is_open() && !unopened.owes_end, "nobody came: the link knows nothing of it");
}

#[test]
fn the_links_word_outranks_what_the_page_believed() {
    for event in [Event::Continued, Event::Ended { end: End::Cancelled, masked: None }] {
        let mut flow = opened();
        flow.apply(event, None, None, at(1)).unwrap();
        flow.apply(Event::Linked { masked: None }, None, None, at(2)).unwrap();
        assert!(matches!(flow.stage, Stage::Ended { end: End::Linked, .. }));
        assert_eq!(
            flow.apply(Event::Ended { end: End::Cancelled, masked: None }, None, None, at(3)),
            Err(FlowRefusal::Stage),
            "too late to cancel"
        );
    }
}

#[test]
fn one_flow_cannot_mail_or_guess_without_end() {
    let mut flow = opened();
    let paid = |flow: &mut Flow, cost| (0..1000).take_while(|_| flow.charge(cost).is_ok()).count();
    assert_eq!((paid(&mut flow, Cost::Mail), paid(&mut flow, Cost::Guess)), (12, 40));
    assert!(flow.charge(Cost::Free).is_ok());
}

#[test]
fn a_ticket_opens_the_channel_once_and_within_half_a_minute() {
    let mut flow = opened();
    flow.issue_ticket("old".into(), at(0));
    flow.issue_ticket("new".into(), at(0));
    assert_eq!(flow.spend_ticket("old", at(1)), Err(FlowRefusal::Session), "a newer one voids it");
    assert_eq!(flow.spend_ticket("new", at(30_000)), Ok(()));
    assert_eq!(flow.spend_ticket("new", at(1)), Err(FlowRefusal::Session), "once");
    flow.issue_ticket("late".into(), at(0));
    assert_eq!(flow.spend_ticket("late", at(30_001)), Err(FlowRefusal::Session));
    flow.issue_ticket("ended".into(), at(0));
    flow.apply(Event::Linked { masked: None }, None, None, at(1)).unwrap();
    assert_eq!(flow.spend_ticket("ended", at(2)), Ok(()), "linked while the page came with it");
}
