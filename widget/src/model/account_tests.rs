//! Accounts of ours: a forgotten password, the identity check, the authenticator app, the mailed way to unlink.

use super::tests::{answer, at, call, ended, exit, id, problem, reply};
use super::*;
use account_link_shared::connect::PartnerView;
use account_link_shared::id::PartnerKey;
use account_link_shared::secret::Secret;
use account_link_shared::session::{End, FlowResult};
use account_link_shared::status::KycStatus;
use account_link_shared::time::Seconds;

fn email() -> String {
    "a@b".to_owned()
}

fn confirm(second_step: SecondStep) -> Step {
    Step::Confirm { email: email(), second_step }
}

fn waiting() -> Step {
    Step::Waiting { status: KycStatus::KycPending }
}

fn recovery() -> Step {
    Step::RecoveryCodes { codes: vec![Secret::new("abcde-fghij")] }
}

fn linked(linked: bool) -> Box<UnlinkView> {
    let key = PartnerKey::parse("demo").unwrap();
    let partner = PartnerView { key, name: "Demo".into(), logo: None, accent: None };
    let user_label = Some("Sokha".to_owned());
    Box::new(UnlinkView { partner, user_label, masked_account: None, linked })
}

/// What a page does that a mail led to.
fn mailed() -> (State, Vec<Effect>) {
    State::boot(Boot { framed: false, flow: None, opening: Opening::Mailed })
}

/// The screen about a link of which the mail told, and that is still there.
fn asking() -> State {
    let (mut state, effects) = mailed();
    let number = call(&effects).unwrap().0;
    state.update(Event::Told { number, view: linked(true) });
    state
}

#[test]
fn back_leads_to_the_login_or_to_the_address_and_never_undoes_what_is_done() {
    let (resend_at, to_login) = (Seconds::new(1), Some(Destination::Login));
    let (uri, key) = (Secret::new("otpauth://totp/x"), Secret::new("AB"));
    for (step, back) in [
        (Step::ResetEmail, to_login),
        (Step::ResetCode { email: email(), resend_at }, Some(Destination::ResetEmail)),
        (Step::ResetPassword { email: email() }, Some(Destination::ResetEmail)),
        (Step::Kyc { email: email() }, to_login),
        (Step::Checked { email: email(), status: KycStatus::KycPass }, to_login),
        (Step::Authenticator { email: email(), second_step: SecondStep::Totp }, to_login),
        (Step::Bind { email: email(), uri, key }, to_login),
        (Step::Bound { email: email() }, to_login),
        (confirm(SecondStep::Totp), to_login),
        (waiting(), None),
        (recovery(), None),
        (ended(End::Done, FlowResult::Done), None),
    ] {
        assert_eq!(at(true, step.clone()).back(), back, "{step:?}");
    }
    let mut state = at(false, Step::ResetPassword { email: email() });
    let popped = Event::Popped { step: Some(StepName::ResetEmail), back: true, id: id("x") };
    assert_eq!(call(&state.update(popped)).unwrap().1, Action::Goto(Destination::ResetEmail));
}

#[test]
fn codes_are_six_digits_and_recovery_codes_ten_characters() {
    let wrong = |of, code: &str| !Action::Code { of, code: code.into() }.check().is_empty();
    for of in [CodeOf::Onboard, CodeOf::Reset, CodeOf::Confirm, CodeOf::Authenticator, CodeOf::Bind] {
        assert!(!wrong(of, "123456"), "{of:?}");
        assert!(wrong(of, "12345") && wrong(of, "") && wrong(of, "abcde-fghij"), "{of:?}");
    }
    for good in ["123456", "abcde-fgh1j", "abcdefgh1j"] {
        assert!(!wrong(CodeOf::Remove, good), "{good}");
    }
    for bad in ["", "12345", "abcdef", "abcde-fghi"] {
        assert!(wrong(CodeOf::Remove, bad), "{bad}");
    }
}

#[test]
fn a_new_password_of_an_old_account_needs_no_terms() {
    let password = |proof| Action::Password { proof, password: "long enough".into(), terms: false };
    assert_eq!(password(EmailProof::Reset).check(), []);
    assert_eq!(password(EmailProof::Onboard).check(), [FormErrorKind::Refused(Code::TermsRequired)]);
}

#[test]
fn recovery_codes_are_left_when_they_are_kept() {
    let mut state = at(true, recovery());
    assert_eq!(state.update(Event::Do(Action::Keep { kept: false }, id("x"))), []);
    assert_eq!(state.form_error.as_ref().unwrap().kind, FormErrorKind::Missing(Field::Terms));
    assert!(call(&state.update(Event::Do(Action::Keep { kept: true }, id("y")))).is_some());

    // The app is bound already: closing is the end of it, not a change of mind.
    let mut state = at(true, recovery());
    assert_eq!(call(&state.update(Event::Close(id("x")))).unwrap().1, Action::Continue);
    assert_eq!(exit(&state.update(Event::TimerFired(Timer::CloseNow))), Some(FlowResult::Done));
}

