//! Durable Objects, one class a file: what must be decided in one place, and remembered.
//!
//! Each file states its keys, its invariant and why it is atomic. All are alike: a command comes as a row (`shared::rows`), the
//! state is loaded, `core` decides, the state is saved and the alarm set in the same synchronous block, the
//! answer goes back. No `await` between the first read and the last write.

pub mod account;
pub mod flow;
pub mod index;
pub mod link;
pub mod partner;
mod storage;

use crate::error::Failure;
use account_link_shared::rows;
use core::future::{Future, ready};
use core::pin::Pin;
use core::task::{Context, Poll};
use serde::{Serialize, de::DeserializeOwned};
use worker::{Env, Request, Response, Result};

/// How long an object may take to answer, in milliseconds: a panic inside leaves a caller hanging. A link that renews,
/// or prepares to send a user, calls its provider more than once meanwhile, eight seconds each.
const TIME_LIMIT: u32 = 20_000;

/// What an object answers, sooner or later.
type Told = Pin<Box<dyn Future<Output = core::result::Result<String, Failure>>>>;

/// A command on its way, and how its answer is taken. All but the waiting was done when it was sent, so that nobody who
/// waits keeps the command: half of an endpoint's code would be about that.
pub struct Asking<R, T = R> {
    told: Told,
    taken: fn(R) -> core::result::Result<T, Failure>,
}

impl<R: DeserializeOwned, T> Future for Asking<R, T> {
    type Output = core::result::Result<T, Failure>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Poll::Ready(told) = self.told.as_mut().poll(context) else { return Poll::Pending };
        let answer = rows::read(&told?);
        Poll::Ready(match answer {
            Ok(answer) => (self.taken)(answer),
            Err(_) => Err(Failure::internal("an object's answer is not understood")),
        })
    }
}

/// Sends a command to an object and reads its answer.
pub(crate) fn call<C: Serialize, R>(env: &Env, binding: &'static str, name: &str, command: &C) -> Asking<R> {
    call_as(env, binding, name, command, Ok)
}

/// The same, for an answer that is taken in some way.
pub(crate) fn call_as<C: Serialize, R, T>(
    env: &Env,
    binding: &'static str,
    name: &str,
    command: &C,
    taken: fn(R) -> core::result::Result<T, Failure>,
) -> Asking<R, T> {
    let command = rows::write(command).map_err(|_| Failure::internal("a command that cannot be written"));
    let told = command.and_then(|command| told(env, binding, name, &command));
    Asking { told: told.unwrap_or_else(|failure| Box::pin(ready(Err(failure)))), taken }
}

/// The part that is the same for all commands.
fn told(env: &Env, binding: &'static str, name: &str, command: &str) -> core::result::Result<Told, Failure> {
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(&command.into());
    init.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIME_LIMIT)));
    let answer = sent(env, binding, name, &init)?;
    Ok(Box::pin(async {
        let mut answer = answer.await?;
        if answer.status_code() != 200 {
            return Err(Failure::unavailable("an object failed"));
        }
        answer.text().await.map_err(|_| Failure::unavailable("an object's answer broke off"))
    }))
}

/// Sends a request to an object.
fn sent(
    env: &Env,
    binding: &'static str,
    name: &str,
    init: &web_sys::RequestInit,
) -> core::result::Result<impl Future<Output = core::result::Result<Response, Failure>> + use<>, Failure> {
    let stub = env.durable_object(binding)?.get_by_name(name)?;
    let request = web_sys::Request::new_with_str_and_init("https://object.invalid/", init)
        .map_err(|_| Failure::internal("no request to an object"))?;
    Ok(async move {
        let answer = stub.fetch_with_request(Request::from(request)).await;
        answer.map_err(|_| Failure::unavailable("an object did not answer"))
    })
}

/// Reads the command of a request.
async fn command<C: DeserializeOwned>(mut request: Request) -> Result<C> {
    let text = request.text().await?;
    rows::read(&text).map_err(|_| worker::Error::RustError("command not understood".into()))
}

/// Writes an answer.
fn answer<R: Serialize>(reply: &R) -> Result<Response> {
    Response::ok(
        rows::write(reply)
            .map_err(|_| worker::Error::RustError("an answer that cannot be written".into()))?,
    )
}
