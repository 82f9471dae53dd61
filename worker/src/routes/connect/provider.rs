//! Continue and Refresh at a provider that holds no account of ours: it begins in the provider's way.

use crate::domain::flow::Target;
use crate::routes::connect::session::{FlowContext, Rejection};
use crate::routes::connect::{qr, redirect};
use account_link_shared::error_code::Code;
use account_link_shared::providers::Connect;
use axum::response::Response;

/// Begins.
pub async fn begin(session: Box<FlowContext>, target: Target) -> Result<Response, Rejection> {
    if session.context.now.seconds() >= session.flow.expires_at() {
        // What is shown may be completed to its end, but the hour is over.
        return Err(Code::WrongStep.into());
    }
    match target.request.provider().info().connect {
        Connect::Login => Err(Code::WrongStep.into()),
        Connect::Redirect => redirect::prepare(session, &target).await,
        Connect::Qr => qr::show(session, &target).await,
    }
}
