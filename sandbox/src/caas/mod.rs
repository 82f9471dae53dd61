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
mod signing;
mod state;
mod store;
mod webhook;
mod work;

use crate::app::Sandbox;
use crate::faults::Scoped;
use crate::faults::party::{Party, routes as settings_routes};
use axum::Router;
pub use endpoint::Endpoint;
use settings::Settings;
pub use signing::Secrets;
pub use state::CaaS;
use std::sync::Arc;

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
