//! `Index`: a public name → the object it stands for, written before the name leaves us.
//!
//! Name: see `store::keys`. Invariant: an entry never changes once written.

use crate::error::Failure;
use crate::object::{answer, call, command, storage};
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

const BINDING: &str = "INDEX";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Command {
    Put { target: String },
    Get,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    target: Option<String>,
}

/// Writes an entry.
pub async fn put(env: &Env, name: &str, target: &str) -> core::result::Result<(), Failure> {
    let entry: Entry = call(env, BINDING, name, &Command::Put { target: target.to_owned() }).await?;
    if entry.target.as_deref() == Some(target) {
        Ok(())
    } else {
        Err(Failure::internal("an index name was taken"))
    }
}

/// Reads an entry.
pub async fn get(env: &Env, name: &str) -> core::result::Result<Option<String>, Failure> {
    let entry: Entry = call(env, BINDING, name, &Command::Get).await?;
    Ok(entry.target)
}

#[durable_object]
pub struct Index {
    state: State,
}

impl DurableObject for Index {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let command: Command = command(request).await?;
        let known: Option<String> = storage::load(&self.state)?;
        let target = match (known, command) {
            (None, Command::Put { target }) => {
                storage::save(&self.state, &target)?;
                Some(target)
            }
            (known, _) => known,
        };
        answer(&Entry { target })
    }
}
