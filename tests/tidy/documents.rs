//! What a document points to is there.

use crate::tree::{assert_none, files};
use account_link_tests::stack::root;

/// Where paths in tables begin: at the root, or, for short, in the worker.
const ROOTS: [&str; 2] = ["", "worker/src/"];

/// `domain/{flow,link}.rs` is two paths.
fn spread(path: &str) -> Vec<String> {
    let braces = path.split_once('{').and_then(|(head, rest)| Some((head, rest.split_once('}')?)));
    let Some((head, (names, tail))) = braces else { return vec![path.to_owned()] };
    names.split(',').map(|name| format!("{head}{name}{tail}")).collect()
}

/// Paths of sources in backticks, but for the words of links.
fn named(text: &str) -> Vec<String> {
    let mut named = Vec::new();
    let mut parts = text.split('`').skip(1);
    while let (Some(code), after) = (parts.next(), parts.next().unwrap_or_default()) {
        let path = code.contains('/') && !code.contains(['<', ' ', '*', '…', ':', '?']);
        if path && [".rs", ".mjs", ".toml"].iter().any(|end| code.ends_with(end)) && !after.starts_with(']') {
            named.extend(spread(code));
        }
    }
    named
}

#[test]
fn sources_that_documents_name_are_there() {
    let mut found = 0;
    let mut missing = Vec::new();
    for document in files(&["*.md"], &[]) {
        for path in named(&document.text) {
            found += 1;
            if !ROOTS.iter().any(|start| root().join(start).join(&path).exists()) {
                missing.push(format!("{}: {path}", document.path));
            }
        }
    }
    assert!(found > 50, "{found} paths");
    assert_none("named in a document, but not there", &missing);
}

#[test]
fn what_documents_link_to_is_there() {
    let mut missing = Vec::new();
    for document in files(&["*.md"], &[]) {
        let folder = root().join(&document.path).parent().unwrap().to_path_buf();
        for link in document.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            if !link.contains(':') && !path.is_empty() && !folder.join(path).exists() {
                missing.push(format!("{}: {link}", document.path));
            }
        }
    }
    assert_none("linked in a document, but not there", &missing);
}
