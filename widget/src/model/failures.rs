//! What a failure means: the same screen with a trouble on it, a screen that says why there is none, or another reading.

use super::{Action, CallError, Effect, Field, FormError, FormErrorKind, Refusal, RefusalKind, State};
use account_link_shared::error_code::Code;
use account_link_shared::frame::EventName;
use account_link_shared::id::ClientRequestId;

type Effects = Vec<Effect>;

impl State {
    pub(super) fn failed(
        &mut self,
        failure: CallError,
        action: Action,
        id: Option<ClientRequestId>,
    ) -> Effects {
        self.popped = false;
        let moved = [Code::WrongStep, Code::SecondStepLocked];
        if matches!(&failure, CallError::Problem(problem, _) if moved.contains(&problem.code))
            && action != Action::Read
        {
            // Also where it is being left: how it ended meanwhile is what the partner hears.
            return self.start(Action::Read, None);
        }
        if self.closing && self.framed {
            return self.exit_early();
        }
        self.closing = false;
        let (kind, request_id, provider) = match failure {
            CallError::Problem(problem, _)
                if problem.code == Code::OpeningCodeInvalid && self.kept_opening =>
            {
                // A reload between the redeeming and its answer: the session may be there.
                self.kept_opening = false;
                return self.start(Action::Read, None);
            }
            CallError::Problem(problem, wait) => {
                let (code, request_id) = (problem.code, Some(problem.request_id));
                let provider = problem.provider;
                if RefusalKind::ends(code) || self.is_bare() {
                    self.failed = Some((action, id));
                    let kind = RefusalKind::of(code);
                    return self.refuse(Refusal { kind, code, request_id, return_url: None });
                }
                let kind = match code {
                    Code::TooManyAttempts => FormErrorKind::Wait(wait),
                    Code::OtherAccount => FormErrorKind::OtherAccount(match action {
                        Action::Code { .. } => Field::Code,
                        Action::Password { .. } => Field::Password,
                        _ => Field::Email,
                    }),
                    code => FormErrorKind::Refused(code),
                };
                (kind, request_id.filter(|_| kind.elsewhere()), provider)
            }
            CallError::Network => (FormErrorKind::Offline, None, None),
            CallError::Foreign => (FormErrorKind::Server, None, None),
        };
        let quiet = action == Action::Read;
        if kind.elsewhere() && (!quiet || self.is_bare()) {
            self.failed = Some((action, id));
        }
        if self.is_bare() {
            let kind = if kind == FormErrorKind::Offline { RefusalKind::Offline } else { RefusalKind::Wrong };
            return self.refuse(Refusal { kind, code: Code::Unavailable, request_id, return_url: None });
        }
        if !quiet {
            // The worker does not say which of the two.
            let country = kind == FormErrorKind::Refused(Code::KycCountryInvalid);
            let also = country.then_some(FormErrorKind::Missing(Field::Residence)).into_iter().collect();
            self.form_error = Some(FormError { number: self.next(), kind, also, request_id, provider });
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
            Some((action, id)) => self.start(action, id),
            None => Vec::new(),
        }
    }
}
