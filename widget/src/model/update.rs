//! The transitions: what each event makes of the state, and what must be done about it.

use super::{Action, Boot, Effect, Event, Opening, Refusal, RefusalKind, State};
use super::{CodeOf, FormError, Timer, UnlinkState, Waiting};
use account_link_shared::connect::{Destination, Reply, UnlinkView};
use account_link_shared::error_code::Code;
use account_link_shared::frame::EventName;
use account_link_shared::id::ClientRequestId;
use account_link_shared::session::{Step, StepName};
use account_link_shared::time::Millis;

/// After this long a call says what it does.
const SLOW: i64 = 1000;
/// How long after the session's end the flow is read again.
const GRACE: i64 = 1500;

type Effects = Vec<Effect>;

impl State {
    /// The state before the first call, and that call.
    pub fn boot(boot: Boot) -> (Self, Effects) {
        let mut state = Self { framed: boot.framed, flow: boot.flow, ..Self::default() };
        let effects = match (boot.opening, state.flow.clone()) {
            (Opening::Problem { code, request_id, return_url }, _) => {
                state.refuse(Refusal { kind: RefusalKind::of(code), code, request_id, return_url })
            }
            (Opening::Ended(view), _) => {
                let now = view.now;
                state.answered(Reply { view: *view, token: None }, Action::Read, now)
            }
            (Opening::Code { code, id, kept }, Some(flow)) => {
                state.kept_opening = kept;
                state.start(Action::Open { flow, code }, Some(id))
            }
            (Opening::Resume, Some(_)) | (Opening::Returned, _) => state.start(Action::Read, None),
            (Opening::Mailed, _) => state.start(Action::ReadLink, None),
            (_, None) => state.refuse_code(Code::SessionMissing),
        };
        (state, effects)
    }

    /// Takes an event in; the effects are to be obeyed in order.
    pub fn update(&mut self, event: Event) -> Effects {
        match event {
            Event::Do(action, id) => self.perform(action, id),
            Event::Back(id) => self.back().map_or_else(Vec::new, |to| self.perform(Action::Goto(to), id)),
            Event::Close(id) => self.close(id),
            Event::Leave => self.leave(),
            Event::Retry => self.retry(),
            Event::Popped { step, back, id } => self.went(step, back, id),
            Event::Seen => self.seen(),
            Event::Hidden => self.hidden(),
            Event::TimerFired(timer) => self.timer_fired(timer),
            Event::Channel(number, heard) => self.on_channel_event(number, heard),
            Event::Answered { number, answer, now } => {
                let Some(waiting) = self.waiting.take_if(|waiting| waiting.number == number) else {
                    return Vec::new();
                };
                self.slow = false;
                let mut effects = match *answer {
                    Ok(reply) => self.answered(reply, waiting.action, now),
                    Err(failure) => self.failed(failure, waiting.action, waiting.id),
                };
                effects.extend(self.follow());
                effects
            }
            Event::Told { number, view } => self.told(number, *view),
        }
    }

