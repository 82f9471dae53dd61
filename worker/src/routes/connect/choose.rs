//! `POST …/choose`: one of the providers that the link offers. The flow remembers the choice, the link is opened as
//! at redeeming, then the flow moves.

use crate::domain::flow::{Event, Stage, Target};
use crate::durable::{flow, link};
use crate::kv::keys;
use crate::routes::connect::closing::close;
use crate::routes::connect::session::{FlowWrite, Rejection, cost};
use crate::routes::connect::sessions::{opening, take};
use account_link_shared::connect::Choose;
use account_link_shared::error_code::Code;
use account_link_shared::link::reason::CloseReason;
use axum::response::Response;

/// Chooses.
#[worker::send]
pub async fn choose(
    FlowWrite(session, body, ..): FlowWrite<Choose, cost::Free>,
) -> Result<Response, Rejection> {
    let Choose { provider } = body;
    let asked = session.flow.offered().iter().find(|asked| asked.provider() == provider).cloned();
    let (Stage::Choose, Some(asked)) = (&session.flow.stage, asked) else {
        return Err(Code::WrongStep.into());
    };
    let (context, flow) = (session.context.clone(), session.flow.clone());
    let target = Target { request: asked, link: keys::link(&context.config, &flow.identity(provider)) };
    // What was chosen before is left.
    if flow.target.as_ref().is_some_and(|before| *before != target)
        && let Some(linked) = close(&session, CloseReason::Cancelled, false).await?
    {
        return session.apply(linked).await;
    }
    // The flow knows the link before it is opened, so that whatever ends the flow closes it.
    flow::apply(&context.env, &flow.id, Event::Choosing(target.clone()), None, None).await??;
    // As if the link had been for this provider alone.
    let mut chosen = flow.clone();
    chosen.target = Some(target.clone());
    let event = match opening(take(&context, &chosen, &target).await?) {
        Some(event @ Event::Ended { .. }) => event,
        Some(event) => {
            flow::apply(&context.env, &flow.id, Event::Chosen(target.clone()), None, None).await??;
            event
        }
        None => Event::Chosen(target.clone()),
    };
    let moved = session.apply(event).await;
    // Another choice came between: this link is nobody's.
    let ours = async || flow::read(&context.env, &flow.id).await.map(|now| now.and_then(|now| now.target));
    if moved.is_err() && ours().await?.as_ref() != Some(&target) {
        link::end_flow(&context.env, &target.link, &flow.id, CloseReason::Cancelled, false).await?;
    }
    moved
}
