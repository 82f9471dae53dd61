//! The transitions, without a browser.

use super::*;
use account_link_shared::connect::{PartnerView, Reply};
use account_link_shared::frame::EventName;
use account_link_shared::id::{PartnerKey, UserExtRef};
use account_link_shared::problem::Problem;
use account_link_shared::providers::Provider;
use account_link_shared::session::{End, FlowResult, SecondStep};
use account_link_shared::status::LinkStatus;
use account_link_shared::time::{Millis, Seconds};

pub fn id(text: &str) -> ClientRequestId {
    ClientRequestId::parse(text).unwrap()
}

pub fn reply(step: Step) -> Reply {
    let view = View {
        flow: FlowId::parse("aa").unwrap(),
        step,
        partner: PartnerView {
            key: PartnerKey::parse("demo").unwrap(),
            name: "Demo".into(),
            logo: None,
            accent: None,
        },
        provider: Some(Provider::default()),
        scope: None,
        chosen: false,
        beside: false,
        user_ext_ref: UserExtRef::parse("u1").unwrap(),
        user_label: None,
        state: Some("s".into()),
        locale: None,
        theme: None,
        now: Millis::new(10_000),
        expires_at: Seconds::new(70),
    };
    Reply { view, token: None }
}

pub fn outcome(result: FlowResult) -> Outcome {
    let return_url = "https://shop.example/back".to_owned();
    let link_status = LinkStatus::Linked;
    Outcome { result, link_status, return_url, masked_account: None, reason: None }
}

pub fn ended(end: End, result: FlowResult) -> Step {
    Step::Ended { end, outcome: outcome(result) }
}

fn confirm() -> Step {
    let (valid_until, resend_at) = (Seconds::new(600), Seconds::new(40));
    Step::Confirm { email: "a@b".into(), second_step: SecondStep::OnboardingCode { valid_until, resend_at } }
}

pub fn problem(code: Code) -> CallError {
    CallError::Problem(
        Box::new(Problem {
            code,
            message: String::new(),
            request_id: RequestId::parse("r1").unwrap(),
            provider: None,
        }),
        Some(7),
    )
}

fn booted(framed: bool) -> (State, Vec<Effect>) {
    let opening = Opening::Code { code: "c".into(), id: id("first"), kept: false };
    State::boot(Boot { framed, flow: FlowId::parse("aa").ok(), opening })
}

/// The number of the call among the effects, and what it asks.
pub fn call(effects: &[Effect]) -> Option<(u32, Action, Option<ClientRequestId>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Call { number, action, id } => Some((*number, action.clone(), id.clone())),
        _ => None,
    })
}

pub fn answer(state: &mut State, effects: &[Effect], answer: Result<Reply, CallError>) -> Vec<Effect> {
    let number = call(effects).unwrap().0;
    state.update(Event::Answered { number, answer: Box::new(answer), now: Millis::new(9_000) })
}

pub fn at(framed: bool, step: Step) -> State {
    let (mut state, effects) = booted(framed);
    answer(&mut state, &effects, Ok(reply(step)));
    state
}

fn told(effects: &[Effect]) -> Vec<EventName> {
    let name = |effect: &Effect| match effect {
        Effect::Tell(event) => Some(event.name),
        _ => None,
    };
    effects.iter().filter_map(name).collect()
}

pub fn exit(effects: &[Effect]) -> Option<FlowResult> {
    effects.iter().find_map(|effect| match effect {
        Effect::Tell(event) if event.name == EventName::Exit => event.result,
        _ => None,
    })
}

