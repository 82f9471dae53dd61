//! A browser at its flow: who may come in, what it may write, and how it is answered.

use crate::domain::flow::{Cost, Event, Flow, Stage};
use crate::durable::account;
use crate::durable::flow::{self, Entered};
use crate::error::ApiError;
use crate::routes::connect::token::{self, Transport};
use crate::routes::connect::view;
use crate::routes::context::{AppState, Context, first_parameter, token as fresh_token};
use crate::routes::extract::{header, json_text, read};
use account_link_shared::connect::{IDEMPOTENCY_KEY, Reply, client_request_id};
use account_link_shared::error_code::Code;
use account_link_shared::id::{ClientRequestId, FlowId};
use account_link_shared::partner::Partner;
use account_link_shared::session::End;
use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use core::future::Future;
use core::marker::PhantomData;
use http::HeaderMap;
use http::request::Parts;
use serde::de::DeserializeOwned;
use worker::send::SendFuture;

/// Why a write goes no further.
pub enum Rejection {
    /// It cannot be done.
    Failed(ApiError),
    /// It was done before; this is its answer.
    AlreadyDone(Box<Response>),
}

impl<T: Into<ApiError>> From<T> for Rejection {
    fn from(failure: T) -> Self {
        Self::Failed(failure.into())
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::Failed(failure) => failure.into_response(),
            Self::AlreadyDone(answer) => *answer,
        }
    }
}

/// A browser that was let in. Kept in a box: it is large, and handed on a lot.
pub struct FlowContext {
    /// What every endpoint is given.
    pub context: Context,
    /// The flow as it is now.
    pub flow: Flow,
    /// Its partner.
    pub partner: Partner,
    /// The token by which an account may know this browser.
    pub device: Option<String>,
    transport: Transport,
    request: Option<ClientRequestId>,
    /// The write was done before; with a new token where its answer got lost.
    repeated: Option<Option<String>>,
}

impl FlowContext {
    async fn enter(
        context: Context,
        headers: &HeaderMap,
        flow: &str,
        request: Option<ClientRequestId>,
        cost: Cost,
    ) -> Result<Box<Self>, ApiError> {
        let missing = || ApiError::from(Code::SessionMissing);
        let id = FlowId::parse(flow).map_err(|error| missing().because(&error))?;
        let (token, transport) = token::of_request(headers, &id).ok_or_else(missing)?;
        let spare = request.is_some().then(fresh_token).transpose()?;
        let rotate_to = spare.as_deref().map(Context::token_hash);
        let entered =
            flow::enter(&context.env, &id, Context::token_hash(&token), request.clone(), cost, rotate_to)
                .await??;
        let partner = partner_of(&context, &entered.flow).await?;
        let repeated = entered.repeated.then(|| spare.filter(|_| entered.rotated));
        let device = token::device(headers);
        let flow = entered.flow;
        Ok(Box::new(Self { context, flow, partner, device, transport, request, repeated }))
    }

    /// Tells an account that this browser knew its password: by the token that the browser has, or by a new one.
    pub async fn remember_device(&self, account: &str, renewed: Option<String>) -> Result<String, ApiError> {
        let token = self.device.clone().map_or_else(fresh_token, Ok)?;
        account::password_verified(&self.context.env, account, renewed, Context::token_hash(&token)).await?;
        Ok(token)
    }

    /// The name of the link's object; refused until the user has chosen a provider.
    pub fn link(&self) -> Result<&str, ApiError> {
        let target = self.flow.target.as_ref().ok_or(ApiError::from(Code::WrongStep))?;
        Ok(&target.link)
    }

    /// The page's id of this write.
    pub fn write_id(&self) -> Result<ClientRequestId, ApiError> {
        self.request.clone().ok_or_else(|| ApiError::internal("a read that writes"))
    }

    /// Moves the stage and answers with the new view.
    pub async fn apply(self: Box<Self>, event: Event) -> Result<Response, Rejection> {
        self.moved(event, false).await
    }

    /// The same, with a new session token: at login, second step and confirm.
    pub async fn apply_rotating(self: Box<Self>, event: Event) -> Result<Response, Rejection> {
        self.moved(event, true).await
    }

    async fn moved(self: Box<Self>, event: Event, rotate: bool) -> Result<Response, Rejection> {
        let Self { context, flow, partner, transport, request, .. } = *self;
        let token = rotate.then(fresh_token).transpose()?;
        let hash = token.as_deref().map(Context::token_hash);
        let entered: Entered = flow::apply(&context.env, &flow.id, event, request, hash).await??;
        let token = token.filter(|_| entered.rotated);
        Ok(answer(&context, &entered.flow, &partner, transport, token))
    }

