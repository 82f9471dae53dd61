//! What a failure means: the same screen with a trouble on it, a screen that says why there is none, or another reading.

use super::{Act, Effect, Failure, Field, Refusal, RefusalKind, State, Trouble, TroubleKind};
use account_link_shared::frame::EventName;
use account_link_shared::id::ClientRequestId;
use account_link_shared::problem::Code;

type Effects = Vec<Effect>;

impl State {
    pub(super) fn failed(&mut self, failure: Failure, act: Act, id: Option<ClientRequestId>) -> Effects {
        self.popped = false;
        let moved = [Code::WrongStep, Code::SecondStepLocked];
        if matches!(&failure, Failure::Problem(problem, _) if moved.contains(&problem.code))
            && act != Act::Read
        {
            // Also where it is being left: how it ended meanwhile is what the partner hears.
            return self.start(Act::Read, None);
        }
        if self.closing && self.framed {
            return self.exit_early();
        }
        self.closing = false;
        let (kind, request_id) = match failure {
            Failure::Problem(problem, _) if problem.code == Code::OpeningCodeInvalid && self.kept_opening => {
                // A reload between the redeeming and its answer: the session may be there.
                self.kept_opening = false;
                return self.start(Act::Read, None);
            }
            Failure::Problem(problem, wait) => {
                let (code, request_id) = (problem.code, Some(problem.request_id));
                if RefusalKind::ends(code) || self.is_bare() {
                    self.failed = Some((act, id));
                    let kind = RefusalKind::of(code);
                    return self.refuse(Refusal { kind, code, request_id, return_url: None });
                }
                let kind = match code {
                    Code::TooManyAttempts => TroubleKind::Wait(wait),
                    Code::OtherAccount => TroubleKind::OtherAccount(match act {
                        Act::Code { .. } => Field::Code,
                        Act::Password { .. } => Field::Password,
                        _ => Field::Email,
                    }),
                    code => TroubleKind::Said(code),
                };
                (kind, request_id.filter(|_| kind.elsewhere()))
            }
            Failure::Network => (TroubleKind::Offline, None),
            Failure::Foreign => (TroubleKind::Server, None),
        };
        let quiet = act == Act::Read;
        if kind.elsewhere() && (!quiet || self.is_bare()) {
            self.failed = Some((act, id));
        }
        if self.is_bare() {
            let kind = if kind == TroubleKind::Offline { RefusalKind::Offline } else { RefusalKind::Wrong };
            return self.refuse(Refusal { kind, code: Code::Unavailable, request_id, return_url: None });
        }
        if !quiet {
            // The worker does not say which of the two.
            let country = kind == TroubleKind::Said(Code::KycCountryInvalid);
            let also = country.then_some(TroubleKind::Lacks(Field::Residence)).into_iter().collect();
            self.trouble = Some(Trouble { number: self.next(), kind, also, request_id });
        }
        Vec::new()
    }

    pub(super) fn refuse_code(&mut self, code: Code) -> Effects {
        self.refuse(Refusal { kind: RefusalKind::of(code), code, request_id: None, return_url: None })
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) -> Effects {
        let over = !refusal.kind.retryable();
        let mut event = self.event(EventName::Error);
        event.code = Some(refusal.code);
        event.request_id.clone_from(&refusal.request_id);
        self.refusal = Some(refusal);
        self.kept_code = None;
        let mut effects = Vec::new();
        if over {
            self.failed = None;
            effects.extend([Effect::ClearInputs, Effect::EndSession, Effect::Remember { push: false }]);
        }
        effects.push(Effect::Tell(Box::new(event)));
        effects
    }

    pub(super) fn retry(&mut self) -> Effects {
        let refused = self.refusal.as_ref().is_some_and(|refusal| refusal.kind.retryable());
        match self.failed.clone().filter(|_| refused && self.waiting.is_none()) {
            Some((act, id)) => self.start(act, id),
            None => Vec::new(),
        }
    }
}
