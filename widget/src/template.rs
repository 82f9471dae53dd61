//! What the worker wrote into the page it sent: the attributes of `<html>` in `page.html`.

use crate::wire_format;
use account_link_shared::error_code::Code;
use account_link_shared::id::RequestId;
use account_link_shared::locale::Locale;

/// What the page is told by its own markup, before any call.
#[derive(Default)]
pub struct Template {
    /// The origins that may frame it, separated by spaces.
    pub frame_origins: String,
    /// The link's language, where it asked for one.
    pub locale: Option<Locale>,
    /// Empty where the partner is not known.
    pub partner_name: String,
    /// `#rrggbb`, or empty.
    pub accent: String,
    /// On a failure page.
    pub problem: Option<Code>,
    /// On a failure page.
    pub request_id: Option<RequestId>,
    /// On a failure page outside a frame.
    pub return_url: Option<String>,
}

impl Template {
    /// Reads the attributes.
    pub fn read(html: &web_sys::Element) -> Self {
        let get = |name: &str| html.get_attribute(name).unwrap_or_default();
        Self {
            frame_origins: get("data-frame-origins"),
            // English also stands where the link asked for nothing: then INIT and the browser are heard.
            locale: Locale::parse(&get("lang")).filter(|locale| *locale != Locale::En),
            partner_name: get("data-partner"),
            accent: get("data-accent"),
            problem: wire_format::code(&get("data-problem")),
            request_id: RequestId::parse(&get("data-request-id")).ok(),
            return_url: Some(get("data-return-url")).filter(|url| !url.is_empty()),
        }
    }
}
