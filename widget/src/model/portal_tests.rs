//! The way to the provider's page and back: what waits, what leaving means, and the page that only looks.

use super::tests::{answer, at, call, ended, exit, id, outcome, problem, reply};
use super::*;
use account_link_shared::session::{End, FlowResult};

fn busy() -> Option<FailureReason> {
    Some(Code::ProviderBusy.into())
}

fn portal(returned: bool, problem: Option<FailureReason>, pending: bool) -> Step {
    let (tab, top) = ("/connect/v1/flows/aa/go/t1".to_owned(), "/connect/v1/flows/aa/go/t2".to_owned());
    Step::Portal(Portal { tab, top, returned, problem, pending })
}

fn returned(problem: Option<FailureReason>) -> Step {
    Step::Returned { problem, outcome: outcome(FlowResult::Pending) }
}

/// What a page does that the provider led to.
fn return_viewer() -> (State, Vec<Effect>) {
    State::boot(Boot { framed: false, flow: None, opening: Opening::Returned })
}

fn channel(effects: &[Effect]) -> Option<Option<u32>> {
    effects.iter().find_map(|effect| if let Effect::Channel(number) = effect { Some(*number) } else { None })
}

fn poll(effects: &[Effect]) -> Option<(i64, Timer)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Timer { after, timer: timer @ Timer::Poll(_) } => Some((*after, *timer)),
        _ => None,
    })
}

#[test]
fn the_step_waits_with_a_channel_and_each_news_of_the_visit_is_a_screen() {
    let mut state = at(true, Step::Landing);
    let effects = state.update(Event::Do(Action::Continue, id("continue")));
    let effects = answer(&mut state, &effects, Ok(reply(portal(false, None, false))));
    let number = channel(&effects).unwrap().unwrap();
    assert_eq!(poll(&effects).unwrap().0, 2_000);
    assert_eq!((state.screen(), state.back()), (Screen::Step(StepName::Portal), Some(Destination::Landing)));
    for problem in [busy(), None, Some(Code::ProviderUnavailable.into())] {
        let effects = state.update(Event::Channel(number, ChannelEvent::Message));
        answer(&mut state, &effects, Ok(reply(portal(true, problem.clone(), problem != busy()))));
        assert_eq!(state.screen(), Screen::Back(StepName::Portal, problem));
        assert_eq!(state.back(), Some(Destination::Landing));
    }
    let effects = state.update(Event::Channel(number, ChannelEvent::Message));
    let effects = answer(&mut state, &effects, Ok(reply(ended(End::Linked, FlowResult::Linked))));
    assert_eq!(channel(&effects), Some(None));
}

#[test]
fn closing_what_lasts_leaves_it_and_closing_what_does_not_cancels_it() {
    for (lasts, action, result) in
        [(true, Action::Leave, FlowResult::Pending), (false, Action::Cancel, FlowResult::Cancelled)]
    {
        let mut state = at(true, portal(true, None, lasts));
        let asked = state.update(Event::Close(id("x")));
        assert_eq!(call(&asked).unwrap().1, action);
        assert!(asked.iter().any(|effect| matches!(effect, Effect::Timer { timer: Timer::CloseNow, .. })));
        // Once more: nothing more is asked.
        assert!(call(&state.update(Event::Close(id("y")))).is_none());
        assert_eq!(exit(&state.update(Event::TimerFired(Timer::CloseNow))), Some(result));

        let mut state = at(true, portal(true, None, lasts));
        let asked = state.update(Event::Close(id("x")));
        assert_eq!(exit(&answer(&mut state, &asked, Err(CallError::Network))), Some(result));
    }
    let mut state = at(false, portal(true, busy(), true));
    let asked = state.update(Event::Close(id("x")));
    let effects = answer(&mut state, &asked, Ok(reply(ended(End::Pending, FlowResult::Pending))));
    assert!(effects.contains(&Effect::Assign("https://shop.example/back".into())));
}