#[test]
fn a_flow_from_opening_to_linked_is_told_once_each() {
    let (mut state, effects) = booted(true);
    assert_eq!(state.screen(), Screen::Loading);
    let opened = answer(&mut state, &effects, Ok(reply(Step::Landing)));
    assert_eq!(told(&opened), [EventName::Open, EventName::Step]);
    assert_eq!(state.skew, 1_000);
    assert!(opened.contains(&Effect::Remember { push: false }));

    let effects = state.update(Event::Do(Action::Continue, id("second-one")));
    let moved = answer(&mut state, &effects, Ok(reply(confirm())));
    assert_eq!(told(&moved), [EventName::Step]);
    assert!(moved.contains(&Effect::Remember { push: true }));

    let effects =
        state.update(Event::Do(Action::Code { of: CodeOf::Confirm, code: "123456".into() }, id("third-one")));
    let linked = answer(&mut state, &effects, Ok(reply(ended(End::Linked, FlowResult::Linked))));
    assert_eq!(told(&linked), [EventName::Step, EventName::Linked]);
    assert!(linked.contains(&Effect::EndSession) && linked.contains(&Effect::Remember { push: false }));
    assert_eq!(exit(&state.update(Event::Leave)), Some(FlowResult::Linked));
    assert_eq!(state.update(Event::Do(Action::Cancel, id("too-late"))), []);
}

#[test]
fn the_same_act_keeps_its_id_and_another_gets_its_own() {
    let mut state = at(true, Step::Login);
    let login = |password: &str| Action::Login { email: "a@b".into(), password: password.into() };
    let effects = state.update(Event::Do(login("one"), id("id-one")));
    assert_eq!(answer(&mut state, &effects, Err(CallError::Network)), []);
    assert_eq!(state.form_error.as_ref().map(|form_error| form_error.kind), Some(FormErrorKind::Offline));
    // A quiet reading in between changes nothing.
    let effects = state.update(Event::Seen);
    answer(&mut state, &effects, Ok(reply(Step::Login)));
    let effects = state.update(Event::Do(login("one"), id("id-two")));
    assert_eq!(call(&effects).unwrap().2, Some(id("id-one")));
    answer(&mut state, &effects, Err(CallError::Foreign));
    let effects = state.update(Event::Do(login("other"), id("id-three")));
    assert_eq!(call(&effects).unwrap().2, Some(id("id-three")));
    assert_eq!(state.update(Event::Do(login("double click"), id("id-four"))), []);
}

#[test]
fn what_is_plainly_wrong_is_not_asked() {
    let mut state = at(false, Step::Login);
    for (email, password, kind) in [
        ("nobody", "p", FormErrorKind::Refused(Code::EmailInvalid)),
        ("a@", "p", FormErrorKind::Refused(Code::EmailInvalid)),
        ("a@b", "", FormErrorKind::Missing(Field::Password)),
    ] {
        let action = Action::Login { email: email.into(), password: password.into() };
        assert_eq!(state.update(Event::Do(action, id("x"))), []);
        assert_eq!(state.form_error.as_ref().map(|form_error| form_error.kind), Some(kind));
    }
}

#[test]
fn refusals_have_their_screens_and_trouble_keeps_the_screen() {
    for (code, kind) in [
        (Code::FlowReplaced, RefusalKind::Replaced),
        (Code::SessionMissing, RefusalKind::SessionMissing),
        (Code::LinkAlreadyOpened, RefusalKind::AlreadyOpened),
    ] {
        let mut state = at(true, Step::Login);
        let effects = state.update(Event::Do(Action::Resend, id("x")));
        let effects = answer(&mut state, &effects, Err(problem(code)));
        assert_eq!(state.screen(), Screen::Refused(kind));
        assert_eq!(told(&effects), [EventName::Error]);
        assert!(effects.contains(&Effect::EndSession));
        assert_eq!(exit(&state.update(Event::Leave)), Some(FlowResult::Expired));
    }
    let mut state = at(true, Step::Login);
    let effects = state.update(Event::Do(Action::Resend, id("x")));
    answer(&mut state, &effects, Err(problem(Code::TooManyAttempts)));
    assert_eq!(
        state.form_error.as_ref().map(|form_error| form_error.kind),
        Some(FormErrorKind::Wait(Some(7)))
    );
    let effects = state.update(Event::Do(Action::Continue, id("y")));
    let effects = answer(&mut state, &effects, Err(problem(Code::WrongStep)));
    assert_eq!(call(&effects).unwrap().1, Action::Read);
    answer(&mut state, &effects, Ok(reply(confirm())));
    assert_eq!(state.screen(), Screen::Step(StepName::Confirm));
}

