//! What WorldFirst keeps: the accounts that it opened, and what came.

use super::settings::Settings;
use super::store;
use crate::faults::Scoped;
use crate::feed::Feed;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The portal, for faults.
pub const PORTAL: &str = "portal";
/// The question about accounts, for faults.
pub const INQUIRY: &str = "inquiryAccount";
/// What can have faults of its own.
pub const NAMES: [&str; 2] = [PORTAL, INQUIRY];

#[derive(Default)]
pub struct WorldFirst {
    pub settings: Scoped<Settings>,
    pub state: Mutex<State>,
    pub received: Feed<Kept>,
}

#[derive(Default)]
pub struct State {
    pub store: store::Store,
    /// Request times that were used, and with which body.
    pub seen: HashSet<(String, Vec<u8>)>,
}

/// What came, as it was judged.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Received {
    /// The page was opened.
    Portal {
        at: String,
        url: String,
        refusal: Option<&'static str>,
        reference: String,
        request_id: Option<String>,
    },
    /// The user, or a script, has done something there.
    Submission {
        at: String,
        url: String,
        refusal: Option<&'static str>,
        result: String,
        request_id: Option<String>,
    },
    /// Right or not, whatever was answered; where that was a fault, it has no code.
    InquiryAccount {
        at: String,
        fields: Value,
        key_version: Option<String>,
        accepted: bool,
        code: Option<String>,
    },
}

/// The same with whom it was about: the reference, and the id of a re-binding.
#[derive(Debug, Clone, Serialize)]
pub struct Kept {
    #[serde(flatten)]
    pub received: Received,
    #[serde(skip)]
    pub keys: Vec<String>,
}

impl WorldFirst {
    pub fn keep(&self, received: Received, keys: Vec<String>) {
        self.received.push(Kept { received, keys });
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
