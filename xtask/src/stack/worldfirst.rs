//! Both sides of WorldFirst on this machine: our keys and settings for the worker's vars, WorldFirst's for the sandbox.
//! Either side has the other's public keys alone: ours are private in `vars`, the sandbox's in `worldfirst.keys`.

use super::Plan;
use super::vars::{random, value};
use crate::{npm_bin, repo, run};
use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::path::Path;

/// The integrator that the sandbox's WorldFirst knows, in scheme 1 and in the API.
const CLIENT: &str = "5J5YAZ7AAAAAAA";
/// The same in scheme 2.
const PARTNER: &str = "P0001";
/// Ids of keys; the first signs.
const IDS: [&str; 2] = ["2", "1"];

/// What is drawn once and kept, all of it or nothing.
pub struct WorldFirst {
    private_keys: String,
    public_keys: String,
    sandbox_keys: String,
    sandbox_reply_keys: String,
    /// Of scheme 2, which is for variants.
    md5_key: Option<String>,
}

/// A key pair, in base64 of DER.
#[derive(Deserialize)]
struct Pair {
    private: String,
    public: String,
}

impl WorldFirst {
    /// What an earlier run left in its vars and beside them, or else anew.
    pub fn kept(plan: &Plan, dir: &Path, vars: &str) -> Result<Self> {
        Self::kept_or(pairs, plan, dir, vars)
    }

    fn kept_or(pairs: fn() -> Result<Vec<Pair>>, plan: &Plan, dir: &Path, vars: &str) -> Result<Self> {
        let beside = dir.join("worldfirst.keys");
        let keys = std::fs::read_to_string(&beside).unwrap_or_default();
        let known = value(vars, "WORLDFIRST_MD5_KEY");
        let md5_key = if plan.variant { Some(known.map_or_else(md5_key, Ok)?) } else { None };
        let old = || {
            Some(Self {
                private_keys: value(vars, "WORLDFIRST_PRIVATE_KEYS")?,
                public_keys: value(vars, "WORLDFIRST_PUBLIC_KEYS")?,
                sandbox_keys: value(&keys, "KEYS")?,
                sandbox_reply_keys: value(&keys, "REPLY_KEYS")?,
                md5_key: md5_key.clone(),
            })
        };
        if let Some(old) = old() {
            return Ok(old);
        }
        let (ours, theirs) = (pairs()?, pairs()?);
        // A variant is an integrator for whom both sides have taken their first key out of use.
        let in_use = if plan.variant { 1 } else { IDS.len() };
        let new = Self {
            private_keys: ring(ours.iter().map(|pair| &pair.private).take(in_use)),
            public_keys: ring(theirs.iter().map(|pair| &pair.public).take(in_use)),
            sandbox_keys: ring(ours.iter().map(|pair| &pair.public)),
            sandbox_reply_keys: ring(theirs.iter().map(|pair| &pair.private)),
            md5_key,
        };
        let text = format!("KEYS=\"{}\"\nREPLY_KEYS=\"{}\"\n", new.sandbox_keys, new.sandbox_reply_keys);
        repo::write(&beside, format!("# The sandbox's side of WorldFirst. Made by cargo xtask.\n{text}"))?;
        Ok(new)
    }

    /// The worker's side.
    pub fn vars(&self, sandbox_port: u16) -> Vec<(&'static str, String)> {
        let base = format!("http://localhost:{sandbox_port}/worldfirst");
        let mut lines = vec![
            ("WORLDFIRST_PORTAL_URL", format!("{base}/enterprise/auth")),
            ("WORLDFIRST_API_URL", base),
            ("WORLDFIRST_CLIENT_ID", CLIENT.into()),
            ("WORLDFIRST_PRIVATE_KEYS", self.private_keys.clone()),
            ("WORLDFIRST_PUBLIC_KEYS", self.public_keys.clone()),
        ];
        if let Some(key) = &self.md5_key {
            lines.push(("WORLDFIRST_PARTNER_ID", PARTNER.into()));
            lines.push(("WORLDFIRST_MD5_KEY", key.clone()));
            lines.push(("WORLDFIRST_SPACE", "plus".into()));
        }
        lines
    }

