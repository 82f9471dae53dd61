//! Settings of a party, with faults among them: a change names what it changes, and a name that is not known is refused.
//! `GET|POST|DELETE /PARTY/settings[?only=KEY]`.

use super::{Only, Scoped};
use crate::{Sandbox, Shared};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

/// Settings of which some are faults that end by themselves.
pub trait Settings: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// How many answers the faults are in yet; without a number, in all.
    fn times(&mut self) -> &mut Option<u32>;

    /// Ends the faults, and leaves all else.
    fn clear_faults(&mut self);

    /// All of them as they hold for a request at hand, which is counted if the faults are in `this` one.
    fn taken(&mut self, this: bool) -> Self {
        let mut taken = self.clone();
        if !this {
            taken.clear_faults();
        } else if is_last(self.times()) {
            self.clear_faults();
        }
        taken
    }
}

/// Whether what holds at these endpoints (everywhere, if there is none) does at this one.
pub fn is_at<E: PartialEq>(endpoints: &[E], this: &E) -> bool {
    endpoints.is_empty() || endpoints.contains(this)
}

/// Counts `times` down; whether this was the last. What has no number is never the last.
pub fn is_last(times: &mut Option<u32>) -> bool {
    let Some(left) = times else { return false };
    *left = left.saturating_sub(1);
    *left == 0
}

/// These settings with what `change` names.
pub fn with<T: Serialize + DeserializeOwned>(settings: &T, change: Value) -> Result<T, serde_json::Error> {
    let mut all = serde_json::to_value(settings)?;
    if let (Some(all), Value::Object(change)) = (all.as_object_mut(), change) {
        all.extend(change);
    }
    serde_json::from_value(all)
}

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
