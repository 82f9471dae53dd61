//! Who may import whom: `shared` no platform, `domain` nothing that acts, worker and widget not each other, simulators and
//! end-to-end tests none of our signatures.

use crate::tree::{assert_none, files};
use account_link_tests::stack::root;

/// The lines below `folders` that hold one of these words.
fn lines_with(folders: &[&str], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files(folders, &[".rs"]) {
        for line in file.code().lines() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                found.push(format!("{}: {word} in `{}`", file.path, line.trim()));
            }
        }
    }
    found
}

fn dependencies(folder: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join(folder).join("Cargo.toml")).expect(folder);
    let after = manifest.split("dependencies]").skip(1).collect::<Vec<_>>().join("\n");
    let names = after.lines().filter_map(|line| line.split(['=', '.', ' ']).next());
    names.filter(|name| !name.is_empty() && !name.starts_with(['#', '['])).map(str::to_owned).collect()
}

#[test]
fn shared_knows_no_platform() {
    let platform = [
        "worker::",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "gloo",
        "tokio",
        "leptos",
        "getrandom",
        "rand::",
        "SystemTime",
        "Instant::",
        "thread_rng",
        "OsRng",
        "now_utc",
        "std::env",
        "std::fs",
        "std::net::Tcp",
        "std::process",
        "println!",
    ];
    assert_none("shared is pure", &lines_with(&["shared/src"], &platform));
    let banned = ["worker", "web-sys", "js-sys", "wasm-bindgen", "tokio", "getrandom", "rand", "leptos"];
    let known = dependencies("shared");
    let broken: Vec<String> = known.into_iter().filter(|name| banned.contains(&name.as_str())).collect();
    assert_none("shared depends on no platform", &broken);
}

#[test]
fn the_domain_decides_and_does_nothing() {
    let shell = [
        "worker::",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "crate::routes",
        "crate::durable",
        "crate::kv",
        "crate::providers",
        "crate::outbound",
        "crate::config",
        "async ",
        ".await",
        "getrandom",
        "SystemTime",
        "Instant::",
    ];
    assert_none("worker/src/domain is pure", &lines_with(&["worker/src/domain"], &shell));
}

#[test]
fn arrows_inside_the_worker_point_inwards() {
    assert_none("objects know no routes", &lines_with(&["worker/src/durable"], &["crate::routes::"]));
    assert_none(
        "KV knows neither",
        &lines_with(&["worker/src/kv"], &["crate::routes::", "crate::durable::"]),
    );
    assert_none(
        "what leaves us knows neither",
        &lines_with(&["worker/src/outbound"], &["crate::routes::", "crate::durable::"]),
    );
    assert_none(
        "a provider's client knows neither, and no other provider's",
        &lines_with(&["worker/src/providers"], &["crate::routes::", "crate::durable::", "crate::kv::"]),
    );
}

#[test]
fn crates_know_shared_and_not_each_other() {
    for (folder, banned) in [
        ("worker", ["account-link-widget", "account-link-sandbox", "account-link-tests"]),
        ("widget", ["account-link-worker", "account-link-sandbox", "account-link-tests"]),
        ("sandbox", ["account-link-worker", "account-link-widget", "account-link-tests"]),
        ("shared", ["account-link-worker", "account-link-widget", "account-link-sandbox"]),
        ("tests", ["account-link-worker", "account-link-widget", "account-link-shared"]),
    ] {
        let broken: Vec<String> =
            dependencies(folder).into_iter().filter(|name| banned.contains(&name.as_str())).collect();
        assert_none(&format!("{folder} knows nobody else"), &broken);
    }
}

#[test]
fn simulators_check_signatures_with_other_peoples_code() {
    let ours = [
        "account_link_shared::signature",
        "shared::signature",
        "canonical::",
        "signed_link::",
        "access_auth::",
        "HmacSha256",
        "write_link",
    ];
    assert_none("sandbox and tests sign with ring", &lines_with(&["sandbox/src", "tests/src"], &ours));
}

#[test]
fn time_and_chance_are_arguments() {
    let excused = |line: &String| {
        ["worker/src/runtime.rs", "widget/src/clock.rs"].iter().any(|file| line.starts_with(file))
    };
    let ambient =
        ["Date::now", "Date::new_0", "SystemTime::now", "Instant::now", "getrandom::fill", "Math::random"];
    let broken: Vec<String> = lines_with(&["worker/src", "widget/src"], &ambient)
        .into_iter()
        .filter(|line| !excused(line))
        .collect();
    assert_none("clocks and generators are read in one place a crate", &broken);
}
