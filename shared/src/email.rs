//! E-mail addresses: of accounts that are ours.

use serde::{Deserialize, Serialize};

/// An e-mail address, trimmed, with its host in lower case. Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl core::fmt::Debug for Email {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Email(…)")
    }
}

impl Email {
    /// The longest address, in bytes (RFC 5321, section 4.5.3.1.3).
    pub const MAX: usize = 254;

    /// Reads an address as people type it: ASCII, one `@`, a dotted host, no spaces, quotes or controls. `None` if
    /// it is not one we can write to. Case is folded, so that one person has one account; look-alike letters of
    /// other scripts cannot make a second one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (local, host) = text.split_once('@')?;
        let local_ok = (1..=64).contains(&local.len())
            && local.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let label_ok = |label: &str| {
            (1..=63).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let host_ok = host.contains('.') && host.split('.').all(label_ok);
        (text.len() <= Self::MAX && local_ok && host_ok).then_some(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For screens: the first character and the host, `j•••@example.com`.
    pub fn masked(&self) -> String {
        let (local, host) = self.0.split_once('@').unwrap_or((&self.0, ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}•••@{host}")
    }
}
