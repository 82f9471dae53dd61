//! What may not be in the lock file, and what may be there once only.

use crate::tree::assert_none;
use account_link_tests::stack::root;

fn locked() -> Vec<(String, String)> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    let field = |block: &str, name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(&format!("{name} = ")).map(str::to_owned));
        line.map(|value| value.trim_matches('"').to_owned())
    };
    let blocks = lock.split("[[package]]").skip(1);
    blocks.filter_map(|block| Some((field(block, "name")?, field(block, "version")?))).collect()
}

#[test]
fn banned_crates_stay_out() {
    // `rsa` leaks its key by timing (RUSTSEC-2023-0071); the others are TLS stacks, or a hash that nobody asked for.
    let banned = ["rsa", "openssl", "openssl-sys", "native-tls", "rustls", "sha-1"];
    let broken: Vec<String> = locked()
        .into_iter()
        .filter(|(name, _)| banned.contains(&name.as_str()))
        .map(|(n, v)| format!("{n} {v}"))
        .collect();
    assert_none("banned crates", &broken);
}

#[test]
fn what_must_agree_is_there_once() {
    let locked = locked();
    let mut broken = Vec::new();
    for name in [
        "wasm-bindgen",
        "js-sys",
        "web-sys",
        "worker",
        "worker-sys",
        "leptos",
        "hmac",
        "aes-gcm",
        "argon2",
        "serde",
        "serde_json",
        "url",
        "ring",
    ] {
        let versions: Vec<&str> = locked.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        if versions.len() > 1 {
            broken.push(format!("{name}: {}", versions.join(", ")));
        }
    }
    assert_none("one version each", &broken);
    assert!(
        locked.iter().any(|(name, _)| name == "wasm-bindgen"),
        "the lock file is the one of this workspace"
    );
}