    /// The sandbox's side.
    pub fn arguments(&self) -> Vec<&str> {
        let mut arguments = vec!["--worldfirst-client", CLIENT, "--worldfirst-partner", PARTNER];
        arguments.extend(["--worldfirst-keys", &self.sandbox_keys]);
        arguments.extend(["--worldfirst-reply-keys", &self.sandbox_reply_keys]);
        if let Some(key) = &self.md5_key {
            arguments.extend(["--worldfirst-md5-key", key]);
        }
        arguments
    }
}

fn md5_key() -> Result<String> {
    Ok(hex::encode(random::<16>()?))
}

/// A key pair for each id. Node makes them: a generator of RSA keys is no dependency worth having.
fn pairs() -> Result<Vec<Pair>> {
    const SCRIPT: &str = "
        const { generateKeyPairSync } = require('node:crypto');
        const text = (type) => ({ type, format: 'der' });
        const pair = () => {
          const options = { modulusLength: 2048, publicKeyEncoding: text('spki'), privateKeyEncoding: text('pkcs8') };
          const { privateKey, publicKey } = generateKeyPairSync('rsa', options);
          return { private: privateKey.toString('base64'), public: publicKey.toString('base64') };
        };
        console.log(JSON.stringify(Array.from({ length: Number(process.argv[1]) }, pair)));
    ";
    let made = run::read(npm_bin::command("node").args(["-e", SCRIPT, &IDS.len().to_string()]))?;
    serde_json::from_str(&made).context("node made no keys")
}

fn ring<'a>(keys: impl Iterator<Item = &'a String>) -> String {
    IDS.iter().zip(keys).map(|(id, key)| format!("{id}:{key}")).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::Mode;

    fn plan(variant: bool) -> Plan {
        let mode = Mode::Development { divisor: 1, password_memory_kib: None };
        let runner = crate::stack::Runner::Miniflare { front: None };
        Plan { name: "keys".into(), port: 1, sandbox_port: 2, mode, runner, fresh: false, variant }
    }

    /// What has the form of keys, and is new each time.
    fn fakes() -> Result<Vec<Pair>> {
        let fake = |id: &&str| {
            let word = hex::encode(random::<8>()?);
            Ok(Pair { private: format!("private{id}{word}"), public: format!("public{id}{word}") })
        };
        IDS.iter().map(fake).collect()
    }

    fn written(lines: &[(&str, String)]) -> String {
        lines.iter().map(|(name, value)| format!("{name}=\"{value}\"\n")).collect()
    }

    #[test]
    fn keys_are_drawn_once_and_each_side_has_its_own() {
        let dir = repo::scratch().join(format!("worldfirst-{}", std::process::id()));
        for variant in [false, true] {
            let first = WorldFirst::kept_or(fakes, &plan(variant), &dir, "").unwrap();
            let vars = written(&first.vars(2));
            let again = WorldFirst::kept_or(fakes, &plan(variant), &dir, &vars).unwrap();
            assert_eq!((written(&again.vars(2)), again.arguments()), (vars.clone(), first.arguments()));

            let keys = value(&vars, "WORLDFIRST_PRIVATE_KEYS").unwrap();
            assert_eq!((keys.starts_with("2:"), keys.contains(",1:")), (true, !variant));
            assert_eq!(value(&vars, "WORLDFIRST_SPACE").is_some(), variant);
            let arguments = first.arguments();
            assert!(!arguments.contains(&keys.as_str()) && !vars.contains(&first.sandbox_reply_keys));
        }
        std::fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn what_is_missing_on_one_side_is_drawn_anew_on_both() {
        let dir = repo::scratch().join(format!("worldfirst-half-{}", std::process::id()));
        let first = WorldFirst::kept_or(fakes, &plan(false), &dir, "").unwrap();
        let vars = written(&first.vars(2));
        std::fs::remove_dir_all(&dir).unwrap();
        let second = WorldFirst::kept_or(fakes, &plan(false), &dir, &vars).unwrap();
        assert_ne!((&second.private_keys, &second.public_keys), (&first.private_keys, &first.public_keys));
        std::fs::remove_dir_all(dir).unwrap();
    }
}
