//! Cabital: the accounts are ours, so there is nobody to ask.

use crate::config::error::{ConfigError, Variables};
use account_link_shared::url::Strictness;

/// Always served.
pub struct Client;

impl super::Client for Client {
    type Settings = ();

    fn settings(_: &Variables<'_>, _: Strictness) -> Result<Option<()>, ConfigError> {
        Ok(Some(()))
    }
}