    fn timer_fired(&mut self, timer: Timer) -> Effects {
        match timer {
            Timer::Slow(number) => {
                self.slow |= self.waiting.as_ref().is_some_and(|waiting| waiting.number == number);
                Vec::new()
            }
            Timer::CloseNow if self.closing => self.exit_early(),
            Timer::End(number) if number == self.end => self.read_again(),
            Timer::Poll(number) => self.poll(number),
            Timer::Reopen(number) => self.reopen(number),
            Timer::CloseNow | Timer::End(_) => Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> u32 {
        self.calls = self.calls.wrapping_add(1);
        self.calls
    }

    fn perform(&mut self, action: Action, id: ClientRequestId) -> Effects {
        if self.busy().is_some() || self.is_bare() || self.outcome().is_some() {
            return Vec::new();
        }
        let mut wrong = action.check().into_iter();
        if let Some(kind) = wrong.next() {
            let also = wrong.collect();
            self.form_error =
                Some(FormError { number: self.next(), kind, also, request_id: None, provider: None });
            return Vec::new();
        }
        // One press: whatever this comes to is gone from at once.
        self.closing |= action == Action::Leave;
        self.start(action, Some(id))
    }

    /// Calls; the same act after a failure keeps its id, so that it is done once.
    pub(super) fn start(&mut self, action: Action, fresh: Option<ClientRequestId>) -> Effects {
        // A read in between leaves it alone.
        let again = if action == Action::Read { None } else { self.failed.take() };
        let id = again.filter(|(failed, _)| *failed == action).map_or(fresh, |(_, id)| id);
        let number = self.next();
        self.slow = false;
        if action != Action::Read {
            self.form_error = None;
            self.sent = false;
        }
        self.waiting = Some(Waiting { number, action: action.clone(), id: id.clone() });
        vec![Effect::Call { number, action, id }, Effect::Timer { after: SLOW, timer: Timer::Slow(number) }]
    }

    fn answered(&mut self, reply: Reply, action: Action, now: Millis) -> Effects {
        let before = self.view.as_ref().map(|view| view.step.name());
        let by_app = self.asks_for_the_app();
        let view = reply.view;
        let name = view.step.name();
        let ended = matches!(view.step, Step::Ended { .. });
        self.waiting = None;
        self.skew = view.now.get().saturating_sub(now.get());
        self.flow = Some(view.flow.clone());
        let left = view.expires_at.millis().get().saturating_sub(view.now.get());
        self.view = Some(view);
        self.refusal = None;
        let mut effects = Vec::new();
        if action != Action::Read {
            self.form_error = None;
        }
        self.sent = action == Action::Resend;
        if let Action::Code { of: CodeOf::Onboard, code } = action {
            self.kept_code = Some(code);
        }
        if !self.told_open {
            self.told_open = true;
            effects.push(self.tell(EventName::Open));
        }
        let moved = before != Some(name);
        if moved {
            self.form_error = None;
            self.failed = None;
            effects.push(Effect::ClearInputs);
            effects.push(self.tell(EventName::Step));
        } else if self.asks_for_the_app() != by_app {
            // A mailed code is none of the app's.
            effects.push(Effect::ClearInputs);
        }
        if ended {
            self.kept_code = None;
            effects.push(Effect::EndSession);
        }
        // An end takes the place of the last step: going back from it shows no step that is over.
        let push = moved && before.is_some() && !ended && !self.popped;
        self.popped = false;
        effects.push(Effect::Remember { push });
        if matches!(name, StepName::Linked | StepName::AlreadyLinked) && !self.told_linked {
            self.told_linked = true;
            effects.push(self.tell(EventName::Linked));
        }
        if !ended {
            self.end = self.next();
            effects.push(Effect::Timer { after: left.saturating_add(GRACE), timer: Timer::End(self.end) });
            self.closing &= self.framed;
        } else if self.closing {
            effects.extend(self.leave());
        }
        effects
    }

    /// About the link of a mail.
    fn told(&mut self, number: u32, view: UnlinkView) -> Effects {
        if let Some(waiting) = self.waiting.take_if(|waiting| waiting.number == number) {
            let standing = match (view.linked, waiting.action) {
                (true, _) => UnlinkState::Linked,
                (false, Action::Unlink) => UnlinkState::Ended,
                (false, _) => UnlinkState::Over,
            };
            (self.slow, self.form_error, self.refusal) = (false, None, None);
            self.mailed = Some((view, standing));
        }
        Vec::new()
    }

    pub(super) fn read_again(&mut self) -> Effects {
        if self.refusal.is_some() {
            return self.retry();
        }
        if self.view.is_none() || self.waiting.is_some() || self.outcome().is_some() {
            return Vec::new();
        }
        self.start(Action::Read, None)
    }

    fn went(&mut self, step: Option<StepName>, back: bool, id: ClientRequestId) -> Effects {
        let mut effects = vec![Effect::Remember { push: false }];
        let here = self.view.as_ref().map(|view| view.step.name());
        let named = step.filter(|step| Some(*step) != here).and_then(destination);
        let Some(to) = self.back().map(|previous| named.unwrap_or(previous)) else {
            return effects;
        };
        if back && self.busy().is_none() {
            self.popped = true;
            effects.extend(self.perform(Action::Goto(to), id));
        }
        effects
    }
}

fn destination(step: StepName) -> Option<Destination> {
    match step {
        StepName::Choose => Some(Destination::Choose),
        StepName::Landing => Some(Destination::Landing),
        StepName::Login => Some(Destination::Login),
        StepName::OnboardEmail => Some(Destination::OnboardEmail),
        StepName::ResetEmail => Some(Destination::ResetEmail),
        _ => None,
    }
}
