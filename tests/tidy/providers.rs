//! Code outside a provider's folders knows a provider, not which one.

use crate::tree::{assert_none, files};

/// Where the registers are: a line for each provider and crate that declares its folder, and one that registers it.
const REGISTERS: [&str; 3] =
    ["shared/src/providers/mod.rs", "worker/src/providers/mod.rs", "widget/src/providers/mod.rs"];

/// The providers, as they are named in code and prose: each has a folder.
fn names() -> Vec<String> {
    let sources = files(&["shared/src/providers"], &["mod.rs"]);
    let folder = |path: &str| path.split('/').nth(3).filter(|name| !name.contains('.')).map(str::to_owned);
    let names: std::collections::BTreeSet<String> =
        sources.iter().filter_map(|file| folder(&file.path)).collect();
    names.into_iter().collect()
}

/// The lines that name a provider, outside the folders of the providers.
fn named() -> Vec<(String, String)> {
    let names = names();
    let inside = |path: &str| names.iter().any(|name| path.contains(&format!("/providers/{name}/")));
    let sources = files(&["worker/src", "shared/src", "widget/src"], &[]);
    let outside = sources.into_iter().filter(|file| !inside(&file.path));
    let lines = outside.flat_map(|file| {
        let path = file.path;
        let of = |line: &str| names.iter().any(|name| line.to_lowercase().contains(name.as_str()));
        let found: Vec<_> = file.text.lines().filter(|line| of(line)).map(str::to_owned).collect();
        found.into_iter().map(move |line| (path.clone(), line.trim().to_owned()))
    });
    lines.collect()
}

#[test]
fn a_provider_is_named_where_it_is_registered_and_nowhere_else() {
    let (registered, broken): (Vec<_>, Vec<_>) =
        named().into_iter().partition(|(path, _)| REGISTERS.contains(&path.as_str()));
    let broken: Vec<String> = broken.into_iter().map(|(path, line)| format!("{path}: {line}")).collect();
    assert_none("these lines name a provider", &broken);
    // Two lines a provider and register.
    assert_eq!(registered.len(), 2 * names().len() * REGISTERS.len(), "{registered:#?}");
}
