//! Steps that wait: the channel, the reads without it, the tab that is not seen, the code that runs out.

use super::tests::{answer, at, call, ended, id, problem, reply};
use super::*;
use account_link_shared::qr::{Qr, ReturnTo};
use account_link_shared::session::{End, FlowResult};
use account_link_shared::time::{Millis, Seconds};

fn scan() -> Step {
    let (qr_string, deeplink) = ("00020101".to_owned(), "abamobilebank://x".to_owned());
    Step::Scan(Qr { qr_string, deeplink, expires_at: Seconds::new(600), return_to: ReturnTo::Web })
}

/// From the landing to the code: the state, and what that asks for.
fn scanning() -> (State, Vec<Effect>) {
    let mut state = at(true, Step::Landing);
    let effects = state.update(Event::Do(Action::Continue, id("continue")));
    let effects = answer(&mut state, &effects, Ok(reply(scan())));
    (state, effects)
}

/// The number of the channel that is to be opened; `Some(None)` where there is to be none.
fn channel(effects: &[Effect]) -> Option<Option<u32>> {
    effects.iter().find_map(|effect| if let Effect::Channel(number) = effect { Some(*number) } else { None })
}

fn opened(effects: &[Effect]) -> u32 {
    channel(effects).unwrap().unwrap()
}

/// When the next read is due, and its timer.
fn poll(effects: &[Effect]) -> Option<(i64, Timer)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Timer { after, timer: timer @ Timer::Poll(_) } => Some((*after, *timer)),
        _ => None,
    })
}

fn reopening(effects: &[Effect]) -> Option<(i64, Timer)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Timer { after, timer: timer @ Timer::Reopen(_) } => Some((*after, *timer)),
        _ => None,
    })
}

fn reads(effects: &[Effect]) -> bool {
    call(effects).is_some_and(|(_, action, _)| action == Action::Read)
}

/// A read that finds nothing new: what it asks for next.
fn read_again(state: &mut State, timer: Timer) -> Vec<Effect> {
    let effects = state.update(Event::TimerFired(timer));
    assert!(reads(&effects));
    answer(state, &effects, Ok(reply(scan())))
}

#[test]
fn a_step_that_waits_has_a_channel_and_others_have_none() {
    assert_eq!(
        channel(&{
            let mut state = at(true, Step::Landing);
            let effects = state.update(Event::Seen);
            answer(&mut state, &effects, Ok(reply(Step::Login)))
        }),
        None
    );
    let (mut state, effects) = scanning();
    opened(&effects);
    let effects = state.update(Event::Back(id("back")));
    assert_eq!(call(&effects).unwrap().1, Action::Goto(Destination::Landing));
    let effects = answer(&mut state, &effects, Ok(reply(Step::Landing)));
    assert_eq!((channel(&effects), poll(&effects)), (Some(None), None));

    let (mut state, effects) = scanning();
    let effects = state.update(Event::TimerFired(poll(&effects).unwrap().1));
    let effects = answer(&mut state, &effects, Ok(reply(ended(End::Linked, FlowResult::Linked))));
    assert_eq!((channel(&effects), poll(&effects)), (Some(None), None));

    let (mut state, effects) = scanning();
    let effects = state.update(Event::TimerFired(poll(&effects).unwrap().1));
    let effects = answer(&mut state, &effects, Err(problem(Code::FlowReplaced)));
    assert_eq!((channel(&effects), poll(&effects)), (Some(None), None));
}

#[test]
fn without_a_channel_it_is_read_after_2_3_5_8_8_seconds_offline_or_not() {
    let (mut state, mut effects) = scanning();
    let mut pauses = Vec::new();
    for round in 0..6 {
        let (after, timer) = poll(&effects).unwrap();
        pauses.push(after);
        let asked = state.update(Event::TimerFired(timer));
        assert_eq!(state.update(Event::TimerFired(timer)), [], "one read at a time");
        let reply = if round % 2 == 0 { Err(CallError::Network) } else { Ok(reply(scan())) };
        effects = answer(&mut state, &asked, reply);
        assert_eq!(state.form_error, None);
    }
    assert_eq!(pauses, [2_000, 3_000, 5_000, 8_000, 8_000, 8_000]);
}

#[test]
fn with_a_channel_it_is_read_when_it_opens_at_each_message_and_every_20_seconds() {
    let (mut state, effects) = scanning();
    let number = opened(&effects);
    let stale = poll(&effects).unwrap().1;
    let effects = state.update(Event::Channel(number, ChannelEvent::Opened));
    assert!(reads(&effects));
    let effects = answer(&mut state, &effects, Ok(reply(scan())));
    assert_eq!(poll(&effects).unwrap().0, 20_000);
    assert_eq!(state.update(Event::TimerFired(stale)), []);
    let effects = read_again(&mut state, poll(&effects).unwrap().1);
    assert_eq!(poll(&effects).unwrap().0, 20_000);

    let asked = state.update(Event::Channel(number, ChannelEvent::Message));
    assert!(reads(&asked));
    // The answer under way may be older than what this one says.
    assert_eq!(state.update(Event::Channel(number, ChannelEvent::Message)), []);
    let asked = answer(&mut state, &asked, Ok(reply(scan())));
    assert!(reads(&asked) && poll(&asked).is_none());
    let effects = answer(&mut state, &asked, Ok(reply(scan())));
    assert!(!reads(&effects) && poll(&effects).is_some());
    assert_eq!(
        state.update(Event::Channel(number.wrapping_sub(1), ChannelEvent::Message)),
        [],
        "a channel of the past"
    );
}

