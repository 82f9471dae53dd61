//! What CaaS keeps: its cases, and what it was asked and has told.

use super::received::Received;
use super::settings::Settings;
use super::store;
use crate::faults::Scoped;
use crate::feed::Feed;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub struct CaaS {
    pub settings: Scoped<Settings>,
    pub state: Mutex<State>,
    pub requests: Feed<Received>,
    pub webhooks: Feed<Sent>,
}

#[derive(Default)]
pub struct State {
    pub store: store::Store,
    /// How often each external id was to be created, and was.
    pub created: BTreeMap<String, u32>,
}

impl CaaS {
    pub fn new(zero_footprint: bool) -> Self {
        let mut settings = Settings::default();
        settings.zero_footprint = zero_footprint;
        Self {
            settings: Scoped::new(settings),
            state: Mutex::default(),
            requests: Feed::default(),
            webhooks: Feed::default(),
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An attempt that was made.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    pub at: String,
    pub case_system_id: String,
    pub external_case_id: String,
    pub full_name: String,
    pub attempt: usize,
    pub path: &'static str,
    pub headers: BTreeMap<&'static str, String>,
    pub body: String,
    /// 0: no answer in time.
    pub answered: u16,
}

impl Sent {
    /// Whether it is about that case.
    pub fn is_of(&self, key: &str) -> bool {
        [&self.case_system_id, &self.external_case_id, &self.full_name].into_iter().any(|known| known == key)
    }
}
