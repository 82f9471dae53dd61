//! The five endpoints of 001, and how faults and settings call them.

use serde::{Deserialize, Serialize};

/// Where the API is, below the sandbox's origin. It is part of what is signed.
pub const BASE: &str = "/caas/api/v1/cases";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    Create,
    Get,
    OgsOn,
    OgsOff,
    Decision,
}

impl Endpoint {
    pub const NAMES: [&str; 5] = ["create", "get", "ogs-on", "ogs-off", "decision"];

    pub fn name(self) -> &'static str {
        let [create, get, on, off, decision] = Self::NAMES;
        match self {
            Self::Create => create,
            Self::Get => get,
            Self::OgsOn => on,
            Self::OgsOff => off,
            Self::Decision => decision,
        }
    }

    /// Whether a request to it has a body.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Create | Self::Decision)
    }
}
