//! What PayWay keeps: its bank, and what it was asked and has told.

use super::settings::Settings;
use super::signing::Endpoint;
use super::{bank, signing};
use crate::faults::Scoped;
use crate::feed::Feed;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub struct PayWay {
    pub settings: Scoped<Settings>,
    pub state: Mutex<State>,
    pub requests: Feed<Received>,
    pub pushes: Feed<Pushed>,
}

#[derive(Default)]
pub struct State {
    pub bank: bank::Bank,
    /// The customer of each request, whatever became of it.
    pub ctids: HashMap<String, String>,
    /// Request times that were used, and with which id.
    pub seen: HashSet<(Endpoint, String, String)>,
    /// What was sent as a hash, and who sent it.
    pub hashes: Vec<(String, Vec<String>)>,
}

/// A request as it was judged. What a fault answered in our place has no code, or the fault's.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    pub at: String,
    pub endpoint: Endpoint,
    pub fields: BTreeMap<String, String>,
    pub accepted: bool,
    pub code: Option<String>,
    /// The request and the customer that it is about.
    #[serde(skip)]
    pub keys: Vec<String>,
}

impl State {
    /// What a request may be called: its id, and its customer, which is remembered where only one request names it.
    pub fn keys(&mut self, fields: &signing::Fields) -> Vec<String> {
        let of = |name: &str| fields.optional(name).map(str::to_owned);
        let (request_id, mut ctid) = (of("request_id"), of("ctid"));
        if let Some(id) = &request_id {
            ctid = ctid.or_else(|| self.ctids.get(id).cloned());
            if let Some(ctid) = &ctid {
                self.ctids.insert(id.clone(), ctid.clone());
            }
        }
        request_id.into_iter().chain(ctid).collect()
    }
}

impl PayWay {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A pushback that was sent. The token is not in it.
#[derive(Debug, Clone, Serialize)]
pub struct Pushed {
    pub at: String,
    pub request_id: String,
    pub callback_url: String,
    /// 0 removed, 1 active, 2 frozen.
    pub status: Value,
    /// 0: no answer in time.
    pub answered: u16,
}
