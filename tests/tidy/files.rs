//! Every file: a head that says what it is, a size one can read, no machine's paths, nothing left to do.

use crate::tree::{assert_none, files};

/// Over this, a file needs a reason, in a line of its own at its head.
const LONG: usize = 300;
/// How that line begins.
const REASON: &str = "Long because";

#[test]
fn every_rust_file_says_what_it_is() {
    let headless = |text: &str| !text.trim_start().starts_with("//!");
    let broken: Vec<String> =
        files(&[], &[".rs"]).into_iter().filter(|file| headless(&file.text)).map(|file| file.path).collect();
    assert_none("no head comment (`//!`)", &broken);
}

#[test]
fn files_are_short() {
    let mut broken = Vec::new();
    for file in files(&[], &[".rs", ".js", ".mjs", ".css", ".html", ".toml"]) {
        let lines = file.text.lines().count();
        let reason = file.text.lines().take(20).any(|line| line.contains(REASON));
        if lines > LONG && !reason {
            broken.push(format!(
                "{}: {lines} lines, at most {LONG} without `{REASON} …` at its head",
                file.path
            ));
        }
    }
    assert_none("too long", &broken);
}

#[test]
fn no_machine_and_no_promise_is_in_the_sources() {
    // Written so that this file does not find itself.
    let words = [["/", "work/"], ["/ho", "me/"], ["/Us", "ers/"], ["TO", "DO"], ["FIX", "ME"], ["XX", "X"]]
        .map(|w| w.concat());
    let mut broken = Vec::new();
    for file in files(&[], &[]) {
        if file.path.ends_with("package-lock.json") || file.path.ends_with("Cargo.lock") {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(word.as_str())) {
                broken.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    assert_none("machine paths and leftovers", &broken);
}

#[test]
fn one_function_logs() {
    let mut broken = Vec::new();
    for file in files(&["worker/src", "shared/src"], &[".rs"]) {
        for line in file.code().lines() {
            if ["console_log!", "console_error!", "console_debug!", "println!", "eprintln!", "dbg!"]
                .iter()
                .any(|word| line.contains(word))
                && file.path != "worker/src/log.rs"
            {
                broken.push(format!("{}: {}", file.path, line.trim()));
            }
        }
    }
    assert_none("one function logs: worker/src/log.rs", &broken);
}
