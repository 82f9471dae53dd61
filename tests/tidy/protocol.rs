//! What is said to partners is what there is: every route is documented, and no document names another.

use crate::tree::{assert_none, files};
use account_link_tests::stack::root;

fn routes() -> Vec<String> {
    let file = files(&["shared/src/route.rs"], &[]).remove(0);
    let texts = file.text.lines().filter_map(|line| line.split_once(": &str = \"").map(|(_, rest)| rest));
    let routes: Vec<String> = texts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    assert!(routes.len() >= 15, "{routes:?}");
    routes
}

/// The document; nothing while it is not written yet.
fn protocol() -> Option<String> {
    let text = std::fs::read_to_string(root().join("docs/PROTOCOL.md")).ok();
    if text.is_none() {
        println!("SKIPPED: docs/PROTOCOL.md is not there yet");
    }
    text
}

#[test]
fn every_route_of_partners_is_documented() {
    let Some(protocol) = protocol() else { return };
    let undocumented =
        routes().into_iter().filter(|route| route.starts_with("/api/") && !protocol.contains(route));
    assert_none("not in docs/PROTOCOL.md", &undocumented.collect::<Vec<_>>());
}

#[test]
fn every_problem_code_is_documented() {
    let Some(protocol) = protocol() else { return };
    let file = files(&["shared/src/error_code.rs"], &[]).remove(0);
    let codes = file.text.lines().filter_map(|line| {
        let (_, rest) = line.trim().split_once(" = \"")?;
        rest.split('"').next().filter(|_| line.trim().ends_with(';')).map(str::to_owned)
    });
    let codes: Vec<String> = codes.collect();
    assert!(codes.len() >= 30, "{codes:?}");
    let missing: Vec<String> =
        codes.into_iter().filter(|code| !protocol.contains(&format!("`{code}`"))).collect();
    assert_none("problem codes that docs/PROTOCOL.md does not name", &missing);
}
