//! This tab's memory: the address, and what is kept in the current entry of its history.
//!
//! An entry holds the step it shows, the opening code until it is redeemed, the bearer token while there is one,
//! and the view of an ended flow. It outlives a reload of this tab and nothing else: no other tab, no other page
//! and no storage sees it.

use account_link_shared::connect::View;
use account_link_shared::id::{ClientRequestId, FlowId};
use account_link_shared::locale::Locale;
use account_link_shared::secret::Secret;
use account_link_shared::session::StepName;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// What an entry of the history holds.
#[derive(Default, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Of which flow.
    pub flow: Option<FlowId>,
    /// What it shows.
    pub step: Option<StepName>,
    /// How many of our entries lie before it.
    pub depth: u32,
    /// The opening code, until it is redeemed, and the id of its redeeming.
    pub opening: Option<(String, ClientRequestId)>,
    /// Only where the browser does not keep our cookie.
    pub token: Option<Secret>,
    /// The language chosen by the switcher.
    pub locale: Option<Locale>,
    /// How the flow ended.
    pub ended: Option<Box<View>>,
}

/// The flow of the query and the code of the fragment.
pub fn address() -> (Option<FlowId>, Option<String>) {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return (None, None) };
    let query = location.search().unwrap_or_default();
    let pairs = query.trim_start_matches('?').split('&');
    let flow = pairs.filter_map(|pair| pair.strip_prefix("flow=")).next();
    let hash = location.hash().unwrap_or_default();
    let code = Some(hash.trim_start_matches('#')).filter(|code| !code.is_empty()).map(str::to_owned);
    (flow.and_then(|flow| FlowId::parse(flow).ok()), code)
}

/// What the current entry holds; nothing where it is not ours.
pub fn read() -> Entry {
    let state = history().and_then(|history| history.state().ok());
    from_state(&state.unwrap_or(JsValue::NULL))
}

/// What an entry's state says, as `popstate` brings it.
pub fn from_state(state: &JsValue) -> Entry {
    state.as_string().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Writes the current entry, or pushes a new one. The address names the flow and has no fragment.
pub fn write(entry: &Entry, push: bool) {
    let Some(history) = history() else { return };
    let state = JsValue::from_str(&serde_json::to_string(entry).unwrap_or_default());
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    let address = match &entry.flow {
        Some(flow) => format!("{path}?flow={flow}"),
        None => path,
    };
    // Refused in a sandboxed frame or after a hundred entries: the page works on, without its memory.
    let _ = if push {
        history.push_state_with_url(&state, "", Some(&address))
    } else {
        history.replace_state_with_url(&state, "", Some(&address))
    };
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
