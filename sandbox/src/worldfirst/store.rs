//! The books: the receiving accounts (RA) under each reference, and the request ids of re-bindings. Time and chance
//! are arguments.

use super::codes::{PARAM_ILLEGAL, REFERENCE_CUSTOMER_ID_OPENED_RA, REQUEST_ID_IDEMPOTENT};
use super::query::{Query, Wish};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub account_no: String,
    pub currency_list: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    Active,
    Abnormal,
    /// As if it had never been.
    Closed,
}

/// What is opened under one reference.
#[derive(Debug, Clone)]
pub struct Ra {
    pub account_id: String,
    pub accounts: Vec<Account>,
    pub opened_at: String,
    /// Until then it is pending, in milliseconds since 1970.
    pub active_at: u64,
    pub status: Status,
    /// What the portal was asked for; none where it came out of the blue.
    wish: Option<Wish>,
}

/// What chance gave, for an RA that may be opened.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub account_id: String,
    /// Of the first currency, and of all others.
    pub numbers: [String; 2],
}

/// When an RA is opened: the time in words, and from when on it can be seen.
#[derive(Debug, Clone)]
pub struct Opening {
    pub at: String,
    pub active_at: u64,
}

#[derive(Debug)]
struct QueryMap {
    by: String,
    done: bool,
}

#[derive(Debug, Default)]
pub struct Store {
    ras: BTreeMap<String, Ra>,
    asked: BTreeMap<String, QueryMap>,
}

impl Store {
    /// Writes down which query a request id came with. Refused: it came with another, or is used up.
    pub fn note(&mut self, query: &Query) -> Result<(), &'static str> {
        let Some(id) = &query.request_id else { return Ok(()) };
        let new = || QueryMap { by: query.signed.clone(), done: false };
        let asked = self.asked.entry(id.clone()).or_insert_with(new);
        let fresh = !asked.done && asked.by == query.signed;
        fresh.then_some(()).ok_or(REQUEST_ID_IDEMPOTENT)
    }

    /// Whether the query may open something: a second RA only in place of the first, and for the same.
    pub fn admit(&self, query: &Query) -> Result<(), &'static str> {
        let Some(ra) = self.ra(&query.wish.reference) else { return Ok(()) };
        match query.request_id {
            None => Err(REFERENCE_CUSTOMER_ID_OPENED_RA),
            Some(_) if ra.wish.as_ref().is_some_and(|wish| *wish != query.wish) => Err(PARAM_ILLEGAL),
            Some(_) => Ok(()),
        }
    }

    /// Carries out what the query asks; nothing but its request id changes where something is opened already and
    /// `replace` is not wanted.
    pub fn authorise(
        &mut self,
        query: &Query,
        currencies: Vec<String>,
        replace: bool,
        drawn: Drawn,
        opening: Opening,
    ) {
        let reference = &query.wish.reference;
        if replace || self.ra(reference).is_none() {
            self.open(reference, currencies, drawn, opening, Some(query.wish.clone()));
        }
        if let Some(asked) = query.request_id.as_ref().and_then(|id| self.asked.get_mut(id)) {
            asked.done = true;
        }
    }

    /// Opens an RA: one account, of more than one currency two.
    pub fn open(
        &mut self,
        reference: &str,
        currencies: Vec<String>,
        drawn: Drawn,
        Opening { at, active_at }: Opening,
        wish: Option<Wish>,
    ) {
        let (first, others) = currencies.split_at(currencies.len().min(1));
        let groups = [first, others].into_iter().zip(drawn.numbers).filter(|(group, _)| !group.is_empty());
        let account =
            |(group, account_no): (&[String], String)| Account { account_no, currency_list: group.to_vec() };
        let ra = Ra {
            account_id: drawn.account_id,
            accounts: groups.map(account).collect(),
            opened_at: at,
            active_at,
            status: Status::Active,
            wish,
        };
        self.ras.insert(reference.to_owned(), ra);
    }

    /// Puts an RA into that state, at once; whether there is one.
    pub fn set(&mut self, reference: &str, status: Status) -> bool {
        let Some(ra) = self.ras.get_mut(reference) else { return false };
        (ra.status, ra.active_at) = (status, 0);
        true
    }

    /// What is opened, or about to be.
    pub fn ra(&self, reference: &str) -> Option<&Ra> {
        self.ras.get(reference).filter(|ra| ra.status != Status::Closed)
    }

    /// What can be seen of it by then.
    pub fn visible(&self, reference: &str, now: u64) -> Option<&Ra> {
        self.ra(reference).filter(|ra| ra.active_at <= now)
    }

    /// Everything there ever was, by reference.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Ra)> {
        self.ras.iter().map(|(reference, ra)| (reference.as_str(), ra))
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
