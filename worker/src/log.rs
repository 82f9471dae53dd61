//! The one way to the log: typed fields that cannot hold a secret, an address or a user's reference.

use account_link_shared::error_code::Code;
use account_link_shared::id::{CaseId, EventId, FlowId, PartnerKey, RequestId};
use account_link_shared::providers::Provider;
use serde::Serialize;

/// One line of the log.
#[derive(Debug, Serialize)]
#[serde(tag = "log", rename_all = "snake_case")]
pub enum Line<'a> {
    /// A request was answered.
    Request {
        /// Shown to the caller with errors.
        request_id: &'a RequestId,
        /// Of HTTP.
        method: &'a str,
        /// The template, e.g. `/api/v1/links/{user_ext_ref}`; never the path itself.
        route: &'a str,
        /// Of HTTP.
        status: u16,
        /// On failures.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<Code>,
        /// A fixed text of ours.
        #[serde(skip_serializing_if = "Option::is_none")]
        inside: Option<&'static str>,
        /// What led to it, without data.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
    },
    /// A flow ended.
    FlowEnded {
        /// Which one.
        flow: &'a FlowId,
        /// Whose.
        partner: &'a PartnerKey,
    },
    /// A callback was tried.
    Callback {
        /// Which event.
        event: &'a EventId,
        /// Which attempt, from 1.
        attempt: usize,
        /// What was answered.
        status: Option<u16>,
    },
    /// A mail was not taken and is given up.
    MailGivenUp {
        /// The mail's own id.
        id: &'a str,
    },
    /// CaaS has said nothing of a case for a day, and cannot be asked: an operator should look.
    CaseSilent {
        /// Our id of it.
        case: &'a CaseId,
    },
    /// CaaS, which checks identities, did not do what was asked.
    IdentityCheck {
        /// A fixed text of ours.
        what: &'static str,
        /// Of HTTP.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
    },
    /// A provider did not do what was asked.
    Provider {
        /// Which one.
        provider: Provider,
        /// A fixed text of ours.
        what: &'static str,
        /// The fields that it complained of: names, never values.
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        fields: &'a [String],
        /// Its own code, or the status of HTTP.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<&'a str>,
        /// By which it finds the request in its log.
        #[serde(skip_serializing_if = "Option::is_none")]
        trace_id: Option<&'a str>,
    },
    /// A provider may take a value otherwise than it is meant.
    Warning {
        /// Which one.
        provider: Provider,
        /// As in the header.
        code: &'static str,
        /// The parameter's name.
        field: &'static str,
    },
    /// A registration is refused.
    Refused {
        /// A fixed text of ours.
        what: String,
    },
    /// Our code panicked.
    Panic {
        /// File, line and column.
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<&'a str>,
        /// Whose turn it was.
        #[serde(skip_serializing_if = "Option::is_none")]
        request_id: Option<&'a RequestId>,
    },
    /// Something of ours failed and is tried again.
    Fault {
        /// A fixed text of ours.
        what: &'static str,
        /// What led to it, without data.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
    },
}

/// Writes a line.
pub fn write(line: &Line<'_>) {
    if let Ok(json) = serde_json::to_string(line) {
        worker::console_log!("{json}");
    }
}

/// Something failed because of this, and is tried again.
pub fn fault(what: &'static str, error: &impl core::fmt::Display) {
    write(&Line::Fault { what, cause: Some(crate::cause::Cause::of(error).to_string()) });
}
