//! The partners of a local run. Their keys, secrets and URLs are fixed, so that everyone's scripts work.

use super::store::Registry;
use crate::repo;
use crate::stack::{Mode, Plan};
use account_link_shared::partner::Partner;
use account_link_shared::providers::Provider;
use account_link_shared::url::Strictness;
use anyhow::Result;
use serde_json::{Value, json};

/// Writes them into the registry of that run, unless they are there already. A run in production mode gets them
/// too, and must refuse them, and one partner that it must serve.
pub fn seed(plan: &Plan) -> Result<()> {
    let port = plan.sandbox_port;
    let mut partners = vec![demo(port), kyc(port), strict(port), days(port)];
    if let Mode::Production { .. } = plan.mode {
        partners.push(shop());
    }
    let stamp = repo::dev(&plan.name).join("partners");
    let text = serde_json::to_string_pretty(&partners)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let partners = partners.into_iter().map(checked).collect::<Result<Vec<_>>>()?;
    Registry::local(&plan.name)?.put(&partners)?;
    repo::write(&stamp, text)
}

fn checked(entry: Value) -> Result<Partner> {
    let partner: Partner = serde_json::from_value(entry)?;
    partner.check(Strictness::Development)?;
    Ok(partner)
}

/// The demo partner page of the sandbox.
fn demo(port: u16) -> Value {
    json!({
        "key": "demo",
        "name": "Demo Market",
        "accent": "#0b6e4f",
        "providers": Provider::ALL,
        "secrets": [{ "id": "k1", "secret": "demo-partner-secret" }],
        "redirects": [format!("http://localhost:{port}/linked")],
        "frame_origins": [format!("http://localhost:{port}")],
        "callback_url": format!("http://localhost:{port}/callback"),
        "app_return": { "ios": "demomarket://linked", "android": "demomarket://linked" },
        "require_timestamp": false,
        "require_user_label": false,
    })
}

/// The same page as another partner, whose users must be known before they are linked.
fn kyc(port: u16) -> Value {
    let mut partner = demo(port);
    partner["key"] = "demo-kyc".into();
    partner["name"] = "Demo KYC".into();
    partner["secrets"] = json!([{ "id": "k1", "secret": "demo-kyc-partner-secret" }]);
    partner["kyc_required"] = true.into();
    partner
}

/// Another partner, with other origins and the defaults of the registry.
fn strict(port: u16) -> Value {
    let port = port.saturating_add(1);
    json!({
        "key": "demo-strict",
        "name": "Strict Shop",
        "providers": Provider::ALL,
        "secrets": [{ "id": "k1", "secret": "demo-strict-secret" }],
        "redirects": [format!("http://localhost:{port}/linked")],
        "frame_origins": [format!("http://localhost:{port}")],
        "callback_url": format!("http://localhost:{port}/callback"),
    })
}

/// A partner whose links last a day: of the scaled schedule, so some seconds in tests.
fn days(port: u16) -> Value {
    json!({
        "key": "demo-days",
        "name": "Day Market",
        "providers": ["cabital"],
        "secrets": [{ "id": "k1", "secret": "demo-days-secret" }],
        "redirects": [format!("http://localhost:{port}/linked")],
        "frame_origins": [format!("http://localhost:{port}")],
        "callback_url": format!("http://localhost:{port}/callback"),
        "link_valid_days": 1,
    })
}

/// What production accepts.
fn shop() -> Value {
    json!({
        "key": "shop",
        "name": "Shop",
        "providers": ["cabital"],
        "secrets": [{ "id": "k1", "secret": "shop-partner-secret" }],
        "redirects": ["https://shop.example.com/linked"],
        "frame_origins": ["https://shop.example.com"],
        "callback_url": "https://shop.example.com/callback",
    })
}
