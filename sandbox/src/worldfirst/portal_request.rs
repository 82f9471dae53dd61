//! What the portal thinks of a query before anybody has logged in: nothing, or one of the codes.

use super::codes::{
    CURRENCY_ALREADY_EXISTS, CURRENCY_OUT_OF_SUPPORTED_RANGE, PARAM_ILLEGAL, SIGNATURE_VERIFICATION_FAILED,
};
use super::query::{Query, ReturnTarget, Scheme};
use super::store::Store;
use crate::options::Options;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const CURRENCIES: [&str; 13] =
    ["USD", "EUR", "GBP", "NZD", "CAD", "AUD", "JPY", "SGD", "HKD", "CNH", "PLN", "SEK", "MXN"];

/// A request of the page: where it leads back to, and what it asks or why it is refused.
#[derive(Debug)]
pub struct PortalRequest {
    pub target: ReturnTarget,
    /// `None` where its form is wrong.
    pub query: Option<Query>,
    pub refusal: Option<&'static str>,
}

impl PortalRequest {
    /// Checks a query as it was sent. What it says about a request id is remembered.
    pub fn check(raw: &str, plus: bool, options: &Options, store: &mut Store) -> Self {
        let query = Query::read(raw, plus);
        let refusal = match &query {
            None => Err(PARAM_ILLEGAL),
            Some(query) => check(query, options, store),
        };
        Self { target: ReturnTarget::read(raw), query, refusal: refusal.err() }
    }

    /// What it asks, unless it is refused.
    pub fn accepted(&self) -> Option<&Query> {
        self.query.as_ref().filter(|_| self.refusal.is_none())
    }
}

fn check(query: &Query, options: &Options, store: &mut Store) -> Result<(), &'static str> {
    let known = match query.scheme {
        Scheme::Rsa => &options.worldfirst_client,
        Scheme::Md5 => &options.worldfirst_partner,
    };
    if query.integrator != *known {
        return Err(PARAM_ILLEGAL);
    }
    if !is_signed(query, options) {
        return Err(SIGNATURE_VERIFICATION_FAILED);
    }
    store.note(query)?;
    currencies(&query.wish.currency)?;
    store.admit(query)
}

fn is_signed(query: &Query, options: &Options) -> bool {
    match (query.scheme, &options.worldfirst_md5_key) {
        (Scheme::Rsa, _) => STANDARD
            .decode(&query.signature)
            .is_ok_and(|signature| options.worldfirst_keys.any_verifies(query.signed.as_bytes(), &signature)),
        (Scheme::Md5, Some(key)) => {
            format!("{:x}", md5::compute(format!("{}&key={key}", query.signed))) == query.signature
        }
        (Scheme::Md5, None) => false,
    }
}

/// Codes joined by commas.
fn currencies(list: &str) -> Result<(), &'static str> {
    let codes: Vec<&str> = list.split(',').collect();
    let is_code = |code: &&str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if !codes.iter().all(is_code) {
        return Err(PARAM_ILLEGAL);
    }
    if codes.iter().enumerate().any(|(at, code)| codes.iter().skip(at + 1).any(|other| other == code)) {
        return Err(CURRENCY_ALREADY_EXISTS);
    }
    if !codes.iter().all(|code| CURRENCIES.contains(code)) {
        return Err(CURRENCY_OUT_OF_SUPPORTED_RANGE);
    }
    Ok(())
}

#[cfg(test)]
#[path = "portal_request_tests.rs"]
mod tests;