#[test]
fn one_press_leaves_and_goes() {
    // In a frame and not; what it came to meanwhile is what the partner's page hears.
    let mut state = at(true, portal(true, Some(Code::ProviderUnavailable.into()), false));
    let asked = state.update(Event::Do(Action::Leave, id("x")));
    assert_eq!(call(&asked).unwrap().1, Action::Leave);
    assert_eq!(state.update(Event::TimerFired(Timer::Slow(call(&asked).unwrap().0))), []);
    assert!(state.slow);
    let effects = answer(&mut state, &asked, Ok(reply(ended(End::Failed, FlowResult::Failed))));
    assert_eq!(exit(&effects), Some(FlowResult::Failed));

    let mut state = at(false, portal(true, None, true));
    let asked = state.update(Event::Do(Action::Leave, id("x")));
    let effects = answer(&mut state, &asked, Err(problem(Code::Unavailable)));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Assign(_))) && state.form_error.is_some());
    let asked = state.update(Event::Do(Action::Leave, id("y")));
    assert_eq!(call(&asked).unwrap().2, Some(id("x")), "the same once more");
    let effects = answer(&mut state, &asked, Ok(reply(ended(End::Linked, FlowResult::Linked))));
    assert!(effects.contains(&Effect::Assign("https://shop.example/back".into())));

    // It was over already.
    for framed in [true, false] {
        let mut state = at(framed, portal(true, None, true));
        let asked = state.update(Event::Do(Action::Leave, id("x")));
        let asked = answer(&mut state, &asked, Err(problem(Code::WrongStep)));
        assert_eq!(call(&asked).unwrap().1, Action::Read);
        let effects = answer(&mut state, &asked, Ok(reply(ended(End::Linked, FlowResult::Linked))));
        assert_eq!(exit(&effects), framed.then_some(FlowResult::Linked));
        assert_eq!(effects.contains(&Effect::Assign("https://shop.example/back".into())), !framed);
    }

    // Esc while it is under way asks for nothing else, and does not wait long.
    let mut state = at(true, portal(true, None, true));
    state.update(Event::Do(Action::Leave, id("x")));
    let effects = state.update(Event::Close(id("y")));
    assert!(matches!(*effects, [Effect::Timer { timer: Timer::CloseNow, .. }]));
}

#[test]
fn a_page_that_only_looks_reads_and_does_nothing_else() {
    let (mut state, mut effects) = return_viewer();
    let mut pauses = Vec::new();
    for round in 0..5 {
        let (_, action, write) = call(&effects).unwrap();
        assert_eq!((action, write), (Action::Read, None));
        let read = if round == 2 { Err(CallError::Network) } else { Ok(reply(returned(None))) };
        let answered = answer(&mut state, &effects, read);
        assert_eq!(channel(&answered).unwrap_or(None), None, "no channel");
        let (after, timer) = poll(&answered).unwrap();
        pauses.push(after);
        effects = state.update(Event::TimerFired(timer));
    }
    assert_eq!(pauses, [2_000, 3_000, 5_000, 8_000, 8_000]);
    assert_eq!((state.screen(), state.back()), (Screen::Back(StepName::Returned, None), None));
    for action in [Action::Cancel, Action::Leave, Action::Continue] {
        assert_eq!(state.update(Event::Do(action, id("x"))), []);
    }
    // Away without waiting, by the button or the cross.
    let away = [Effect::Assign("https://shop.example/back".into())];
    assert!(state.can_close());
    assert_eq!(state.update(Event::Leave), away);
    assert_eq!(state.update(Event::Close(id("x"))), away);

    let seen = state.update(Event::Seen);
    assert_eq!(call(&seen).unwrap().1, Action::Read);
    let effects = answer(&mut state, &seen, Ok(reply(ended(End::Linked, FlowResult::Linked))));
    assert_eq!((poll(&effects), state.screen()), (None, Screen::Step(StepName::Linked)));
    assert_eq!(state.update(Event::Seen), []);
}

#[test]
fn looking_begins_again_where_it_failed() {
    let (mut state, effects) = return_viewer();
    answer(&mut state, &effects, Err(CallError::Network));
    assert_eq!(state.screen(), Screen::Refused(RefusalKind::Offline));
    let effects = state.update(Event::Seen);
    answer(&mut state, &effects, Ok(reply(returned(busy()))));
    assert_eq!(state.screen(), Screen::Back(StepName::Returned, busy()));
    let (mut state, effects) = return_viewer();
    answer(&mut state, &effects, Err(problem(Code::NotFound)));
    assert_eq!(state.screen(), Screen::Refused(RefusalKind::Link(Code::NotFound)));
}

#[test]
fn in_a_tab_beside_nothing_leads_on() {
    let (mut state, effects) = return_viewer();
    let mut view = reply(ended(End::Pending, FlowResult::Pending));
    view.view.beside = true;
    if let Step::Ended { outcome, .. } = &mut view.view.step {
        outcome.return_url.clear();
    }
    answer(&mut state, &effects, Ok(view));
    assert!(!state.can_close());
    assert_eq!(state.update(Event::Leave), []);
}
