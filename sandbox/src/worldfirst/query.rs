//! The query of a visit, byte by byte as it was sent (002, step 1): two schemes, one order, each value encoded once.

use crate::sign::{decode, encode};
use axum::http::Uri;

/// How a query is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// 1: `clientId`, RSA.
    Rsa,
    /// 2: `partnerId` and `extBizPartnerId`, MD5.
    Md5,
}

/// What a first binding says, and a re-binding must say again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub redirect_url: String,
    pub reference: String,
    pub store_url: String,
    pub store_name: String,
    pub currency: String,
}

/// A query of the right form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub scheme: Scheme,
    /// `clientId`, or `partnerId`.
    pub integrator: String,
    pub wish: Wish,
    /// Of a re-binding.
    pub request_id: Option<String>,
    /// What the signature covers, as it was sent.
    pub signed: String,
    /// Not encoded any more.
    pub signature: String,
}

impl Query {
    /// Reads one. `None`: a parameter is missing, not known, in another place, too long or encoded otherwise. A space
    /// is `%20`, and with `plus` a `+` as well.
    pub fn read(raw: &str, plus: bool) -> Option<Self> {
        let (signed, signature) = raw.rsplit_once("&signature=")?;
        let mut pairs = signed.split('&').map(|pair| pair.split_once('='));
        let mut next = |name: &str, most: usize| {
            let (known, value) = pairs.next()??;
            field(value, most, plus).filter(|_| known == name)
        };
        let (scheme, integrator) = if signed.starts_with("clientId=") {
            (Scheme::Rsa, next("clientId", 64)?)
        } else {
            let id = next("partnerId", 64)?;
            (Scheme::Md5, next("extBizPartnerId", 64).filter(|again| *again == id)?)
        };
        let wish = Wish {
            redirect_url: next("redirectUrl", 512).filter(|url| is_web(url))?,
            reference: next("referenceCustomerId", 64)?,
            store_url: next("storeUrl", 256).filter(|url| is_web(url))?,
            store_name: next("storeName", 256)?,
            currency: next("currency", 256)?,
        };
        let again = signed.contains("&requestId=");
        let request_id = if again { Some(next("requestId", 64)?) } else { None };
        let signature = field(signature, 1024, false)?;
        let query = Self { scheme, integrator, wish, request_id, signed: signed.to_owned(), signature };
        pairs.next().is_none().then_some(query)
    }
}

/// A value that is encoded as RFC 3986 has it: once, upper-case, and nothing that needs no encoding.
fn field(raw: &str, most: usize, plus: bool) -> Option<String> {
    let raw = if plus { raw.replace('+', "%20") } else { raw.to_owned() };
    let value = decode(&raw).filter(|value| encode(value) == raw)?;
    let fits = !value.is_empty() && value.chars().count() <= most && !value.chars().any(char::is_control);
    fits.then_some(value)
}

fn is_web(url: &str) -> bool {
    let web = |url: Uri| matches!(url.scheme_str(), Some("http" | "https")) && url.authority().is_some();
    !url.contains('#') && url.parse().is_ok_and(web)
}

/// Where a request of the portal leads back to, as far as that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTarget {
    redirect_url: Option<String>,
    integrator: String,
    pub reference: String,
}

impl ReturnTarget {
    /// Reads it out of any query.
    pub fn read(raw: &str) -> Self {
        let of = |name: &str| value(raw, name);
        Self {
            redirect_url: of("redirectUrl").filter(|url| is_web(url)),
            integrator: of("clientId").or_else(|| of("partnerId")).unwrap_or_default(),
            reference: of("referenceCustomerId").unwrap_or_default(),
        }
    }

    /// The way back with a result (002, step 2).
    pub fn back(&self, result: &str) -> Option<String> {
        let url = self.redirect_url.as_deref()?;
        let joint = if url.contains('?') { '&' } else { '?' };
        let (partner, reference) = (encode(&self.integrator), encode(&self.reference));
        let result = encode(result);
        Some(format!("{url}{joint}partnerId={partner}&referenceCustomerId={reference}&resultMsg={result}"))
    }
}

/// Whom any query is about: the id of a re-binding, and the reference.
pub fn keys(raw: &str) -> Vec<String> {
    let named = ["requestId", "referenceCustomerId"].map(|name| value(raw, name));
    named.into_iter().flatten().filter(|key| !key.is_empty()).collect()
}

/// The first value of that name, as far as it can be read.
fn value(raw: &str, name: &str) -> Option<String> {
    let mut pairs = raw.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).and_then(|(_, value)| decode(value))
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
