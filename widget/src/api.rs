//! The typed client of `/connect/v1`: who holds an [`Anonymous`] can only open a session, who holds a
//! [`Session`] can act in its flow.
//!
//! The session is a cookie that scripts cannot see; only where the browser does not keep it does the worker hand
//! out a bearer token, which lives in here and is mirrored by `history.rs`.

use crate::fetch::{Request, fetch};
use crate::i18n::fill;
use crate::model::{Action, CallError, CodeOf, EmailProof};
use crate::wire_format::{self, choose_password, destination, identity, object};
use crate::words;
use account_link_shared::connect::Reply;
use account_link_shared::id::{ClientRequestId, FlowId};
use account_link_shared::route;
use account_link_shared::secret::Secret;

/// Nobody yet.
pub struct Anonymous;

/// A reply, and its text without the token.
pub struct Answer {
    /// As read.
    pub reply: Reply,
    /// For remembering how a flow ended.
    pub text: String,
}

/// Somebody whom the provider led back: looks, and does nothing.
pub struct ReturnViewer(pub String);

/// Somebody who followed a mail: sees one link, and may end it.
pub struct UnlinkToken(pub String);

/// Somebody in a flow.
#[derive(Clone)]
pub struct Session {
    flow: FlowId,
    token: Option<Secret>,
}

impl Anonymous {
    /// Redeems the opening code.
    pub fn open(&self, flow: &FlowId, code: &str) -> Request {
        Request::new(route::SESSIONS, Some(object(&[("flow", flow.as_str()), ("code", code)])))
    }

    /// What redeeming it gave.
    pub fn opened(self, reply: &Reply) -> Session {
        Session { flow: reply.view.flow.clone(), token: None }.after(reply)
    }

    /// The session that an earlier load of this entry had.
    pub fn resume(self, flow: FlowId, token: Option<Secret>) -> Session {
        Session { flow, token }
    }
}

impl ReturnViewer {
    /// What came of the visit.
    pub fn read(&self) -> Request {
        Request::new(&fill(route::RETURNED, &[("token", &self.0)]), None)
    }
}

impl UnlinkToken {
    /// Reads the link, or ends it.
    pub fn ask(&self, action: &Action) -> Request {
        let body = (*action == Action::Unlink).then(|| object(&[]));
        Request::new(&fill(route::UNLINK, &[("token", &self.0)]), body)
    }
}

impl Session {
    /// The bearer token, where there is one.
    pub fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }

    /// The session after a reply: a new token takes the place of the old one.
    pub fn after(mut self, reply: &Reply) -> Self {
        self.flow.clone_from(&reply.view.flow);
        self.token = reply.token.clone().or(self.token);
        self
    }

    /// Acts in the flow.
    pub fn perform(&self, action: &Action) -> Request {
        let (path, body) = match action {
            Action::Read | Action::Open { .. } | Action::ReadLink | Action::Unlink => (route::FLOW, None),
            Action::Choose(provider) => (route::CHOOSE, Some(object(&[("provider", provider.key())]))),
            Action::Refresh => (route::REFRESH, Some(object(&[]))),
            Action::Continue | Action::Keep { .. } => (route::CONTINUE, Some(object(&[]))),
            Action::Goto(to) => (route::GOTO, Some(object(&[("to", destination(*to))]))),
            Action::Login { email, password } => {
                (route::LOGIN, Some(object(&[("email", email.trim()), ("password", password)])))
            }
            Action::Email { proof, email } => {
                let path = match proof {
                    EmailProof::Onboard => route::ONBOARDING_EMAIL,
                    EmailProof::Reset => route::RESET_EMAIL,
                };
                (path, Some(object(&[("email", email.trim())])))
            }
            Action::Code { of, code } => (path_of(*of), Some(object(&[("code", code)]))),
            Action::Password { proof: EmailProof::Onboard, password, terms } => {
                (route::ONBOARDING_PASSWORD, Some(choose_password(password, *terms)))
            }
            Action::Password { proof: EmailProof::Reset, password, .. } => {
                (route::RESET_PASSWORD, Some(object(&[("password", password)])))
            }
            Action::Identify(form) => (route::KYC, Some(identity(form))),
            Action::Resend => (route::RESEND, Some(object(&[]))),
            Action::Leave => (route::LEAVE, Some(object(&[]))),
            Action::Cancel => (route::CANCEL, Some(object(&[]))),
        };
        // "Not now" must reach the worker though the loader takes the frame away.
        let outlives_the_page = matches!(action, Action::Cancel | Action::Leave);
        let token = self.token.clone();
        Request { token, outlives_the_page, ..Request::new(&self.path(path), body) }
    }

    /// A path of this flow.
    fn path(&self, route: &str) -> String {
        fill(route, &[("flow", self.flow.as_str())])
    }

    /// The path of the push channel, and what asks for a ticket that opens it once.
    pub fn channel(&self) -> (String, Request) {
        let path = self.path(route::CHANNEL);
        let request = Request { token: self.token.clone(), ..Request::new(&path, Some(object(&[]))) };
        (path, request)
    }
}

impl Request {
    fn new(path: &str, body: Option<String>) -> Self {
        Self { path: path.to_owned(), body, token: None, outlives_the_page: false }
    }

    /// The text of a good answer. Errors: see [`CallError`].
    pub async fn send(self, id: Option<ClientRequestId>) -> Result<String, CallError> {
        let (status, wait, text) = fetch(self, id).await.map_err(|_| CallError::Network)?;
        if (200..300).contains(&status) {
            return Ok(text);
        }
        let problem = wire_format::problem(&text).ok_or(CallError::Foreign)?;
        Err(CallError::Problem(Box::new(problem), wait))
    }
}

impl Answer {
    /// Reads what the worker says of a flow. Errors: it is none of ours.
    pub fn read(text: &str) -> Result<Self, CallError> {
        let reply = wire_format::reply(text).ok_or(CallError::Foreign)?;
        let token = reply.token.as_ref().map_or("", Secret::expose);
        let text = without(text, token);
        Ok(Self { reply, text })
    }
}

fn path_of(code: CodeOf) -> &'static str {
    match code {
        CodeOf::Onboard => route::ONBOARDING_CODE,
        CodeOf::Reset => route::RESET_CODE,
        CodeOf::Confirm => route::CONFIRM,
        CodeOf::Authenticator => route::AUTHENTICATOR,
        CodeOf::Bind => route::AUTHENTICATOR_BIND,
        CodeOf::Remove => route::AUTHENTICATOR_REMOVE,
    }
}

/// A text with a secret taken out.
fn without(text: &str, secret: &str) -> String {
    let at = words::find(text, secret).unwrap_or(text.len());
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    format!("{before}{}", rest.strip_prefix(secret).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_taken_out_of_what_is_remembered() {
        assert_eq!(without("{\"a\":1,\"token\":\"tök\"}", "tök"), "{\"a\":1,\"token\":\"\"}");
        assert_eq!(without("{\"a\":1}", "tök"), "{\"a\":1}");
        assert_eq!(without("{\"a\":1}", ""), "{\"a\":1}");
    }
}
