//! Leaving: what closing means at each step, and what the partner's page is told.

use super::{Action, Effect, State, Timer};
use account_link_shared::frame::{self, EventName};
use account_link_shared::id::ClientRequestId;
use account_link_shared::session::{FlowResult, Portal, Step};

/// The loader waits a second for an answer to CLOSE.
const CLOSING: i64 = 800;

type Effects = Vec<Effect>;

impl State {
    pub(super) fn close(&mut self, id: ClientRequestId) -> Effects {
        if self.refusal.is_some() || self.outcome().is_some() {
            return self.leave();
        }
        let closing = core::mem::replace(&mut self.closing, true);
        if self.view.is_none() {
            return self.exit_early();
        }
        let action = self.parting();
        let mut effects = if closing { Vec::new() } else { self.start(action, Some(id)) };
        if self.framed {
            effects.push(Effect::Timer { after: CLOSING, timer: Timer::CloseNow });
        }
        effects
    }

    /// What closing does: most steps are given up, some go on without the page, and one has nothing left to decide.
    fn parting(&self) -> Action {
        match self.view.as_ref().map(|view| &view.step) {
            Some(Step::Portal(Portal { pending: true, .. }) | Step::Waiting { .. }) => Action::Leave,
            Some(Step::RecoveryCodes { .. }) => Action::Continue,
            _ => Action::Cancel,
        }
    }

    pub(super) fn leave(&mut self) -> Effects {
        let outcome = self.outcome().map(|outcome| (outcome.result, outcome.return_url.clone()));
        match (&self.refusal, outcome) {
            (Some(refusal), _) if self.framed => self.exit(refusal.kind.result()),
            (Some(refusal), _) => refusal.return_url.clone().map(Effect::Assign).into_iter().collect(),
            (None, Some((result, _))) if self.framed => self.exit(result),
            (None, Some((_, url))) if !url.is_empty() => vec![Effect::Assign(url)],
            (None, _) => Vec::new(),
        }
    }

    /// Before the worker has said how it ends.
    pub(super) fn exit_early(&mut self) -> Effects {
        self.exit(match self.parting() {
            Action::Leave => FlowResult::Pending,
            Action::Continue => FlowResult::Done,
            _ => FlowResult::Cancelled,
        })
    }

    pub(super) fn exit(&mut self, result: FlowResult) -> Effects {
        self.closing = false;
        let mut event = self.event(EventName::Exit);
        event.result = Some(result);
        vec![Effect::Tell(Box::new(event))]
    }

    pub(super) fn tell(&self, name: EventName) -> Effect {
        Effect::Tell(Box::new(self.event(name)))
    }

    /// An event with everything that is known and belongs to it.
    pub(super) fn event(&self, name: EventName) -> frame::Event {
        let mut event = frame::Event::new(name);
        event.flow.clone_from(&self.flow);
        let Some(view) = &self.view else { return event };
        event.provider = view.provider;
        if name == EventName::Step {
            event.step = Some(view.step.name());
        }
        if matches!(name, EventName::Linked | EventName::Exit) {
            event.result = self.outcome().map(|outcome| outcome.result);
            event.link_status = self.outcome().map(|outcome| outcome.link_status);
            event.user_ext_ref = Some(view.user_ext_ref.clone());
            event.state.clone_from(&view.state);
        }
        event
    }
}
