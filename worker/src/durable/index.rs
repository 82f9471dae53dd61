//! `Index`: a public name → the object it stands for, written before the name leaves us.
//!
//! Name: see `kv::keys`. Invariant: an entry changes only where its writer names what stands there.

use crate::durable::storage::Store;
use crate::durable::{answer, call, command};
use crate::error::ApiError;
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

const BINDING: &str = "INDEX";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Command {
    Put { target: String, over: Option<String> },
    Get,
}

/// What stands there.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    target: Option<String>,
}

/// Writes an entry.
pub async fn put(env: &Env, name: &str, target: &str) -> core::result::Result<(), ApiError> {
    match claim(env, name, target, None).await? {
        None => Ok(()),
        Some(_) => Err(ApiError::internal("an index name was taken")),
    }
}

/// Writes an entry unless another stands there than `over`; gives that other one.
pub async fn claim(
    env: &Env,
    name: &str,
    target: &str,
    over: Option<String>,
) -> core::result::Result<Option<String>, ApiError> {
    let entry: Entry = call(env, BINDING, name, &Command::Put { target: target.to_owned(), over }).await?;
    Ok(entry.target.filter(|known| known != target))
}

/// Reads an entry.
pub async fn get(env: &Env, name: &str) -> core::result::Result<Option<String>, ApiError> {
    let entry: Entry = call(env, BINDING, name, &Command::Get).await?;
    Ok(entry.target)
}

#[durable_object(fetch)]
pub struct Index {
    store: Store<String>,
}

impl DurableObject for Index {
    fn new(state: State, _env: Env) -> Self {
        Self { store: Store::new(state) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let command: Command = command(request).await?;
        let known = self.store.load()?;
        let target = match (known, command) {
            (known, Command::Put { target, over }) if known.is_none() || known == over => {
                self.store.save(&target)?;
                Some(target)
            }
            (known, _) => known,
        };
        answer(&Entry { target })
    }
}
