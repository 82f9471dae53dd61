//! `POST /connect/v1/sessions`: the first browser to redeem a signature owns it while its flow is open.

use crate::domain::flow::{Cost, Event, Flow, Target};
use crate::domain::link::{ActiveFlow, LinkRefusal, Opened};
use crate::durable::{flow, index, link};
use crate::error::ApiError;
use crate::kv::keys;
use crate::routes::connect::session::{answer, own_page, partner_of};
use crate::routes::connect::token::{self, Transport};
use crate::routes::context::{Context, token as fresh_token};
use crate::routes::extract;
use account_link_shared::connect::OpenSession;
use account_link_shared::error_code::Code;
use account_link_shared::id::FlowId;
use account_link_shared::session::End;
use axum::body::Body;
use axum::response::Response;
use http::HeaderMap;

/// Redeems the opening code. The browser that owns an open flow of this signature joins it; another is refused.
#[worker::send]
pub async fn open(context: Context, headers: HeaderMap, body: Body) -> Result<Response, ApiError> {
    let headers = &headers;
    let write = own_page(&context, headers)?;
    let selection: OpenSession = extract::read(&extract::json_text(headers, body).await?)?;
    let (token, code_hash) = (fresh_token()?, Context::token_hash(&selection.code));
    let hash = Context::token_hash(&token);
    let entered = flow::redeem(&context.env, &selection.flow, code_hash, write, hash).await?;
    let partner = partner_of(&context, &entered.flow).await?;
    // A repeated redeeming of a flow that ended meanwhile is shown that end; it must not take the link again.
    if !entered.flow.is_open() {
        return Ok(answer(&context, &entered.flow, &partner, Transport::probed(headers), Some(token)));
    }
    match claim(&context, headers, entered.flow).await? {
        Claim::Own(flow) => Ok(answer(&context, &flow, &partner, Transport::probed(headers), Some(token))),
        Claim::Joined(flow) => Ok(answer(&context, &flow, &partner, Transport::Cookie, None)),
    }
}

enum Claim {
    /// This flow moves the link.
    Own(Flow),
    /// An open flow of the same signature, of the same browser.
    Joined(Flow),
}

async fn claim(context: &Context, headers: &HeaderMap, flow: Flow) -> Result<Claim, ApiError> {
    let mut over = None;
    // At most twice: the second time over a flow that was found closed.
    for _ in 0..2 {
        let other = match &flow.target {
            Some(target) => match open_link(context, &flow, target, over.clone()).await? {
                Ok(opened) => return settled(context, flow, opened).await.map(Claim::Own),
                Err(LinkRefusal::InUse { flow: other }) => other,
                Err(refusal) => return Err(refusal.into()),
            },
            None => match claim_signature(context, &flow, over.clone()).await? {
                None => return Ok(Claim::Own(flow)),
                Some(other) => other,
            },
        };
        if let Some(joined) = join(context, headers, &other).await? {
            return Ok(Claim::Joined(joined));
        }
        if flow::read(&context.env, &other).await?.is_some_and(|other| other.is_open()) {
            return Err(Code::LinkAlreadyOpened.into());
        }
        over = Some(other);
    }
    Err(Code::LinkAlreadyOpened.into())
}

/// Where the link leaves the provider to the user there is no link yet whose object could say who came first: the
/// index does. Gives the flow that came first.
async fn claim_signature(
    context: &Context,
    flow: &Flow,
    over: Option<FlowId>,
) -> Result<Option<FlowId>, ApiError> {
    let name = keys::index_of_signature(&flow.signature);
    let taken = index::claim(&context.env, &name, flow.id.as_str(), over.map(String::from)).await?;
    Ok(taken.and_then(|other| FlowId::parse(&other).ok()))
}

/// Opens the link of a provider that the user chose in this flow.
pub async fn take(context: &Context, flow: &Flow, target: &Target) -> Result<Opened, ApiError> {
    let mut over = None;
    for _ in 0..2 {
        match open_link(context, flow, target, over.clone()).await? {
            Ok(opened) => {
                tell_replaced(context, &opened).await;
                return Ok(opened);
            }
            // Of the same signature, and no longer its owner.
            Err(LinkRefusal::InUse { flow: other }) => over = Some(other),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Err(Code::LinkAlreadyOpened.into())
}

/// What a flow is told of the link that it was opened for; `None` where that is an ordinary one.
pub fn opening(opened: Opened) -> Option<Event> {
    let linked = |masked: String| Some(masked).filter(|masked| !masked.is_empty());
    match opened {
        Opened { already_linked: Some(masked), .. } => {
            Some(Event::Ended { end: End::AlreadyLinked, masked: linked(masked) })
        }
        Opened { linked_account: Some(account), .. } => Some(Event::KeepsLink { account }),
        Opened { waits: Some(status), .. } => Some(Event::Waits { status }),
        _ => None,
    }
}

async fn open_link(
    context: &Context,
    flow: &Flow,
    target: &Target,
    over: Option<FlowId>,
) -> Result<Result<Opened, LinkRefusal>, ApiError> {
    let active = ActiveFlow {
        flow: flow.id.clone(),
        signature: flow.signature.clone(),
        state: flow.request.state.clone(),
        request: target.request.clone(),
        account_screen_only: flow.is_account_screen_only(),
    };
    let identity = flow.identity(target.request.provider());
    link::open(&context.env, &target.link, identity, active, over).await
}

/// The browser's own flow of the same signature, if it has one that is open.
async fn join(context: &Context, headers: &HeaderMap, other: &FlowId) -> Result<Option<Flow>, ApiError> {
    let Some((token, Transport::Cookie)) = token::of_request(headers, other) else { return Ok(None) };
    let entered =
        flow::enter(&context.env, other, Context::token_hash(&token), None, Cost::Free, None).await?;
    Ok(entered.ok().map(|entered| entered.flow).filter(Flow::is_open))
}

/// Tells a replaced flow, and ends this one at once where the link is linked already.
async fn settled(context: &Context, flow: Flow, opened: Opened) -> Result<Flow, ApiError> {
    tell_replaced(context, &opened).await;
    let Some(event) = opening(opened) else { return Ok(flow) };
    let entered = flow::apply(&context.env, &flow.id, event, None, None).await?;
    Ok(entered.map_or(flow, |entered| entered.flow))
}

async fn tell_replaced(context: &Context, opened: &Opened) {
    if let Some(replaced) = &opened.replaced {
        let event = Event::Ended { end: End::Replaced, masked: None };
        flow::tell(&context.env, replaced, event).await;
    }
}
