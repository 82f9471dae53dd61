//! What WorldFirst says: the reply of `inquiryAccount`, and the unsigned URL by which users come back.

use super::ReferenceCustomerId;
use crate::percent::percent_decode;
use crate::providers::worldfirst::codes::ResultMsg;
use serde::Serialize;
use serde_json::Value;

/// The question: which accounts a user of ours has.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inquiry<'a> {
    account_type: &'static str,
    reference_customer_id: &'a str,
}

impl<'a> Inquiry<'a> {
    /// About that user.
    pub fn new(reference: &'a ReferenceCustomerId) -> Self {
        Self { account_type: RECEIVE_ACCOUNT, reference_customer_id: reference.as_str() }
    }

    /// The JSON that is sent and signed.
    pub fn body(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

const RECEIVE_ACCOUNT: &str = "RECEIVE_ACCOUNT";

/// `accountStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RaStatus {
    /// It can be used.
    Active,
    /// It cannot, or not now.
    Abnormal,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The whole number: never shown, stored or logged.
    pub number: String,
    /// ISO 4217.
    pub currencies: Vec<String>,
    /// Whether it can be used.
    pub status: RaStatus,
}

/// The text is none of WorldFirst's replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no reply of WorldFirst's")]
pub struct NotAReply;

/// What the reply comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// These accounts, at least one.
    Accounts(Vec<Account>),
    /// None is open.
    None,
    /// `U`: undecided, ask again.
    Undecided,
    /// `F` for another reason; its code as far as it is one.
    Refused(String),
}

impl Reply {
    /// Reads the body of a reply with an HTTP status of success. Errors: it is none of WorldFirst's.
    pub fn parse(text: &str) -> Result<Self, NotAReply> {
        if text.trim().is_empty() {
            return Ok(Self::None);
        }
        let tree: Value = serde_json::from_str(text).map_err(|_| NotAReply)?;
        let result = tree.get("result").ok_or(NotAReply)?;
        let word = |name| result.get(name).and_then(Value::as_str);
        let code = word("resultCode").unwrap_or_default();
        Ok(match word("resultStatus").ok_or(NotAReply)? {
            "S" => match accounts(&tree) {
                accounts if accounts.is_empty() => Self::None,
                accounts => Self::Accounts(accounts),
            },
            "U" => Self::Undecided,
            "F" if code == "ACCOUNT_NOT_EXIST" => Self::None,
            "F" => Self::Refused(
                code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect(),
            ),
            _ => return Err(NotAReply),
        })
    }
}

fn accounts(tree: &Value) -> Vec<Account> {
    let all = tree.get("accountInfos").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(account).collect()
}

/// An account of ours; another kind of account, or one without a number, is none.
fn account(info: &Value) -> Option<Account> {
    let kind = info.get("accountType").and_then(Value::as_str).unwrap_or(RECEIVE_ACCOUNT);
    let number = info.get("accountNo").and_then(Value::as_str).filter(|number| !number.is_empty())?;
    let currencies = info.get("currencyList").and_then(Value::as_array);
    let code = |code: &Value| {
        let code = code.as_str()?;
        (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())).then(|| code.to_owned())
    };
    let status = match info.get("accountStatus").and_then(Value::as_str) {
        Some("ACTIVE") => RaStatus::Active,
        _ => RaStatus::Abnormal,
    };
    (kind == RECEIVE_ACCOUNT).then(|| Account {
        number: number.to_owned(),
        currencies: currencies.into_iter().flatten().filter_map(code).collect(),
        status,
    })
}

impl Account {
    /// The number for people: its last four characters.
    pub fn masked(&self) -> String {
        let count = self.number.chars().count();
        let last: String = self.number.chars().skip(count.saturating_sub(4)).collect();
        format!("•••• {last}")
    }
}

/// The query of the URL by which users come back (002, step 2). Nothing in it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Who we are, in either scheme.
    pub partner_id: Option<String>,
    /// Which user.
    pub reference: String,
    /// How it went.
    pub result: ResultMsg,
}

impl Returned {
    /// Reads a query as received. `None` where it names no user or no result, or one of them twice.
    pub fn parse(query: &str) -> Option<Self> {
        let mut found: [Option<String>; 3] = [None, None, None];
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let names = ["partnerId", "referenceCustomerId", "resultMsg"];
            let place = names.iter().position(|known| *known == name).and_then(|at| found.get_mut(at));
            let Some(place) = place else { continue };
            if place.is_some() || value.len() > LONGEST {
                return None;
            }
            *place = Some(percent_decode(value)?);
        }
        let [partner_id, reference, result] = found;
        Some(Self { partner_id, reference: reference?, result: ResultMsg::parse(&result?) })
    }
}

/// The longest value that is read, in bytes: 512 characters (002), each percent-encoded.
const LONGEST: usize = 1_536;
