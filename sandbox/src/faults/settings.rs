//! Settings of a party, with faults among them: a change names what it changes, and a name that is not known is refused.
//! `GET|POST|DELETE /PARTY/settings[?only=KEY]`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

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
