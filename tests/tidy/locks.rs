//! No test waits for another: faults are set for one user, and what a test counts is about its own users. Only locks that
//! span a test are looked for; a mutex around data, held for the length of a push, is none of them.

use crate::tree::{File, assert_none, files};

/// What holds others up for longer than a statement, and where it is looked for. Written so that this file does not find
/// itself.
const LOCKS: [(&str, &[&str]); 11] = [
    (".rs", &["Rw", "Lock"]),
    (".rs", &["Sema", "phore"]),
    (".rs", &["Mutex", "<()>"]),
    (".rs", &["Mutex::", "const_new"]),
    (".rs", &["sync::", "Barrier"]),
    (".rs", &["tokio::sync::", "OnceCell"]),
    (".rs", &["serial", "_test"]),
    (".rs", &["fl", "ock"]),
    (".mjs", &["mode: \"", "serial\""]),
    (".mjs", &["describe.", "serial"]),
    (".mjs", &["EADDR", "INUSE"]),
];

/// The lines of a file that take such a lock. A server in a test listens on whichever port is free.
fn taken(file: &File) -> Vec<String> {
    let line_takes = |line: &str| {
        let known =
            LOCKS.iter().any(|(ending, words)| file.path.ends_with(ending) && line.contains(&words.concat()));
        let port = line.split_once("server.listen(").map(|(_, rest)| rest.trim_start());
        known || (file.path.ends_with(".mjs") && port.is_some_and(|rest| !rest.starts_with('0')))
    };
    let lines = file.text.lines().enumerate().filter(|(_, line)| line_takes(line));
    lines.map(|(number, line)| format!("{}:{}: {}", file.path, number + 1, line.trim())).collect()
}

#[test]
fn no_test_waits_for_another() {
    let broken: Vec<String> = files(&["tests"], &[".rs", ".mjs"]).iter().flat_map(taken).collect();
    assert_none("locks that span tests", &broken);
}

#[test]
fn a_lock_is_found_and_data_is_none() {
    let file = |path: &str, line: &str| File { path: path.to_owned(), text: format!("//! Head.\n{line}\n") };
    for (ending, words) in LOCKS {
        assert_eq!(taken(&file(&format!("a{ending}"), &words.concat())).len(), 1, "{words:?}");
    }
    assert_eq!(taken(&file("a.mjs", "server.listen(PORT, host, done);")).len(), 1);
    assert!(taken(&file("a.mjs", "server.listen(0, host, done);")).is_empty());
    assert!(taken(&file("a.rs", "arrived: Mutex<Vec<Arrived>>,")).is_empty());
}
