//! Where the settings of a party are read and changed: `GET|POST|DELETE /PARTY/settings[?only=KEY]`. A change names what it
//! changes, and a name that is not known is refused.

use super::settings::{Settings, with};
use super::{Only, Scoped};
use crate::app::{Sandbox, Shared};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use std::sync::Arc;

/// A party that has settings.
pub trait Party {
    type Settings: Settings;

    /// Where they are read and changed.
    const PATH: &str;

    fn settings(sandbox: &Sandbox) -> &Scoped<Self::Settings>;

    /// Why these cannot be.
    fn refuse(_sandbox: &Sandbox, _settings: &Self::Settings) -> Option<&'static str> {
        None
    }
}

/// Where a party's settings are read, changed and reset.
pub fn routes<P: Party + 'static>() -> Router<Arc<Sandbox>> {
    Router::new().route(P::PATH, get(read::<P>).post(change::<P>).delete(reset::<P>))
}

async fn read<P: Party>(State(sandbox): Shared, Query(only): Query<Only>) -> Json<P::Settings> {
    Json(P::settings(&sandbox).read(&only))
}

/// Answers with the settings as they now are, or why they stay as they were. The own ones of a key begin as everybody's.
async fn change<P: Party>(
    State(sandbox): Shared,
    Query(only): Query<Only>,
    Json(change): Json<Value>,
) -> Response {
    let scoped = P::settings(&sandbox);
    let changed = with(&scoped.read(&only), change).map_err(|error| error.to_string());
    let refused = |changed| match P::refuse(&sandbox, &changed) {
        Some(why) => Err(why.to_owned()),
        None => Ok(changed),
    };
    match changed.and_then(refused) {
        Ok(changed) => {
            scoped.set(only, changed.clone());
            Json(changed).into_response()
        }
        Err(why) => (StatusCode::BAD_REQUEST, why).into_response(),
    }
}

async fn reset<P: Party>(State(sandbox): Shared, Query(only): Query<Only>) -> StatusCode {
    P::settings(&sandbox).reset(&only);
    StatusCode::NO_CONTENT
}
