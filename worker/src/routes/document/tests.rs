//! The committed document is what the handlers say, and they say all of it.

use super::text;
use account_link_shared::error_code::Code;
use serde_json::Value;
use std::collections::BTreeSet;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
/// Set by `cargo xtask openapi`: the document is written, not compared.
const WRITE: &str = "ACCOUNT_LINK_WRITE_OPENAPI";
const ROUTES: &str = include_str!("../../../../shared/src/route.rs");
const ROUTER: &str = include_str!("../mod.rs");

fn document() -> Value {
    serde_json::from_str(&text().unwrap()).unwrap()
}

#[test]
fn the_committed_document_is_what_the_handlers_say() {
    let text = text().unwrap();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(COMMITTED, &text).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(committed == text, "docs/openapi.json is old: run `cargo xtask openapi`");
}

/// The partner routes: the name of the constant and the path.
fn routes() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROUTES.lines().filter_map(|line| {
        let (name, path) = line.strip_prefix("pub const ")?.split_once(": &str = \"")?;
        Some((name, path.strip_suffix("\";")?)).filter(|(_, path)| path.starts_with("/api/"))
    })
}

/// The methods with which the router serves a route.
fn served(name: &str) -> Vec<&'static str> {
    let mut routes = ROUTER.split(".route(").map(str::trim_start);
    let route = routes.find(|route| route.starts_with(&format!("route::{name},"))).unwrap_or_default();
    let by =
        [("get", "get("), ("get", "get_only("), ("post", "post("), ("put", "put("), ("delete", "delete(")];
    by.into_iter().filter(|(_, call)| route.contains(call)).map(|(method, _)| method).collect()
}

#[test]
fn every_route_of_partners_is_in_it_with_its_methods() {
    let document = document();
    let operations =
        |path: &str| document["paths"][path].as_object().map(|item| item.keys().cloned().collect());
    let mut paths = BTreeSet::new();
    for (name, path) in routes() {
        let described: BTreeSet<String> = operations(path).unwrap_or_default();
        let served: BTreeSet<String> = served(name).into_iter().map(str::to_owned).collect();
        assert!(
            !served.is_empty() && served == described,
            "{name}: served {served:?}, described {described:?}"
        );
        paths.insert(path.to_owned());
    }
    let described: BTreeSet<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(described, paths);
}

#[test]
fn every_code_is_in_it() {
    let document = document();
    let words = document["components"]["schemas"]["Code"]["enum"].as_array().unwrap();
    let all: Vec<&str> = Code::ALL.iter().map(|code| code.text()).collect();
    assert_eq!(words.iter().filter_map(Value::as_str).collect::<Vec<_>>(), all);
}

#[test]
fn every_name_leads_somewhere_and_no_operation_has_anothers() {
    let document = document();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
    let ids: Vec<&str> =
        text.split("\"operationId\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}