#[test]
fn a_lost_channel_is_tried_again_after_5_15_30_30_seconds_while_reads_go_on() {
    let (mut state, effects) = scanning();
    let mut number = opened(&effects);
    let effects = state.update(Event::Channel(number, ChannelEvent::Opened));
    answer(&mut state, &effects, Ok(reply(scan())));
    let mut lost = state.update(Event::Channel(number, ChannelEvent::Closed));
    assert_eq!(poll(&lost).unwrap().0, 2_000);
    let mut pauses = Vec::new();
    for _ in 0..4 {
        let (after, timer) = reopening(&lost).unwrap();
        pauses.push(after);
        let next = opened(&state.update(Event::TimerFired(timer)));
        assert_eq!(state.update(Event::TimerFired(timer)), [], "only once");
        assert_eq!(state.update(Event::Channel(number, ChannelEvent::Closed)), []);
        number = next;
        lost = state.update(Event::Channel(number, ChannelEvent::Closed));
        assert_eq!(poll(&lost), None, "the reads are under way already");
    }
    assert_eq!(pauses, [5_000, 15_000, 30_000, 30_000]);
}

#[test]
fn a_tab_that_is_not_seen_asks_nothing_and_one_that_is_seen_again_asks_at_once() {
    let (mut state, effects) = scanning();
    let number = opened(&effects);
    let timer = poll(&effects).unwrap().1;
    assert_eq!(state.update(Event::Hidden), []);
    assert_eq!(state.update(Event::TimerFired(timer)), []);
    let lost = state.update(Event::Channel(number, ChannelEvent::Closed));
    assert_eq!(state.update(Event::TimerFired(reopening(&lost).unwrap().1)), []);
    let effects = state.update(Event::Seen);
    assert!(reads(&effects) && opened(&effects) != number);
    // That answer never comes: the app was switched once more.
    state.update(Event::Hidden);
    let again = state.update(Event::Seen);
    assert!(reads(&again) && call(&again).unwrap().0 != call(&effects).unwrap().0);
    assert_eq!(answer(&mut state, &effects, Ok(reply(Step::Landing))), []);
    let effects = answer(&mut state, &again, Ok(reply(scan())));
    assert_eq!(poll(&effects).unwrap().0, 2_000);
}

#[test]
fn a_new_code_comes_in_place_and_what_goes_wrong_stays_on_the_screen() {
    let (mut state, _) = scanning();
    let asked = state.update(Event::Do(Action::Refresh, id("refresh")));
    // Seen again in between: the user's own act is not given up.
    let seen = state.update(Event::Seen);
    assert!(!reads(&seen) && channel(&seen).is_some());
    let effects = answer(&mut state, &asked, Err(problem(Code::ProviderBusy)));
    assert_eq!(state.screen(), Screen::Step(StepName::Scan));
    let form_error = state.form_error.clone().unwrap();
    assert_eq!(
        (form_error.kind, form_error.request_id.is_some()),
        (FormErrorKind::Refused(Code::ProviderBusy), true)
    );
    assert!(reads(&effects), "what was seen in between is read now");
    answer(&mut state, &effects, Ok(reply(scan())));
    assert!(state.form_error.is_some(), "reading takes no error away");
    let asked = state.update(Event::Do(Action::Refresh, id("refresh-two")));
    let effects = answer(&mut state, &asked, Ok(reply(scan())));
    assert_eq!((state.form_error, channel(&effects)), (None, None));
    assert!(effects.contains(&Effect::Remember { push: false }));
}

#[test]
fn only_the_latest_end_of_the_session_is_looked_at() {
    let (mut state, effects) = scanning();
    let end = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Timer { timer: timer @ Timer::End(_), .. } => Some(*timer),
            _ => None,
        })
    };
    let former = end(&effects).unwrap();
    let effects = read_again(&mut state, poll(&effects).unwrap().1);
    assert_eq!(state.update(Event::TimerFired(former)), []);
    assert!(reads(&state.update(Event::TimerFired(end(&effects).unwrap()))));
}

#[test]
fn a_code_counts_down_by_the_servers_clock_and_speaks_at_60_30_and_10() {
    let (state, _) = scanning();
    // The server is a second ahead of us: its 600 is our 599.
    assert_eq!(remaining(&state, Millis::new(539_000)), 60);
    assert_eq!(remaining(&state, Millis::new(538_999)), 61);
    assert_eq!(remaining(&state, Millis::new(598_999)), 1);
    assert_eq!(remaining(&state, Millis::new(599_000)), 0);
    assert_eq!(remaining(&state, Millis::new(700_000)), 0);
    assert_eq!(remaining(&at(true, Step::Landing), Millis::new(0)), 0);

    let all: Vec<_> = (0..600).rev().filter_map(|now| spoken(now + 1, now)).collect();
    assert_eq!(all, [60, 30, 10]);
    assert_eq!(spoken(300, 20), Some(30));
    assert_eq!(spoken(300, 5), Some(10));
    assert_eq!(spoken(5, 600), None);
    assert_eq!(spoken(40, 0), None);
}
