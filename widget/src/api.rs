//! The typed client of `/connect/v1`: who holds an [`Anonymous`] can only open a session, who holds a
//! [`Session`] can act in its flow.
//!
//! The session is a cookie that scripts cannot see; only where the browser does not keep it does the worker hand
//! out a bearer token, which lives in here and is mirrored by `history.rs`.

use crate::i18n::fill;
use crate::state::{Act, CodeOf, Failure, Way};
use crate::wire_format::{self, choose_password, destination, identity, object};
use crate::words;
use account_link_shared::connect::{REQUEST_HEADER, Reply, UnlinkView};
use account_link_shared::id::{ClientRequestId, FlowId};
use account_link_shared::route;
use account_link_shared::secret::Secret;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A call without an answer after this long is given up.
const TIMEOUT: i32 = 30_000;

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
pub struct Onlooker(pub String);

/// Somebody who followed a mail: sees one link, and may end it.
pub struct Letter(pub String);

/// Somebody in a flow.
#[derive(Clone)]
pub struct Session {
    flow: FlowId,
    token: Option<Secret>,
}

impl Anonymous {
    /// Redeems the opening code. Errors: see [`Failure`].
    pub async fn open(
        self,
        flow: FlowId,
        code: String,
        id: Option<ClientRequestId>,
    ) -> Result<(Session, Answer), Failure> {
        let body = object(&[("flow", flow.as_str()), ("code", &code)]);
        let answer = send(route::SESSIONS, Some(body), id.as_ref(), None, false).await?;
        let session = Session { flow: answer.reply.view.flow.clone(), token: None };
        Ok((session.after(&answer.reply), answer))
    }

    /// The session that an earlier load of this entry had.
    pub fn resume(self, flow: FlowId, token: Option<Secret>) -> Session {
        Session { flow, token }
    }
}

impl Onlooker {
    /// What came of the visit. Errors: see [`Failure`].
    pub async fn look(&self) -> Result<Answer, Failure> {
        send(&fill(route::RETURNED, &[("segment", &self.0)]), None, None, None, false).await
    }
}

