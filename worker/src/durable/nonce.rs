//! `Partner`: the nonces of one shard of a partner, each remembered for an hour (docs/PROTOCOL.md).
//!
//! Name: `<partner>/<shard>`. Invariant: a nonce is inserted once an hour; the insert decides.

use crate::durable::{answer, call, command, storage};
use crate::error::ApiError;
use account_link_shared::id::Nonce;
use account_link_shared::time::HOUR;
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

const BINDING: &str = "PARTNER";

#[derive(Debug, Serialize, Deserialize)]
struct Use {
    nonce: Nonce,
}

/// Uses a nonce: true if it was new.
pub async fn use_nonce(env: &Env, name: &str, nonce: &Nonce) -> core::result::Result<bool, ApiError> {
    call(env, BINDING, name, &Use { nonce: nonce.clone() }).await
}

#[durable_object(fetch)]
pub struct Partner {
    state: State,
}

impl DurableObject for Partner {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let Use { nonce } = command(request).await?;
        let now = crate::runtime::now();
        let sql = self.state.storage().sql();
        sql.exec("CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, seen INTEGER NOT NULL)", None)?;
        sql.exec("DELETE FROM nonces WHERE seen < ?", vec![now.plus(-HOUR).get().into()])?;
        let insert = "INSERT INTO nonces VALUES (?, ?) ON CONFLICT (nonce) DO NOTHING RETURNING nonce";
        let new = storage::texts(&self.state, insert, vec![nonce.as_str().into(), now.get().into()])?;
        answer(&!new.is_empty())
    }
}