#[test]
fn a_form_tells_all_that_is_wrong_and_the_worker_one_thing() {
    let mut state = at(true, Step::Kyc { email: email() });
    assert_eq!(state.update(Event::Do(Action::Identify(Box::default()), id("x"))), []);
    let kinds: Vec<_> = state.form_error.as_ref().unwrap().kinds().collect();
    assert_eq!(kinds.len(), 5);
    assert_eq!(kinds.first(), Some(&FormErrorKind::Refused(Code::KycNameInvalid)));

    let company =
        Identity { screen_type: "ORGANISATION".into(), full_name: "A".into(), ..Identity::default() };
    let effects = state.update(Event::Do(Action::Identify(Box::new(company)), id("y")));
    assert_eq!(state.form_error, None);
    answer(&mut state, &effects, Err(problem(Code::KycNameInvalid)));
    let form_error = state.form_error.clone().unwrap();
    assert_eq!((form_error.kinds().count(), form_error.kind.field()), (1, Some(Field::FullName)));
}

#[test]
fn a_reset_meanwhile_shows_from_when_linking_is_possible() {
    let mut state = at(true, confirm(SecondStep::Totp));
    assert_eq!(state.screen(), Screen::Step(StepName::Confirm));
    let action = Action::Code { of: CodeOf::Confirm, code: "123456".into() };
    let effects = state.update(Event::Do(action, id("x")));
    let effects = answer(&mut state, &effects, Err(problem(Code::SecondStepLocked)));
    assert_eq!(call(&effects).unwrap().1, Action::Read);
    let locked = SecondStep::Locked { until: Seconds::new(90_000) };
    answer(&mut state, &effects, Ok(reply(confirm(locked))));
    assert_eq!(state.screen(), Screen::Locked);
    assert_eq!(state.back(), Some(Destination::Login));
}

#[test]
fn what_waits_for_the_check_has_a_channel_and_is_left_not_cancelled() {
    let mut state = at(true, Step::Login);
    let effects = state.update(Event::Seen);
    let effects = answer(&mut state, &effects, Ok(reply(waiting())));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Channel(Some(_)))));
    assert_eq!(call(&state.update(Event::Close(id("x")))).unwrap().1, Action::Leave);
    assert_eq!(exit(&state.update(Event::TimerFired(Timer::CloseNow))), Some(FlowResult::Pending));
}

#[test]
fn a_mail_leads_to_its_link_which_is_ended_once() {
    let (mut state, effects) = mailed();
    let (number, action, key) = call(&effects).unwrap();
    assert_eq!((action, key, state.screen()), (Action::ReadLink, None, Screen::Loading));
    assert_eq!(state.update(Event::Told { number, view: linked(true) }), []);
    assert_eq!(state.screen(), Screen::Mailed(UnlinkState::Linked));
    assert_eq!((state.back(), state.can_close(), state.user_label()), (None, false, Some("Sokha")));

    let effects = state.update(Event::Do(Action::Unlink, id("end-it")));
    assert_eq!(state.update(Event::Do(Action::Unlink, id("again"))), [], "a double press");
    answer(&mut state, &effects, Err(CallError::Network));
    assert_eq!(state.form_error.as_ref().unwrap().kind, FormErrorKind::Offline);
    let effects = state.update(Event::Do(Action::Unlink, id("once-more")));
    let (number, action, key) = call(&effects).unwrap();
    assert_eq!((action, key), (Action::Unlink, Some(id("end-it"))), "the same action keeps its id");
    state.update(Event::Told { number: number.wrapping_sub(1), view: linked(true) });
    state.update(Event::Told { number, view: linked(false) });
    assert_eq!((state.screen(), state.form_error.is_some()), (Screen::Mailed(UnlinkState::Ended), false));
}

#[test]
fn a_link_that_is_over_and_an_address_that_is_too_old_say_so() {
    let (mut state, effects) = mailed();
    state.update(Event::Told { number: call(&effects).unwrap().0, view: linked(false) });
    assert_eq!(state.screen(), Screen::Mailed(UnlinkState::Over));

    let (mut state, effects) = mailed();
    answer(&mut state, &effects, Err(problem(Code::UnlinkInvalid)));
    assert_eq!((state.screen(), state.can_close()), (Screen::Refused(RefusalKind::Mailed), false));
    let mut state = asking();
    let effects = state.update(Event::Do(Action::Unlink, id("x")));
    answer(&mut state, &effects, Err(problem(Code::UnlinkInvalid)));
    assert_eq!(state.screen(), Screen::Refused(RefusalKind::Mailed));

    // Offline before anything is known: once more by itself.
    let (mut state, effects) = mailed();
    answer(&mut state, &effects, Err(CallError::Network));
    assert_eq!(state.screen(), Screen::Refused(RefusalKind::Offline));
    let effects = state.update(Event::Seen);
    assert_eq!(call(&effects).unwrap().1, Action::ReadLink);
    state.update(Event::Told { number: call(&effects).unwrap().0, view: linked(true) });
    assert_eq!(state.screen(), Screen::Mailed(UnlinkState::Linked));
}

#[test]
fn a_mailed_code_is_forgotten_where_the_app_is_asked_for_meanwhile() {
    let (valid_until, resend_at) = (Seconds::new(9), Seconds::new(1));
    let mailed = || confirm(SecondStep::EmailCode { valid_until, resend_at });
    for (then, forgotten) in [(mailed(), false), (confirm(SecondStep::Totp), true)] {
        let mut state = at(false, mailed());
        let code = Action::Code { of: CodeOf::Confirm, code: "123456".into() };
        let asked = state.update(Event::Do(code, id("x")));
        let asked = answer(&mut state, &asked, Err(problem(Code::WrongStep)));
        let effects = answer(&mut state, &asked, Ok(reply(then)));
        assert_eq!(effects.contains(&Effect::ClearInputs), forgotten);
    }
}
