//! Why a configuration is refused.

use crate::cause::Cause;
use core::fmt::Display;

/// Names the variable and what is wrong with it, never its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not set.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// Set, but not usable.
    #[error("{0} is not valid: {1}")]
    Invalid(&'static str, #[source] Cause),
    /// Allowed in development only.
    #[error("{0} is for development only")]
    DevelopmentOnly(&'static str),
}

impl ConfigError {
    /// A variable is not usable because of this.
    pub fn invalid(name: &'static str, why: &impl Display) -> Self {
        Self::Invalid(name, Cause::of(why))
    }
}

/// The variables of a deployment, by name; an empty one is none.
pub struct Variables<'a>(pub &'a dyn Fn(&'static str) -> Option<String>);

impl Variables<'_> {
    /// A variable that may be left out.
    pub fn optional(&self, name: &'static str) -> Option<String> {
        (self.0)(name).filter(|text| !text.is_empty())
    }

    /// A variable that must be there.
    pub fn required(&self, name: &'static str) -> Result<String, ConfigError> {
        self.optional(name).ok_or(ConfigError::Missing(name))
    }

    /// Whether none of these is there.
    pub fn has_none(&self, names: &[&'static str]) -> bool {
        names.iter().all(|name| self.optional(name).is_none())
    }
}
