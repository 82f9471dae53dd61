//! `cargo xtask vectors FILE…`: golden vectors, made by other implementations, through the code that production
//! uses. Prints each mismatch and `N passed, M failed`.

mod payway;
mod worldfirst;

use crate::repo;
use account_link_shared::access_auth::ApiText;
use account_link_shared::id::Nonce;
use account_link_shared::secret::Secret;
use account_link_shared::signature::{HmacSha256, Mac, MacForm};
use account_link_shared::signed_link::{SignedLink, write_link};
use account_link_shared::time::Seconds;
use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A file of vectors: who made them, and the cases.
#[derive(Deserialize)]
struct File {
    cases: Vec<Value>,
    /// Of the cases that are signed with RSA.
    private_key_pkcs8_der_base64: Option<String>,
}

/// Checks the files; an error if a case fails.
pub fn command(files: &[PathBuf]) -> Result<()> {
    let mut files = files.to_vec();
    if files.is_empty() {
        let all = repo::files(&repo::path("shared/tests/vectors")).into_iter();
        files = all.filter(|file| file.extension().is_some_and(|e| e == "json")).collect();
    }
    let (mut passed, mut failed) = (0, 0);
    for path in &files {
        let file: File = serde_json::from_str(&repo::read(path)?).with_context(|| repo::display(path))?;
        ensure!(!file.cases.is_empty(), "{} holds no case", repo::display(path));
        for case in &file.cases {
            match check(case, file.private_key_pkcs8_der_base64.as_deref()) {
                Ok(()) => passed += 1,
                Err(error) => {
                    failed += 1;
                    println!("{}: {}: {error:#}", name(path), case["name"].as_str().unwrap_or("(no name)"));
                }
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    ensure!(passed + failed > 0, "no vector file was found");
    ensure!(failed == 0, "{failed} vectors failed");
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn check(case: &Value, private_key: Option<&str>) -> Result<()> {
    // WorldFirst's cases say which of its schemes they are for, PayWay's which of its calls.
    if case["scheme"].is_string() {
        return worldfirst::check(case, private_key);
    }
    match case["api"].as_str().map_or_else(|| text(case, "kind"), |_| Ok("payway"))? {
        "payway" => payway::check(case),
        "link" => link(case),
        "api" => api(case),
        other => bail!("no check for the kind `{other}`"),
    }
}

/// A signed link: written, read and verified.
fn link(case: &Value) -> Result<()> {
    let (secret, url) = (text(case, "secret")?, text(case, "url")?);
    let parameters: Vec<(String, String)> = serde_json::from_value(case["params"].clone())?;
    let parameters: Vec<(&str, &str)> = parameters.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let signer = HmacSha256::new(secret.as_bytes());
    same("url", &write_link(text(case, "base")?, &parameters, &signer), url)?;

    let read = SignedLink::parse(url)?;
    same("signed_text", read.signed_text(), text(case, "signed_text")?)?;
    same("signature", &signer.sign(read.signed_text()), text(case, "signature")?)?;
    let other = Secret::new(format!("{secret}x"));
    ensure!(read.clone().verify([&other].into_iter(), None).is_err(), "another secret verifies it too");
    let link = read.verify([&Secret::new(secret)].into_iter(), None)?;
    for (name, value) in parameters {
        same(name, link.get(name).unwrap_or("(absent)"), value)?;
    }
    Ok(())
}

/// A signed API call or callback: the text written, signed and verified.
fn api(case: &Value) -> Result<()> {
    let timestamp = Seconds::parse(text(case, "timestamp")?).context("timestamp is not seconds")?;
    let optional = |field: &str| case[field].as_str();
    let nonce = optional("nonce").map(Nonce::parse).transpose().context("nonce")?;
    let (method, path) = (text(case, "method")?, text(case, "path")?);
    let made = ApiText::new(timestamp, method, nonce.as_ref(), path, optional("body").unwrap_or(""));
    same("signed_text", made.as_str(), text(case, "signed_text")?)?;

    let signature = text(case, "signature")?;
    let signer = HmacSha256::new(text(case, "secret")?.as_bytes());
    same("signature", &signer.sign(made.as_str()), signature)?;
    let mac = Mac::parse(signature, MacForm::Base64OrHex).context("signature is not 32 bytes")?;
    ensure!(signer.verifies(made.as_str(), &mac), "the signature does not verify");
    Ok(())
}

fn text<'a>(case: &'a Value, field: &str) -> Result<&'a str> {
    case[field].as_str().with_context(|| format!("`{field}` is missing"))
}

fn same(what: &str, ours: &str, expected: &str) -> Result<()> {
    ensure!(ours == expected, "{what}\n    ours     {ours}\n    expected {expected}");
    Ok(())
}
