//! URLs from outside: one parser, exact allow-lists, and only re-serialised text leaves again.
//!
//! The parser is the WHATWG one (`url` crate), the same that browsers use, so we and the browser agree on
//! where a URL leads.

use core::fmt;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The longest URL we look at, in bytes.
pub const MAX: usize = 2048;

/// Why a URL is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Longer than [`MAX`].
    #[error("is too long")]
    TooLong,
    /// A control character, white space, a backslash or non-ASCII: parsers disagree on these.
    #[error("holds a character that must be percent-encoded")]
    Character,
    /// Not an absolute URL with a host.
    #[error("is not an absolute URL")]
    Form,
    /// Not https, and not http on a loopback host in development.
    #[error("must be https")]
    Scheme,
    /// A name or password before the host.
    #[error("must not hold a user name")]
    UserInfo,
    /// A fragment.
    #[error("must not hold a fragment")]
    Fragment,
    /// An IP address, a single label or a name that ends in a dot.
    #[error("must name a public host")]
    Host,
    /// Not written as the parser would write it.
    #[error("must be written in its normal form")]
    NotNormal,
}

/// Whether http and loopback hosts are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// https and public host names only.
    Production,
    /// Also http, on `localhost` and `127.0.0.1` only.
    Development,
}

/// An absolute http(s) URL that passed the rules. Read from the registry it is checked once more, by
/// [`crate::partner::Partner::check`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SafeUrl(Url);

impl fmt::Debug for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SafeUrl({})", self.0)
    }
}

impl SafeUrl {
    /// Checks a URL. Errors: see [`UrlError`].
    pub fn parse(text: &str, strictness: Strictness) -> Result<Self, UrlError> {
        if text.len() > MAX {
            return Err(UrlError::TooLong);
        }
        if text.bytes().any(|b| !b.is_ascii_graphic() || b == b'\\') {
            return Err(UrlError::Character);
        }
        let url = Url::parse(text).map_err(|_| UrlError::Form)?;
        let loopback = match url.host().ok_or(UrlError::Form)? {
            Host::Domain("localhost") => true,
            Host::Domain(name) if name.ends_with('.') || !name.contains('.') => return Err(UrlError::Host),
            Host::Domain(name) if name.ends_with(".home.arpa") => return Err(UrlError::Host),
            Host::Domain(name) if name.rsplit('.').next().is_some_and(reserved) => {
                return Err(UrlError::Host);
            }
            Host::Domain(_) => false,
            Host::Ipv4(ip) if ip == std::net::Ipv4Addr::LOCALHOST => true,
            Host::Ipv4(_) | Host::Ipv6(_) => return Err(UrlError::Host),
        };
        let development = strictness == Strictness::Development;
        match (url.scheme(), loopback) {
            ("https", false) => {}
            ("https" | "http", true) if development => {}
            (_, true) => return Err(UrlError::Host),
            _ => return Err(UrlError::Scheme),
        }
        if userinfo(text) {
            return Err(UrlError::UserInfo);
        }
        if url.fragment().is_some() {
            return Err(UrlError::Fragment);
        }
        // Up to the query it must be written as the parser writes it: no default port, no dot segments, no
        // upper-case host. The query is data and is re-serialised.
        let place = |text: &str| text.split('?').next().map(|t| t.trim_end_matches('/').to_owned());
        if place(text) != place(url.as_str()) {
            return Err(UrlError::NotNormal);
        }
        Ok(Self(url))
    }

    /// The URL as the parser writes it.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// `scheme://host[:port]`, as browsers write an origin.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Path, and `?` with the query where there is one: what a signature covers.
    pub fn path_and_query(&self) -> String {
        match self.0.query() {
            Some(query) => format!("{}?{query}", self.0.path()),
            None => self.0.path().to_owned(),
        }
    }

    /// The same place, leaving the query out of the comparison.
    fn same_place(&self, other: &Self) -> bool {
        self.0.origin() == other.0.origin() && self.0.path() == other.0.path()
    }

    /// The URL with these parameters, replacing any of the same names.
    pub fn with(&self, parameters: &[(&str, &str)]) -> Self {
        let mut url = self.0.clone();
        let ours = |name: &str| parameters.iter().any(|(n, _)| *n == name);
        let kept: Vec<(String, String)> =
            self.0.query_pairs().filter(|(n, _)| !ours(n)).map(|(n, v)| (n.into(), v.into())).collect();
        url.query_pairs_mut().clear().extend_pairs(&kept).extend_pairs(parameters);
        Self(url)
    }
}

/// `user@` in front of the host, also where user is empty.
fn userinfo(text: &str) -> bool {
    let after = text.split_once("://").map_or(text, |(_, rest)| rest);
    after.split(['/', '?']).next().is_some_and(|authority| authority.contains('@'))
}

/// Names that never lead to a public host (RFC 6761, RFC 6762, RFC 8375), and all-digit last labels.
fn reserved(label: &str) -> bool {
    matches!(label, "local" | "localdomain" | "localhost" | "internal" | "home" | "lan" | "onion" | "invalid")
        || label.bytes().all(|b| b.is_ascii_digit())
}

/// The places a partner may be returned to: exact origin and path, any query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RedirectList(Vec<SafeUrl>);

impl RedirectList {
    /// A list of places; their own queries do not count.
    pub fn new(places: Vec<SafeUrl>) -> Self {
        Self(places)
    }
    /// Whether the URL leads to one of the places.
    pub fn allows(&self, url: &SafeUrl) -> bool {
        self.0.iter().any(|place| place.same_place(url))
    }
    /// The places.
    pub fn iter(&self) -> impl Iterator<Item = &SafeUrl> {
        self.0.iter()
    }
}

/// An origin that may frame the page, e.g. `https://shop.example`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FrameOrigin(String);

impl FrameOrigin {
    /// Checks an origin: a [`SafeUrl`] with nothing behind the host.
    pub fn parse(text: &str, strictness: Strictness) -> Result<Self, UrlError> {
        let origin = SafeUrl::parse(text, strictness)?.origin();
        if origin == text { Ok(Self(origin)) } else { Err(UrlError::NotNormal) }
    }
    /// As browsers write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests;
