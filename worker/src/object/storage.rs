//! One document an object, as JSON in SQLite (see `document`); and its alarm.
//!
//! Reading an object that was never written to writes nothing, not even a table.

use crate::store::document;
use account_link_shared::time::Millis;
use serde::{Serialize, de::DeserializeOwned};
use worker::{Error, Result, ScheduledTime, SqlStorageValue, State, js_sys};

/// The texts that a query of one column gives.
pub fn texts(state: &State, query: &str, bindings: Vec<SqlStorageValue>) -> Result<Vec<String>> {
    let rows = state.storage().sql().exec(query, bindings)?.raw();
    rows.map(|row| match row?.into_iter().next() {
        Some(SqlStorageValue::String(text)) => Ok(text),
        _ => Err(Error::RustError("a row that is no text".into())),
    })
    .collect()
}

/// The whole number that a query of one row and column gives, if it is not null.
pub fn number(state: &State, query: &str, bindings: Vec<SqlStorageValue>) -> Result<Option<i64>> {
    let row = state.storage().sql().exec(query, bindings)?.raw().next().transpose()?;
    Ok(match row.and_then(|row| row.into_iter().next()) {
        Some(SqlStorageValue::Integer(number)) => Some(number),
        _ => None,
    })
}

/// Whether a table is there.
pub fn has_table(state: &State, table: &str) -> Result<bool> {
    let query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?";
    Ok(number(state, query, vec![table.into()])?.is_some_and(|count| count > 0))
}

/// Reads the document; `None` if there is none.
pub fn load<T: DeserializeOwned>(state: &State) -> Result<Option<T>> {
    if !has_table(state, "document")? {
        return Ok(None);
    }
    let rows = texts(state, "SELECT json FROM document WHERE id = 0", Vec::new())?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(document::read(row)?))
}

/// Writes the document.
pub fn save<T: Serialize>(state: &State, document: &T) -> Result<()> {
    let json = document::write(document)?;
    let sql = state.storage().sql();
    sql.exec(
        "CREATE TABLE IF NOT EXISTS document (id INTEGER PRIMARY KEY CHECK (id = 0), json TEXT NOT NULL)",
        None,
    )?;
    sql.exec(
        "INSERT INTO document VALUES (0, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json",
        vec![json.into()],
    )?;
    Ok(())
}

/// An alarm is set this far ahead at least, in milliseconds: what is due at once the request does itself.
pub const AHEAD: i64 = 2_000;
/// And this far where a debt could not be paid, so that it does not spin.
pub const LATER: i64 = 30_000;

/// Sets the alarm, or takes it away. The platform joins the call with the writes before it.
pub async fn arm(state: &State, at: Option<Millis>, not_before: Millis) -> Result<()> {
    match at.map(|at| at.max(not_before)) {
        #[allow(clippy::cast_precision_loss, reason = "milliseconds until the year 9999 are exact in an f64")]
        Some(at) => {
            let date = js_sys::Date::new(&(at.get() as f64).into());
            state.storage().set_alarm(ScheduledTime::new(date)).await
        }
        None => state.storage().delete_alarm().await,
    }
}
