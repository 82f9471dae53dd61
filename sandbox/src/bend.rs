//! Settings that a test may bend: a change names what it changes, and a name that is not known is refused.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// These settings with what `change` names.
pub fn with<T: Serialize + DeserializeOwned>(settings: &T, change: Value) -> Result<T, serde_json::Error> {
    let mut all = serde_json::to_value(settings)?;
    if let (Some(all), Value::Object(change)) = (all.as_object_mut(), change) {
        all.extend(change);
    }
    serde_json::from_value(all)
}

/// Answers a change: the settings as they now are, or why they stay as they were.
pub fn change<T: Serialize + DeserializeOwned>(settings: &mut T, change: Value) -> Response {
    match with(settings, change) {
        Ok(changed) => {
            *settings = changed;
            Json(&*settings).into_response()
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

/// Settings of which some bend an answer, and end by themselves.
pub trait Bending: Clone {
    /// How many answers they bend yet; without a number, all.
    fn times(&mut self) -> &mut Option<u32>;

    /// Puts those back, and no others.
    fn heal(&mut self);

    /// All of them as they hold for a request at hand, which is counted if they bend `this` one.
    fn taken(&mut self, this: bool) -> Self {
        let mut taken = self.clone();
        if !this {
            taken.heal();
        } else if is_last(self.times()) {
            self.heal();
        }
        taken
    }
}

/// Whether what bends answers at these endpoints (everywhere, if there is none) does at this one.
pub fn is_at<E: PartialEq>(endpoints: &[E], this: &E) -> bool {
    endpoints.is_empty() || endpoints.contains(this)
}

/// Counts `times` down; whether this was the last. What has no number is never the last.
pub fn is_last(times: &mut Option<u32>) -> bool {
    let Some(left) = times else { return false };
    *left = left.saturating_sub(1);
    *left == 0
}
