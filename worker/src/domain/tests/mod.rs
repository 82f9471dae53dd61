//! What the domain decides, tested in milliseconds: one module a subject, and the random walks over all of them.
#![allow(clippy::arithmetic_side_effects, reason = "tests")]

mod account;
mod case;
mod consent;
mod diagrams;
mod flow;
mod generations;
mod link;
mod link_auth;
mod reconcile;
mod second;
mod walk;

use crate::domain::account::{Mails, Purpose, SecondFactor, SubmittedCode};
use crate::domain::consent::state::ConsentTerms;
use crate::domain::flow::{NewFlow, Target};
use crate::domain::outbox::mail::Mail;
use account_link_shared::email::Email;
use account_link_shared::id::{ClientRequestId, flow_id};
use account_link_shared::link::{Holder, Identity};
use account_link_shared::providers::{Connect, Provider, ProviderRequest};
use account_link_shared::request::ProviderSelection;
use account_link_shared::secret::Secret;
use account_link_shared::signed_link::SignedLink;
use account_link_shared::url::{SafeUrl, Strictness};

fn email() -> Email {
    Email::parse("user@example.com").unwrap()
}

fn mails(purpose: Purpose) -> Mails {
    let mail = |id: &str| Mail {
        to: email().as_str().into(),
        subject: String::new(),
        text: String::new(),
        html: String::new(),
        id: id.into(),
    };
    let other = matches!(purpose, Purpose::Onboard | Purpose::Reset).then(|| mail("known"));
    Mails { code: mail("code"), other }
}

/// A code as typed: here it is its own hash.
fn submitted(code: &str, n: usize, factor: SecondFactor) -> SubmittedCode {
    let (hash, recovery) = (code.to_owned(), code.to_owned());
    SubmittedCode { code: Secret::new(code), hash, recovery, request: write(n), factor }
}

fn terms(holder: Holder) -> ConsentTerms {
    ConsentTerms { account: "account".into(), holder, valid_for: None, label: None, locale: None }
}

/// The first provider that users go to in that way.
fn provider(connect: Connect) -> Provider {
    Provider::ALL.into_iter().find(|provider| provider.info().connect == connect).unwrap()
}

/// What a partner asks of that provider: everything that the providers of these tests need, and the id of a re-binding.
fn request(connect: Connect, rebind: bool) -> ProviderRequest {
    let all = [
        ("store_url", "https://s.example.com/"),
        ("store_name", "s"),
        ("currency", "USD"),
        ("token_flag", "CITI_FLEX"),
    ];
    let rebind = rebind.then_some(("request_id", "again"));
    let parameters = all.into_iter().chain(rebind).map(|(name, value)| (name.to_owned(), value.to_owned()));
    let link = SignedLink { origin: String::new(), parameters: parameters.collect() };
    ProviderRequest::read(provider(connect), &link).unwrap()
}

fn hosted() -> ProviderRequest {
    request(Connect::Login, false)
}

fn identity() -> Identity {
    identity_with(Connect::Login)
}

fn identity_with(connect: Connect) -> Identity {
    let provider = provider(connect);
    let identity = serde_json::json!({"partner": "demo", "user_ext_ref": "user", "provider": provider});
    serde_json::from_value(identity).unwrap()
}

fn new_flow(n: u8) -> NewFlow {
    let selection = ProviderSelection::Fixed(hosted());
    let request = serde_json::json!({
        "partner": "demo", "user_ext_ref": "user", "selection": selection, "redirect_url": "x",
        "feature": "first"
    });
    NewFlow {
        id: flow_id([n; 16]),
        request: serde_json::from_value(request).unwrap(),
        return_to: SafeUrl::parse("https://shop.example.com/linked", Strictness::Production).unwrap(),
        target: Some(Target { request: hosted(), link: "link".into() }),
        signature: n.to_string(),
        code_hash: "code".into(),
    }
}

fn write(n: usize) -> ClientRequestId {
    ClientRequestId::parse(&format!("request-{n}")).unwrap()
}
