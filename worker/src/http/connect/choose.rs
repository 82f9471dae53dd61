//! `POST …/choose`: one of the providers that the link offers. Its link is opened first, as at redeeming.

use crate::core::flow::{Cost, Event, Stage, Target};
use crate::http::connect::sessions::{already_linked, take};
use crate::http::connect::visit::{Stop, Visit};
use crate::http::context::Context;
use crate::store::keys;
use account_link_shared::connect::Choose;
use account_link_shared::problem::Code;
use axum::extract::{Path, Request, State};
use axum::response::Response;

/// Chooses.
#[worker::send]
pub async fn choose(
    State(context): State<Context>,
    Path(flow): Path<String>,
    request: Request,
) -> Result<Response, Stop> {
    let (visit, Choose { provider }) = Visit::write(context, &flow, request, Cost::Free).await?;
    let asked = visit.flow.offered().iter().find(|asked| asked.provider() == provider).copied();
    let (Stage::Choose, Some(asked)) = (&visit.flow.stage, asked) else { return Err(Code::WrongStep.into()) };
    let link = keys::link(&visit.context.config, &visit.flow.identity(provider));
    let target = Target { asked, link };
    match take(&visit.context, &visit.flow, &target).await? {
        None => visit.apply(Event::Chosen(target)).await,
        Some(masked) => visit.apply(already_linked(masked)).await,
    }
}
