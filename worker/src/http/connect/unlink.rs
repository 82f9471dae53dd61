//! `/unlink/{token}`: where the mail about a new link leads. The page shows, and only its button acts (SECURITY, "CSRF").

use crate::core::flow::Event;
use crate::error::Failure;
use crate::http::call::Call;
use crate::http::connect::visit::own_page;
use crate::http::context::Context;
use crate::http::extract::{header, json_text, read as read_json};
use crate::http::finish::json;
use crate::http::page;
use crate::object::link::{self, Mailed};
use crate::object::{flow, index};
use crate::store::keys;
use account_link_shared::connect::{Nothing, UnlinkView};
use account_link_shared::problem::Code;
use axum::response::Response;

/// `GET /unlink/{token}`: the page, framed by nobody.
pub async fn show(call: Call) -> Response {
    let Call { context, path: [token, ..], .. } = call;
    let found = async {
        let mailed = mailed(&context, &token, false).await?;
        context.partner(&mailed.partner).await?.ok_or(Failure::from(Code::UnlinkInvalid))
    };
    match found.await {
        Ok(partner) => page::of_return(&context.env, partner).await,
        Err(failure) => page::of_failure(&context.env, &failure, &context.request_id, None, None).await,
    }
}

/// `GET /connect/v1/unlink/{token}`: what the page shows.
pub async fn read(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [token, ..], request } = call;
    if header(request.headers(), "sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return Err(Code::CrossSite.into());
    }
    let mailed = mailed(&context, &token, false).await?;
    view(&context, mailed).await
}

/// `POST /connect/v1/unlink/{token}`: unlinks; repeatable.
pub async fn unlink(call: Call) -> Result<Response, Failure> {
    let Call { context, path: [token, ..], request } = call;
    let (parts, body) = request.into_parts();
    own_page(&context, &parts.headers)?;
    let Nothing {} = read_json(&json_text(&parts.headers, body).await?)?;
    let mailed = mailed(&context, &token, true).await?;
    if let Some(flow) = &mailed.flow {
        flow::tell(&context.env, flow, Event::Unlinked).await;
    }
    view(&context, mailed).await
}

async fn mailed(context: &Context, token: &str, unlink: bool) -> Result<Mailed, Failure> {
    let invalid = || Failure::from(Code::UnlinkInvalid);
    if !keys::is_segment(token) {
        return Err(invalid());
    }
    let entry = keys::index_of_unlink(&context.config, token);
    let name = index::get(&context.env, &entry).await?.ok_or_else(invalid)?;
    link::mailed(&context.env, &name, token, unlink).await?.ok_or_else(invalid)
}

async fn view(context: &Context, mailed: Mailed) -> Result<Response, Failure> {
    let partner = context.partner(&mailed.partner).await?.ok_or(Failure::from(Code::UnlinkInvalid))?;
    let Mailed { label: user_label, masked: masked_account, linked, .. } = mailed;
    Ok(json(200, &UnlinkView { partner: (&partner).into(), user_label, masked_account, linked }))
}
