//! The screening: after a while something is suggested, and told.

use super::webhook::{self, Event};
use crate::app::Sandbox;
use std::sync::Arc;
use std::time::Duration;

/// Screens a case, not waiting.
pub fn later(sandbox: &Arc<Sandbox>, uuid: String, after_ms: u64) {
    let sandbox = Arc::clone(sandbox);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(after_ms)).await;
        let event = {
            let state = &mut *sandbox.caas.state();
            let Some(case) = state.store.case(&uuid) else { return };
            let settings = sandbox.caas.settings.get(&case.keys());
            let found = case.screened(settings.suggests);
            found.then(|| Event::about(case, case.suggestion_comment.as_deref(), &settings))
        };
        if let Some(event) = event {
            webhook::later(&sandbox, event);
        }
    });
}
