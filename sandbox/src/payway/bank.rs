//! The bank's side: QR codes that wait for a customer, and the tokens of linked accounts. Time and chance are arguments.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An account of the one customer this phone belongs to.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    pub id: &'static str,
    pub name: &'static str,
    pub currency: &'static str,
}

pub const ACCOUNTS: [Account; 3] = [
    Account { id: "5312", name: "Savings", currency: "USD" },
    Account { id: "8841", name: "Current", currency: "USD" },
    Account { id: "2207", name: "Riel", currency: "KHR" },
];

/// A request to link, and the QR code that stands for it.
#[derive(Debug, Clone)]
pub struct Request {
    pub request_id: String,
    pub ctid: String,
    pub qr_string: String,
    pub token_flag: String,
    pub currency: String,
    pub callback_url: Option<String>,
    pub return_deeplink: Option<Value>,
    pub expires_at: u64,
    pub answer: Answer,
}

impl Request {
    /// What it may be called: its own id first.
    pub fn keys(&self) -> [&str; 2] {
        [&self.request_id, &self.ctid]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    None,
    Declined,
    Approved(&'static Account),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Removed,
    Active,
    Frozen,
}

/// The credential of an account under a ctid. Linked again after its removal, it is the same one.
#[derive(Debug, Clone)]
pub struct Token {
    pub ctid: String,
    pub account: &'static Account,
    pub pwt: String,
    pub status: Status,
    pub expires_at: u64,
    pub token_flag: String,
    /// The request that linked it last.
    pub request_id: String,
}

/// Why the phone says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum No {
    UnknownQr,
    Expired,
    Used,
    WrongAccount,
    AlreadyLinked,
    UnknownToken,
}

/// What the customer does with a linked account; `pay` is a payment that went well.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenAction {
    Freeze,
    Unfreeze,
    Remove,
    Expire,
    Renew,
    Pay,
}

#[derive(Debug, Default)]
pub struct Bank {
    pub requests: Vec<Request>,
    pub tokens: Vec<Token>,
}

impl Bank {
    pub fn knows(&self, request_id: &str) -> bool {
        self.requests.iter().any(|request| request.request_id == request_id)
    }

    /// A request by its QR or its id.
    pub fn request(&self, named: &str) -> Option<&Request> {
        self.requests.iter().find(|request| request.qr_string == named || request.request_id == named)
    }

    fn waiting(&mut self, qr_string: &str, now: u64) -> Result<&mut Request, No> {
        let same = |request: &&mut Request| request.qr_string == qr_string;
        let request = self.requests.iter_mut().find(same).ok_or(No::UnknownQr)?;
        match request.answer {
            Answer::None if now < request.expires_at => Ok(request),
            Answer::None => Err(No::Expired),
            _ => Err(No::Used),
        }
    }

    /// Links an account, the first of the asked currency if none is named. A new token gets `pwt` and ends at `until`.
    pub fn approve(
        &mut self,
        qr_string: &str,
        account: Option<&str>,
        (now, until): (u64, u64),
        pwt: String,
    ) -> Result<String, No> {
        let request = self.waiting(qr_string, now)?.clone();
        let fits = |one: &&Account| {
            one.currency == request.currency && account.is_none_or(|account| account == one.id)
        };
        let account = ACCOUNTS.iter().find(fits).ok_or(No::WrongAccount)?;
        let linked = Token {
            ctid: request.ctid.clone(),
            account,
            pwt,
            status: Status::Active,
            expires_at: until,
            token_flag: request.token_flag.clone(),
            request_id: request.request_id.clone(),
        };
        let known =
            self.tokens.iter_mut().find(|token| token.ctid == request.ctid && token.account == account);
        match known {
            Some(token) if token.status != Status::Removed && now < token.expires_at => {
                return Err(No::AlreadyLinked);
            }
            Some(token) => *token = Token { pwt: token.pwt.clone(), ..linked },
            None => self.tokens.push(linked),
        }
        self.waiting(qr_string, now)?.answer = Answer::Approved(account);
        Ok(request.request_id)
    }

    pub fn decline(&mut self, qr_string: &str, now: u64) -> Result<String, No> {
        let request = self.waiting(qr_string, now)?;
        request.answer = Answer::Declined;
        Ok(request.request_id.clone())
    }

    /// The request and the token that came of it.
    pub fn linked(&self, request_id: &str) -> Option<(&Request, &Token)> {
        let request = self.requests.iter().find(|request| request.request_id == request_id)?;
        let Answer::Approved(account) = request.answer else { return None };
        let same = |token: &&Token| token.ctid == request.ctid && token.account == account;
        self.tokens.iter().find(same).map(|token| (request, token))
    }

    /// The token that a merchant names; a removed one is none.
    pub fn token(&mut self, ctid: &str, pwt: &str) -> Option<&mut Token> {
        let same = |token: &&mut Token| token.ctid == ctid && token.pwt == pwt;
        self.tokens.iter_mut().find(same).filter(|token| token.status != Status::Removed)
    }

    pub fn change_token(
        &mut self,
        request_id: &str,
        action: TokenAction,
        (now, until): (u64, u64),
    ) -> Result<(), No> {
        let same = |token: &&mut Token| token.request_id == request_id && token.status != Status::Removed;
        let token = self.tokens.iter_mut().find(same).ok_or(No::UnknownToken)?;
        match action {
            TokenAction::Freeze => token.status = Status::Frozen,
            TokenAction::Unfreeze => token.status = Status::Active,
            TokenAction::Remove => token.status = Status::Removed,
            TokenAction::Expire => token.expires_at = now.saturating_sub(1),
            TokenAction::Renew | TokenAction::Pay => token.expires_at = until,
        }
        Ok(())
    }

    /// What has become of a request, in a word.
    pub fn state(&self, request: &Request, now: u64) -> &'static str {
        match self.linked(&request.request_id).map(|(_, token)| token) {
            Some(token) if token.request_id != request.request_id => "replaced",
            Some(token) => match token.status {
                Status::Removed => "removed",
                _ if token.expires_at <= now => "expired",
                Status::Active => "active",
                Status::Frozen => "frozen",
            },
            None if request.answer == Answer::Declined => "declined",
            None if request.expires_at <= now => "timed_out",
            None => "open",
        }
    }
}

#[cfg(test)]
#[path = "bank_tests.rs"]
mod tests;