impl Letter {
    /// Reads the link, or ends it. Errors: see [`Failure`].
    pub async fn send(&self, act: &Act, id: Option<&ClientRequestId>) -> Result<UnlinkView, Failure> {
        let path = fill(route::UNLINK, &[("token", &self.0)]);
        let body = (*act == Act::Unlink).then(|| object(&[]));
        let text = ask(&path, body, id, None, false).await?;
        wire_format::unlink_view(&text).ok_or(Failure::Foreign)
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

    /// Acts in the flow. Errors: see [`Failure`].
    pub async fn send(&self, act: &Act, id: Option<&ClientRequestId>) -> Result<Answer, Failure> {
        let (path, body) = match act {
            Act::Read | Act::Open { .. } | Act::ReadLink | Act::Unlink => (route::FLOW, None),
            Act::Choose(provider) => (route::CHOOSE, Some(object(&[("provider", provider.key())]))),
            Act::Refresh => (route::REFRESH, Some(object(&[]))),
            Act::Continue | Act::Keep { .. } => (route::CONTINUE, Some(object(&[]))),
            Act::Goto(to) => (route::GOTO, Some(object(&[("to", destination(*to))]))),
            Act::Login { email, password } => {
                (route::LOGIN, Some(object(&[("email", email.trim()), ("password", password)])))
            }
            Act::Email { way, email } => {
                let path = match way {
                    Way::Onboard => route::ONBOARDING_EMAIL,
                    Way::Reset => route::RESET_EMAIL,
                };
                (path, Some(object(&[("email", email.trim())])))
            }
            Act::Code { of, code } => (path_of(*of), Some(object(&[("code", code)]))),
            Act::Password { way: Way::Onboard, password, terms } => {
                (route::ONBOARDING_PASSWORD, Some(choose_password(password, *terms)))
            }
            Act::Password { way: Way::Reset, password, .. } => {
                (route::RESET_PASSWORD, Some(object(&[("password", password)])))
            }
            Act::Identify(form) => (route::KYC, Some(identity(form))),
            Act::Resend => (route::RESEND, Some(object(&[]))),
            Act::Leave => (route::LEAVE, Some(object(&[]))),
            Act::Cancel => (route::CANCEL, Some(object(&[]))),
        };
        // "Not now" must reach the worker though the loader takes the frame away.
        let last = matches!(act, Act::Cancel | Act::Leave);
        send(&self.path(path), body, id, self.token(), last).await
    }

    /// A path of this flow.
    fn path(&self, route: &str) -> String {
        fill(route, &[("flow", self.flow.as_str())])
    }

    /// The path of the push channel, and a ticket that opens it once. `None` where there is none to be had.
    pub async fn ticket(&self) -> Option<(String, String)> {
        let path = self.path(route::CHANNEL);
        let id = crate::clock::fresh_id();
        let answer = fetch(&path, Some(object(&[])), id.as_ref(), self.token(), false).await.ok()?;
        Some((path, wire_format::ticket(&answer.2)?))
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

async fn send(
    path: &str,
    body: Option<String>,
    id: Option<&ClientRequestId>,
    token: Option<&Secret>,
    outlives_the_page: bool,
) -> Result<Answer, Failure> {
    let text = ask(path, body, id, token, outlives_the_page).await?;
    let reply = wire_format::reply(&text).ok_or(Failure::Foreign)?;
    let token = reply.token.as_ref().map_or("", Secret::expose);
    let text = without(&text, token);
    Ok(Answer { reply, text })
}

/// The text of a good answer. Errors: see [`Failure`].
async fn ask(
    path: &str,
    body: Option<String>,
    id: Option<&ClientRequestId>,
    token: Option<&Secret>,
    outlives_the_page: bool,
) -> Result<String, Failure> {
    let answer = fetch(path, body, id, token, outlives_the_page).await.map_err(|_| Failure::Network)?;
    let (status, wait, text) = answer;
    if (200..300).contains(&status) {
        return Ok(text);
    }
    let problem = wire_format::problem(&text).ok_or(Failure::Foreign)?;
    Err(Failure::Problem(problem, wait))
}

/// A file of this page's own, which never changes under its name. `None` where it cannot be had.
pub async fn file(path: &str) -> Option<String> {
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(path)).await.ok()?;
    let response = response.dyn_into::<web_sys::Response>().ok().filter(web_sys::Response::ok)?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// A text with a secret taken out.
fn without(text: &str, secret: &str) -> String {
    let at = words::find(text, secret).unwrap_or(text.len());
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    format!("{before}{}", rest.strip_prefix(secret).unwrap_or_default())
}

/// One request: status, `Retry-After` and the text.
async fn fetch(
    path: &str,
    body: Option<String>,
    id: Option<&ClientRequestId>,
    token: Option<&Secret>,
    outlives_the_page: bool,
) -> Result<(u16, Option<u32>, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let headers = web_sys::Headers::new()?;
    headers.set("accept", "application/json")?;
    let init = web_sys::RequestInit::new();
    if let Some(body) = body {
        init.set_method("POST");
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(&body));
    }
    if let Some(id) = id {
        headers.set(REQUEST_HEADER, id.as_str())?;
    }
    if let Some(token) = token {
        headers.set("authorization", &format!("Bearer {}", token.expose()))?;
    }
    init.set_headers(&headers);
    init.set_credentials(web_sys::RequestCredentials::SameOrigin);
    init.set_cache(web_sys::RequestCache::NoStore);
    if outlives_the_page {
        js_sys::Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE)?;
    }
    // `AbortSignal.timeout` is too young for the webviews we meet.
    let abort = web_sys::AbortController::new()?;
    init.set_signal(Some(&abort.signal()));
    let give_up = wasm_bindgen::closure::Closure::once_into_js(move || abort.abort());
    let timer =
        window.set_timeout_with_callback_and_timeout_and_arguments_0(give_up.unchecked_ref(), TIMEOUT)?;
    let result = async {
        let response = JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?;
        let response: web_sys::Response = response.dyn_into()?;
        let wait = response.headers().get("retry-after")?.and_then(|text| text.trim().parse().ok());
        let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        Ok((response.status(), wait, text))
    };
    let result = result.await;
    window.clear_timeout_with_handle(timer);
    result
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
