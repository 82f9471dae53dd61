//! This tab's memory: the address, and what is kept in the current entry of its history.
//!
//! An entry holds the step it shows, the opening code until it is redeemed, the bearer token while there is one,
//! and the view of an ended flow. It outlives a reload of this tab and nothing else: no other tab, no other page
//! and no storage sees it.

use crate::wire_format::{step_name, step_text};
use crate::words;
use account_link_shared::id::{ClientRequestId, FlowId};
use account_link_shared::locale::Locale;
use account_link_shared::secret::Secret;
use account_link_shared::session::StepName;
use wasm_bindgen::JsValue;

/// What an entry of the history holds.
#[derive(Default, Clone)]
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
    /// The worker's last reply, once the flow has ended.
    pub ended: Option<String>,
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

/// The last part of the path, where the provider led here.
pub fn returned() -> Option<String> {
    let path = web_sys::window()?.location().pathname().ok()?;
    path.strip_prefix("/return/").map(|path| words::last(path, '/').to_owned())
}

/// The last part of the path, where a mail led here.
pub fn mailed() -> Option<String> {
    web_sys::window()?.location().pathname().ok()?.strip_prefix("/unlink/").map(str::to_owned)
}

/// What the current entry holds; nothing where it is not ours.
pub fn read() -> Entry {
    let state = history().and_then(|history| history.state().ok());
    from_state(&state.unwrap_or(JsValue::NULL))
}

/// What an entry's state says, as `popstate` brings it.
pub fn from_state(state: &JsValue) -> Entry {
    let get =
        |name: &str| js_sys::Reflect::get(state, &JsValue::from_str(name)).ok().and_then(|v| v.as_string());
    let id = get("id").and_then(|id| ClientRequestId::parse(&id).ok());
    Entry {
        flow: get("flow").and_then(|flow| FlowId::parse(&flow).ok()),
        step: get("step").and_then(|step| step_name(&step)),
        depth: get("depth").and_then(|depth| depth.parse().ok()).unwrap_or(0),
        opening: get("code").zip(id),
        token: get("token").map(Secret::new),
        locale: get("locale").and_then(|locale| Locale::parse(&locale)),
        ended: get("ended"),
    }
}

fn to_state(entry: &Entry) -> JsValue {
    let state = js_sys::Object::new();
    let set = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = js_sys::Reflect::set(&state, &JsValue::from_str(name), &JsValue::from_str(value));
        }
    };
    set("flow", entry.flow.as_ref().map(|flow| flow.as_str()));
    set("step", entry.step.map(step_text));
    set("depth", Some(&entry.depth.to_string()));
    set("code", entry.opening.as_ref().map(|(code, _)| code.as_str()));
    set("id", entry.opening.as_ref().map(|(_, id)| id.as_str()));
    set("token", entry.token.as_ref().map(Secret::expose));
    set("locale", entry.locale.map(Locale::tag));
    set("ended", entry.ended.as_deref());
    state.into()
}

/// Writes the current entry, or pushes a new one. The address names the flow and has no fragment.
pub fn write(entry: &Entry, push: bool) {
    let Some(history) = history() else { return };
    let state = to_state(entry);
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
