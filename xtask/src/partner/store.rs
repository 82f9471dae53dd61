//! The registry in KV (docs/STORAGE.md): one sealed value a partner, written and read through wrangler.

use crate::stack::{random, registry_key};
use crate::{npm_bin, repo, run};
use account_link_shared::id::PartnerKey;
use account_link_shared::partner::{Partner, from_stored, stored_name, to_stored};
use account_link_shared::secret::KeyRing;
use account_link_shared::url::Strictness;
use anyhow::{Context as _, Result, anyhow};
use serde::Deserialize;
use std::process::Command;

const BINDING: [&str; 2] = ["--binding", "PARTNERS"];

/// A registry: that of a local run, or the deployed one.
pub struct Registry {
    local: Option<String>,
    key: KeyRing,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
}

impl Registry {
    /// That of `.dev/<name>`.
    pub fn local(name: &str) -> Result<Self> {
        Ok(Self { local: Some(name.to_owned()), key: registry_key(name)? })
    }

    /// The deployed one.
    pub fn deployed() -> Result<Self> {
        let key = std::env::var("REGISTRY_KEY").context("REGISTRY_KEY, as the worker has it, is not set")?;
        Ok(Self { local: None, key: KeyRing::parse(&key).context("REGISTRY_KEY")? })
    }

    /// What is allowed in it.
    pub fn strictness(&self) -> Strictness {
        if self.local.is_some() { Strictness::Development } else { Strictness::Production }
    }

    /// Writes these, in one call.
    pub fn put(&self, partners: &[Partner]) -> Result<()> {
        let entry = |partner: &Partner| {
            let value = to_stored(partner, &self.key, random()?)?;
            anyhow::Ok(serde_json::json!({ "key": stored_name(&partner.key), "value": value }))
        };
        let entries = partners.iter().map(entry).collect::<Result<Vec<_>>>()?;
        // Several products may be started at once.
        let (process, of) = (std::process::id(), self.local.as_deref().unwrap_or("remote"));
        let file = repo::scratch().join(format!("partners-{process}-{of}.json"));
        repo::write(&file, serde_json::to_vec(&entries)?)?;
        let done = run::read(self.wrangler(&["bulk", "put"]).arg(&file).args(BINDING));
        let _ = std::fs::remove_file(&file);
        done.map(drop)
    }

    /// Reads all of them: what is stored under each name, or why it cannot be used.
    pub fn all(&self) -> Result<Vec<(String, Result<Partner>)>> {
        let listed = run::read(self.wrangler(&["key", "list"]).args(BINDING))?;
        let entries: Vec<Entry> = serde_json::from_str(&listed).context("wrangler's list is not JSON")?;
        Ok(entries.into_iter().map(|Entry { name }| (name.clone(), self.get(&name))).collect())
    }

    fn get(&self, name: &str) -> Result<Partner> {
        let key = name.split_once('/').map_or(name, |(_, key)| key);
        let key = PartnerKey::parse(key).map_err(|error| anyhow!("the key {error}"))?;
        let sealed = run::read(self.wrangler(&["key", "get", name, "--text"]).args(BINDING))?;
        Ok(from_stored(&key, &self.key, sealed.trim(), self.strictness())?)
    }

    fn wrangler(&self, words: &[&str]) -> Command {
        let mut command = npm_bin::wrangler(self.local.as_deref().unwrap_or("remote"));
        command.arg("kv").args(words);
        match &self.local {
            Some(name) => command.arg("--local").arg("--persist-to").arg(repo::dev(name).join("state")),
            None => command.args(["--remote", "--env", "production"]),
        };
        command
    }
}
