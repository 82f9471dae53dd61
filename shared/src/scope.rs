//! What a user allows by going on, in the provider's own words: the first screen says it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text of the provider's page, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Which text: a word of the provider's folder, `a-z_`.
    pub name: String,
    /// What stands in it, by name.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

impl Scope {
    /// A text in which nothing stands.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), values: BTreeMap::new() }
    }

    /// A text in which this stands.
    pub fn with(name: &str, values: &[(&str, &str)]) -> Self {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self { name: name.to_owned(), values: values.collect() }
    }
}