#[test]
fn the_opening_is_tried_again_and_a_reload_looks_for_its_session() {
    let (mut state, effects) = booted(false);
    answer(&mut state, &effects, Err(CallError::Network));
    assert_eq!(state.screen(), Screen::Refused(RefusalKind::Offline));
    let effects = state.update(Event::Seen);
    assert_eq!(call(&effects).unwrap().2, Some(id("first")));
    answer(&mut state, &effects, Ok(reply(Step::Landing)));
    assert_eq!(state.screen(), Screen::Step(StepName::Landing));

    let opening = Opening::Code { code: "c".into(), id: id("kept"), kept: true };
    let (mut state, effects) = State::boot(Boot { framed: false, flow: FlowId::parse("aa").ok(), opening });
    let effects = answer(&mut state, &effects, Err(problem(Code::OpeningCodeInvalid)));
    assert_eq!(call(&effects).unwrap().1, Action::Read);
}

#[test]
fn closing_says_not_now_and_never_waits_long() {
    let mut state = at(true, Step::Login);
    let effects = state.update(Event::Close(id("x")));
    assert_eq!(call(&effects).unwrap().1, Action::Cancel);
    assert_eq!(exit(&state.update(Event::TimerFired(Timer::CloseNow))), Some(FlowResult::Cancelled));

    let mut state = at(true, confirm());
    let effects = state.update(Event::Close(id("x")));
    // It was linked in the meantime: that is what the partner's page hears.
    let effects = answer(&mut state, &effects, Ok(reply(ended(End::Linked, FlowResult::Linked))));
    assert_eq!(exit(&effects), Some(FlowResult::Linked));

    let mut state = at(false, Step::Login);
    let effects = state.update(Event::Close(id("x")));
    let effects = answer(&mut state, &effects, Ok(reply(ended(End::Cancelled, FlowResult::Cancelled))));
    assert!(effects.contains(&Effect::Assign("https://shop.example/back".into())));
    assert_eq!(exit(&booted(true).0.update(Event::Close(id("x")))), Some(FlowResult::Cancelled));
}

#[test]
fn the_browsers_back_button_goes_where_the_server_allows() {
    let mut state = at(false, confirm());
    let popped = |state: &mut State, step, back| state.update(Event::Popped { step, back, id: id("x") });
    assert!(call(&popped(&mut state, Some(StepName::Confirm), false)).is_none());
    let effects = popped(&mut state, Some(StepName::OnboardPassword), true);
    assert_eq!(call(&effects).unwrap().1, Action::Goto(Destination::Login));
    let effects = answer(&mut state, &effects, Ok(reply(Step::Login)));
    assert!(effects.contains(&Effect::Remember { push: false }));
    let mut state = at(false, ended(End::Cancelled, FlowResult::Cancelled));
    assert_eq!(popped(&mut state, Some(StepName::Landing), true), [Effect::Remember { push: false }]);
    assert_eq!(state.back(), None);
}

#[test]
fn the_onboarding_code_is_kept_until_the_end() {
    let mut state = at(false, Step::OnboardCode { email: "a@b".into(), resend_at: Seconds::new(1) });
    let effects =
        state.update(Event::Do(Action::Code { of: CodeOf::Onboard, code: "123456".into() }, id("x")));
    answer(&mut state, &effects, Ok(reply(Step::OnboardPassword { email: "a@b".into() })));
    assert_eq!(state.kept_code.as_deref(), Some("123456"));
    let effects = state.update(Event::Seen);
    answer(&mut state, &effects, Ok(reply(ended(End::Expired, FlowResult::Expired))));
    assert_eq!(state.kept_code, None);
}

#[test]
fn a_failure_page_asks_nothing() {
    let opening = Opening::Problem {
        code: Code::LinkExpired,
        request_id: RequestId::parse("r9").ok(),
        return_url: Some("https://shop.example/?result=expired".into()),
    };
    let (mut state, effects) = State::boot(Boot { framed: false, flow: None, opening });
    assert!(call(&effects).is_none());
    assert_eq!(told(&effects), [EventName::Error]);
    let leave = state.update(Event::Leave);
    assert_eq!(leave, [Effect::Assign("https://shop.example/?result=expired".into())]);
}

#[test]
fn an_act_never_prints_what_was_typed() {
    let action = Action::Login { email: "a@b".into(), password: "hunter2".into() };
    assert_eq!(format!("{action:?}"), "Login");
}
