//! The callbacks of a link: a table, claimed and recorded row by row.

use crate::config::Config;
use crate::domain::link::LinkState;
use crate::domain::outbox::callback::{Callback, CallbackAttempt};
use crate::durable::storage::{self, Store};
use crate::kv::{document, partners};
use crate::log;
use crate::outbound::callback;
use account_link_shared::id::{AccountUuid, EventId};
use account_link_shared::partner::Partner;
use account_link_shared::time::Millis;
use futures_util::future::join_all;
use worker::{Env, Result};

/// Writes a callback to be sent at once.
pub fn insert(store: &Store<LinkState>, queued: &Callback) -> Result<()> {
    store.state.storage().sql().exec(
        "CREATE TABLE IF NOT EXISTS callbacks \
         (sequence INTEGER PRIMARY KEY, due INTEGER, account_uuid TEXT, json TEXT NOT NULL)",
        None,
    )?;
    put(store, queued)
}

fn put(store: &Store<LinkState>, queued: &Callback) -> Result<()> {
    let json = document::write(queued)?;
    let account = queued.account_uuid().map_or(worker::SqlStorageValue::Null, Into::into);
    let due = queued.due().map_or(worker::SqlStorageValue::Null, |at| at.get().into());
    let sequence = i64::try_from(queued.sequence).unwrap_or(i64::MAX);
    store.state.storage().sql().exec(
        "INSERT INTO callbacks VALUES (?, ?, ?, ?) \
         ON CONFLICT (sequence) DO UPDATE SET due = excluded.due, json = excluded.json",
        vec![sequence.into(), due, account, json.into()],
    )?;
    Ok(())
}

/// When the next callback is due.
pub fn due(store: &Store<LinkState>) -> Result<Option<Millis>> {
    if !store.has_table("callbacks")? {
        return Ok(None);
    }
    let due = storage::number(&store.state, "SELECT min(due) FROM callbacks", Vec::new())?;
    Ok(due.map(Millis::new))
}

/// Whether a callback ever named that account.
pub fn was_told(store: &Store<LinkState>, uuid: &AccountUuid) -> Result<bool> {
    if !store.has_table("callbacks")? {
        return Ok(false);
    }
    let query = "SELECT count(*) FROM callbacks WHERE account_uuid = ?";
    Ok(storage::number(&store.state, query, vec![uuid.as_str().into()])?.is_some_and(|count| count > 0))
}

/// Sends what is due, all at once: a later event never waits for an earlier one. False if nothing can be sent now.
pub async fn deliver(store: &Store<LinkState>, env: &Env) -> Result<bool> {
    let Ok(config) = Config::read(env) else { return Ok(false) };
    let Some(link) = store.load()? else { return Ok(true) };
    if due(store)?.is_none_or(|at| crate::runtime::now() < at) {
        return Ok(true);
    }
    // A registry that does not answer is no attempt.
    let Ok(partner) = partners::find(env, &config, &link.link.identity.partner).await else {
        return Ok(false);
    };
    let claimed = claim(store, crate::runtime::now())?;
    let attempts = claimed.into_iter().map(|queued| attempt(store, partner.as_ref(), queued, config.divisor));
    join_all(attempts).await.into_iter().collect::<Result<()>>()?;
    Ok(true)
}

async fn attempt(
    store: &Store<LinkState>,
    partner: Option<&Partner>,
    queued: Callback,
    divisor: u32,
) -> Result<()> {
    let began = crate::runtime::now();
    let status = match partner {
        Some(partner) => callback::attempt(partner, &queued, began.seconds()).await,
        None => None,
    };
    // Read again: the lease may have let another sender finish it meanwhile.
    let Some(mut now) = find(store, queued.sequence)? else { return Ok(()) };
    let ended = crate::runtime::now();
    let took = u32::try_from(ended.get().saturating_sub(began.get())).unwrap_or_default();
    now.record(CallbackAttempt { at: began, status, took, by_hand: queued.by_hand() }, ended, divisor);
    log::write(&log::Line::Callback { event: &now.event, attempt: now.attempts.len(), status });
    put(store, &now)
}

/// Every callback, oldest first.
pub fn all(store: &Store<LinkState>) -> Result<Vec<Callback>> {
    if !store.has_table("callbacks")? {
        return Ok(Vec::new());
    }
    let rows = storage::texts(&store.state, "SELECT json FROM callbacks ORDER BY sequence", Vec::new())?;
    Ok(rows.iter().filter_map(|row| read(row)).collect())
}

/// One more attempt at once. False if there is no such callback.
pub fn resend(store: &Store<LinkState>, event: &EventId, now: Millis) -> Result<bool> {
    let found = all(store)?.into_iter().find(|queued| queued.event == *event);
    let Some(mut queued) = found else { return Ok(false) };
    queued.resend(now);
    put(store, &queued)?;
    Ok(true)
}

fn find(store: &Store<LinkState>, sequence: u64) -> Result<Option<Callback>> {
    let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
    let query = "SELECT json FROM callbacks WHERE sequence = ?";
    Ok(storage::texts(&store.state, query, vec![sequence.into()])?.first().and_then(|row| read(row)))
}

/// A row that cannot be read holds nobody else up.
fn read(row: &str) -> Option<Callback> {
    document::read(row).inspect_err(|error| log::fault("a callback cannot be read", error)).ok()
}

fn claim(store: &Store<LinkState>, now: Millis) -> Result<Vec<Callback>> {
    let query = "SELECT json FROM callbacks WHERE due <= ? ORDER BY sequence";
    let mut claimed = Vec::new();
    for row in storage::texts(&store.state, query, vec![now.get().into()])? {
        let Some(mut queued) = read(&row) else {
            let sql = store.state.storage().sql();
            sql.exec("UPDATE callbacks SET due = NULL WHERE json = ?", vec![row.into()])?;
            continue;
        };
        if queued.claim(now) {
            put(store, &queued)?;
            claimed.push(queued);
        }
    }
    Ok(claimed)
}