    /// Answers without moving.
    pub fn show(self) -> Response {
        answer(&self.context, &self.flow, &self.partner, self.transport, None)
    }
}

/// A browser that reads its flow.
pub struct FlowSession(pub Box<FlowContext>);

impl FromRequestParts<AppState> for FlowSession {
    type Rejection = ApiError;

    fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> impl Future<Output = Result<Self, ApiError>> + Send {
        SendFuture::new(async move {
            let context = Context::from_request_parts(parts, state).await?;
            let flow = first_parameter(parts, state).await?;
            let site = header(&parts.headers, "sec-fetch-site");
            if site.is_some_and(|site| site != "same-origin" && site != "none") {
                return Err(Code::CrossSite.into());
            }
            FlowContext::enter(context, &parts.headers, &flow, None, Cost::Free).await.map(Self)
        })
    }
}

/// What a write costs a flow, as a type: see [`Cost`].
pub mod cost {
    use crate::domain::flow::Cost;

    /// One of the types below.
    pub trait Costs {
        /// Which cost it is.
        const COST: Cost;
    }

    macro_rules! costs {
        ($($name:ident)*) => {$(
            /// See [`Cost`].
            pub struct $name;
            impl Costs for $name {
                const COST: Cost = Cost::$name;
            }
        )*};
    }
    costs!(Free ProviderCall Mail Guess);
}

/// A browser that writes to its flow, from our own page, with the id of the write and its body. A write that was done before
/// goes no further: it is answered with the flow as it is now.
pub struct FlowWrite<B, C>(pub Box<FlowContext>, pub B, pub PhantomData<C>);

impl<B: DeserializeOwned, C: cost::Costs> FromRequest<AppState> for FlowWrite<B, C> {
    type Rejection = Rejection;

    fn from_request(
        request: Request,
        state: &AppState,
    ) -> impl Future<Output = Result<Self, Rejection>> + Send {
        SendFuture::new(async move {
            let (mut parts, body) = request.into_parts();
            let context = Context::from_request_parts(&mut parts, state).await?;
            let flow = first_parameter(&mut parts, state).await?;
            let (session, text) = written(context, &parts.headers, &flow, body, C::COST).await?;
            Ok(Self(session, read(&text)?, PhantomData))
        })
    }
}

/// The part that is the same for all bodies.
async fn written(
    context: Context,
    headers: &HeaderMap,
    flow: &str,
    body: Body,
    cost: Cost,
) -> Result<(Box<FlowContext>, String), Rejection> {
    let write = own_page(&context, headers)?;
    let session = FlowContext::enter(context, headers, flow, Some(write), cost).await?;
    if let Stage::Ended { end: End::Replaced, .. } = session.flow.stage {
        return Err(ApiError::from(Code::FlowReplaced).into());
    }
    let text = json_text(headers, body).await?;
    match session.repeated {
        Some(token) => Err(Rejection::AlreadyDone(Box::new(answer(
            &session.context,
            &session.flow,
            &session.partner,
            session.transport,
            token,
        )))),
        None => Ok((session, text)),
    }
}

/// The partner of a flow, which may have been taken off the registry meanwhile.
pub async fn partner_of(context: &Context, flow: &Flow) -> Result<Partner, ApiError> {
    context.partner(&flow.request.partner).await?.ok_or_else(|| Code::SessionMissing.into())
}

/// Writes come from our own page only: JSON (see `extract::json`), our own header, our own origin.
pub fn own_page(context: &Context, headers: &HeaderMap) -> Result<ClientRequestId, ApiError> {
    let cross_site = || ApiError::from(Code::CrossSite);
    let origin = header(headers, "origin").ok_or_else(cross_site)?;
    let served = context.config.origins.iter().any(|served| served == origin);
    let site = header(headers, "sec-fetch-site").unwrap_or("same-origin");
    if !served || origin != context.origin() || site != "same-origin" {
        return Err(cross_site());
    }
    client_request_id(header(headers, IDEMPOTENCY_KEY)).ok_or_else(cross_site)
}

/// The answer to the read and to every write.
pub fn answer(
    context: &Context,
    flow: &Flow,
    partner: &Partner,
    transport: Transport,
    new_token: Option<String>,
) -> Response {
    let (token, cookie) = new_token.map_or((None, None), |token| token::hand_over(transport, token));
    let reply = Reply { view: view::of(&context.config, flow, partner, context.now), token };
    let response = Json(reply).into_response();
    match cookie {
        Some(cookie) => token::with_session(response, &flow.id, &cookie),
        None => response,
    }
}
