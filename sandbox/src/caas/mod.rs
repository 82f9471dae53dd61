//! CaaS, which screens people and companies: its API (`api`), its webhooks, and the desk of the people who work there.
//!
//! `GET /caas/cases` lists cases and requests, `/caas/webhooks` what was told; `/caas/settings` makes both wrong, for
//! all cases or for one.

mod api;
mod countries;
mod desk;
mod endpoint;
mod form;
mod received;
mod scan;
mod settings;
mod store;
mod webhook;
mod wire;
mod work;

use crate::Sandbox;
use crate::faults::Scoped;
use crate::faults::settings::{Party, routes as settings_routes};
use crate::feed::Feed;
use axum::Router;
pub use endpoint::Endpoint;
use received::Received;
use settings::Settings;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub use wire::Secrets;

pub struct CaaS {
    settings: Scoped<Settings>,
    state: Mutex<State>,
    requests: Feed<Received>,
    webhooks: Feed<webhook::Sent>,
}

#[derive(Default)]
struct State {
    store: store::Store,
    /// How often each external id was to be created, and was.
    created: BTreeMap<String, u32>,
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

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Party for CaaS {
    type Settings = Settings;
    const PATH: &str = "/caas/settings";

    fn settings(sandbox: &Sandbox) -> &Scoped<Settings> {
        &sandbox.caas.settings
    }

    fn refuse(_: &Sandbox, settings: &Settings) -> Option<&'static str> {
        (!settings.is_valid()).then_some("answer is a status of 200 to 599; times is 1 at least")
    }
}

pub fn routes() -> Router<Arc<Sandbox>> {
    Router::new().merge(settings_routes::<CaaS>()).merge(api::routes()).merge(desk::routes())
}
