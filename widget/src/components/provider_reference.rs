//! By what a provider's support finds what it refused: its own code and trace id, for who asks there.

use crate::dom::{El, el};
use account_link_shared::problem::ProviderFailure;

/// The line; none where the provider gave neither.
pub fn provider_reference(failure: Option<&ProviderFailure>) -> Option<El> {
    let failure = failure?;
    let (code, trace) = (failure.provider_code.as_deref(), failure.provider_trace_id.as_deref());
    let given: Vec<&str> = code.into_iter().chain(trace).collect();
    let line = || el("p", "reference").text(&format!("{}: {}", failure.provider.name(), given.join(" · ")));
    (!given.is_empty()).then(line)
}
