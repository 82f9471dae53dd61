//! One document an object, as JSON in SQLite (see `document`); and its alarm.
//!
//! Reading an object that was never written to writes nothing, not even a table.

use crate::kv::document;
use account_link_shared::time::Millis;
use core::cell::{Cell, RefCell};
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

/// The document and the alarm of an object. An instance is alone in having its object, so what it read or wrote once is known
/// from then on: the document is read once in the life of an instance, and neither document nor alarm is written where it is
/// so already.
pub struct Store<T> {
    /// The platform's: tables of one's own, sockets, work after the answer.
    pub state: State,
    document: RefCell<Option<Option<T>>>,
    alarm: Cell<Option<Option<Millis>>>,
    /// Tables that are there: none is ever dropped by itself.
    tables: RefCell<Vec<&'static str>>,
}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq> Store<T> {
    /// Nothing is known yet.
    pub fn new(state: State) -> Self {
        Self { state, document: RefCell::default(), alarm: Cell::default(), tables: RefCell::default() }
    }

    /// The document; `None` if there is none.
    pub fn load(&self) -> Result<Option<T>> {
        if let Some(known) = &*self.document.borrow() {
            return Ok(known.clone());
        }
        let read = self.read()?;
        self.document.replace(Some(read.clone()));
        Ok(read)
    }

    fn read(&self) -> Result<Option<T>> {
        if !self.has_table("document")? {
            return Ok(None);
        }
        let rows = texts(&self.state, "SELECT json FROM document WHERE id = 0", Vec::new())?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(document::read(row)?))
    }

    /// Writes the document.
    pub fn save(&self, document: &T) -> Result<()> {
        if let Some(Some(known)) = &*self.document.borrow()
            && known == document
        {
            return Ok(());
        }
        // What is known counts again once it is stored.
        let known = self.document.replace(None);
        let json = document::write(document)?;
        let sql = self.state.storage().sql();
        if !matches!(known, Some(Some(_))) {
            sql.exec(
                "CREATE TABLE IF NOT EXISTS document (id INTEGER PRIMARY KEY CHECK (id = 0), json TEXT NOT NULL)",
                None,
            )?;
        }
        sql.exec(
            "INSERT INTO document VALUES (0, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json",
            vec![json.into()],
        )?;
        self.document.replace(Some(Some(document.clone())));
        Ok(())
    }

    /// Forgets everything, the alarm too.
    pub async fn forget(&self) -> Result<()> {
        self.document.replace(None);
        self.alarm.set(None);
        self.tables.take();
        self.state.storage().delete_all().await
    }

    /// Whether a table is there.
    pub fn has_table(&self, table: &'static str) -> Result<bool> {
        if self.tables.borrow().contains(&table) {
            return Ok(true);
        }
        let query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?";
        let is_there = number(&self.state, query, vec![table.into()])?.is_some_and(|count| count > 0);
        if is_there {
            self.tables.borrow_mut().push(table);
        }
        Ok(is_there)
    }

    /// Sets the alarm, or takes it away. The platform joins the call with the writes before it.
    pub async fn arm(&self, at: Option<Millis>, not_before: Millis) -> Result<()> {
        let at = at.map(|at| at.max(not_before));
        if self.alarm.get() == Some(at) {
            return Ok(());
        }
        // What is called last counts, not what is answered last.
        self.alarm.set(Some(at));
        let set = match at {
            #[allow(
                clippy::cast_precision_loss,
                reason = "milliseconds until the year 9999 are exact in an f64"
            )]
            Some(at) => {
                let date = js_sys::Date::new(&(at.get() as f64).into());
                self.state.storage().set_alarm(ScheduledTime::new(date)).await
            }
            None => self.state.storage().delete_alarm().await,
        };
        set.inspect_err(|_| self.alarm.set(None))
    }

    /// Sets the alarm, unless this instance knows one that rings before.
    pub async fn arm_at_the_latest(&self, at: Millis, now: Millis) -> Result<()> {
        match self.alarm.get() {
            Some(Some(known)) if now < known && known <= at => Ok(()),
            _ => self.arm(Some(at), now).await,
        }
    }

    /// The alarm rang: whether there is another one is not known.
    pub fn rang(&self) {
        self.alarm.set(None);
    }
}

/// An alarm is set this far ahead at least, in milliseconds: what is due at once the request does itself.
pub const AHEAD: i64 = 2_000;
/// And this far where a debt could not be paid, so that it does not spin.
pub const LATER: i64 = 30_000;
