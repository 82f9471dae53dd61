//! No two files import each other, whether at once or by way of others: whoever reads one reads what it stands on, and ends.
//!
//! An import is a `use`, or a path in the code, that leads to another file of the same crate. It leads to where the thing
//! is written: what a module hands on with `pub use` is looked for where it comes from. That a file declares a submodule, or
//! hands something on, is no import, and neither is what its tests import.

use crate::tree::{assert_none, files};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;
use syn::{Item, ItemUse, Path, UseTree, Visibility};

const CRATES: [&str; 4] = ["shared/src", "worker/src", "widget/src", "sandbox/src"];

/// Segments, from the crate's root.
type Module = Vec<String>;

/// What a file says of others.
#[derive(Default)]
struct Names {
    /// The paths in its code.
    paths: Vec<Module>,
    /// What it imports, by the name under which it does; `*` for all that is there.
    imports: Vec<(String, Module)>,
    /// What it hands on, by the name under which it does; `*` for all that is there.
    handed_on: Vec<(String, Module)>,
    /// What is written in it.
    own: BTreeSet<String>,
}

/// The paths of a `use`, each with the name that it gives.
fn leaves(before: &[String], tree: &UseTree) -> Vec<(String, Module)> {
    let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
    match tree {
        UseTree::Path(path) => leaves(&with(&path.ident), &path.tree),
        UseTree::Name(name) => vec![(name.ident.to_string(), with(&name.ident))],
        UseTree::Rename(name) => vec![(name.rename.to_string(), with(&name.ident))],
        UseTree::Glob(_) => vec![("*".to_owned(), [before, &["*".to_owned()]].concat())],
        UseTree::Group(group) => group.items.iter().flat_map(|tree| leaves(before, tree)).collect(),
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        is_cfg && attribute.parse_args::<syn::Ident>().is_ok_and(|what| what == "test")
    })
}

impl<'a> Visit<'a> for Names {
    fn visit_item_use(&mut self, item: &'a ItemUse) {
        let leaves = leaves(&[], &item.tree);
        match item.vis {
            _ if is_test(&item.attrs) => {}
            Visibility::Inherited => self.imports.extend(leaves),
            _ => self.handed_on.extend(leaves),
        }
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    // `pub(crate)` imports nothing.
    fn visit_visibility(&mut self, _: &'a Visibility) {}

    fn visit_path(&mut self, path: &'a Path) {
        self.paths.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }
}

/// What a file says of others, and what is written in it.
fn names(path: &str, text: &str) -> Names {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut names = Names::default();
    names.visit_file(&file);
    let own = file.items.iter().filter_map(|item| match item {
        Item::Const(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Fn(item) => Some(&item.sig.ident),
        Item::Static(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        _ => None,
    });
    names.own = own.map(ToString::to_string).collect();
    names
}

/// The module that a file is, from the crate's root.
fn module(root: &str, path: &str) -> Vec<String> {
    let inside = path.strip_prefix(root).unwrap_or(path).trim_matches('/').trim_end_matches(".rs");
    let parts = inside.split('/').map(str::to_owned).collect::<Vec<_>>();
    match parts.split_last() {
        Some((last, parents)) if ["mod", "lib", "main"].contains(&last.as_str()) => parents.to_vec(),
        _ => parts,
    }
}

/// The files of a crate, by the module that each is.
type Crate = BTreeMap<Module, (String, Names)>;

/// The module that a path leads into, seen from `here`: the one in which its last name is written. None for a path of
/// modules alone: what is used of them is a path of its own.
fn lead(files: &Crate, here: &Module, path: &[String], depth: usize) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    let child = |of: &Module, name: &String| [of.as_slice(), std::slice::from_ref(name)].concat();
    let mut at = match first.as_str() {
        "crate" => Vec::new(),
        "self" => here.clone(),
        "super" => here.split_last()?.1.to_vec(),
        // A submodule by its name alone.
        _ => Some(child(here, first)).filter(|module| files.contains_key(module))?,
    };
    for (index, segment) in rest.iter().enumerate() {
        if segment == "super" {
            at.pop();
        } else if files.contains_key(&child(&at, segment)) {
            at = child(&at, segment);
        } else {
            let (_, names) = files.get(&at)?;
            if names.own.contains(segment) || depth == 0 {
                return Some(at);
            }
            let named = names.handed_on.iter().find(|(name, _)| name == segment);
            let among = names.handed_on.iter().filter(|(name, _)| name == "*").find(|(_, path)| {
                let module = lead(files, &at, path, depth - 1);
                module
                    .and_then(|module| files.get(&module))
                    .is_some_and(|(_, names)| names.own.contains(segment))
            });
            let Some((_, from)) = named.or(among) else { return Some(at) };
            // In place of what is handed on by name stands its path; behind a `*` the name itself.
            let path = match from.split_last() {
                Some((last, before)) if last == "*" => [before, &rest[index..]].concat(),
                _ => [from.as_slice(), &rest[index + 1..]].concat(),
            };
            return lead(files, &at, &path, depth - 1);
        }
    }
    None
}

/// Which files a file of the crate imports.
fn imports(root: &str, sources: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let file = |(path, text): &(String, String)| (module(root, path), (path.clone(), names(path, text)));
    let files: Crate = sources.iter().map(file).collect();
    let imports = files.iter().map(|(here, (path, names))| {
        let spelled_out = |path: &Module| {
            let (first, rest) = path.split_first()?;
            let imported = names.imports.iter().find(|(name, _)| name == first && !rest.is_empty());
            Some(imported.map_or_else(|| path.clone(), |(_, from)| [from.as_slice(), rest].concat()))
        };
        let paths = names.imports.iter().map(|(_, path)| path.clone());
        let paths = paths.chain(names.paths.iter().filter_map(spelled_out));
        let modules = paths.filter_map(|path| lead(&files, here, &path, 8));
        let targets = modules.filter_map(|module| files.get(&module)).map(|(target, _)| target.clone());
        (path.clone(), targets.filter(|target| target != path).collect())
    });
    imports.collect()
}

/// The imports that close a circle: the imported file leads back to the one that imports it.
fn cycles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let reaches = |from: &str, to: &str| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&str> = vec![from];
        while let Some(file) = next.pop() {
            if file == to {
                return true;
            }
            next.extend(
                imports
                    .get(file)
                    .into_iter()
                    .flatten()
                    .map(String::as_str)
                    .filter(|target| seen.insert(*target)),
            );
        }
        false
    };
    let all = imports.iter().flat_map(|(file, targets)| targets.iter().map(move |target| (file, target)));
    all.filter(|(file, target)| reaches(target, file))
        .map(|(file, target)| format!("{file} ▶ {target}"))
        .collect()
}

#[test]
fn no_files_import_each_other() {
    let mut broken = Vec::new();
    for root in CRATES {
        let is_test = |path: &str| path.contains("/tests") || path.ends_with("tests.rs");
        let sources: Vec<(String, String)> = files(&[root], &[".rs"])
            .into_iter()
            .filter(|file| !is_test(&file.path))
            .map(|file| (file.path, file.text))
            .collect();
        let imports = imports(root, &sources);
        assert!(
            imports.values().map(BTreeSet::len).sum::<usize>() > sources.len(),
            "{root}: imports are found"
        );
        broken.extend(cycles(&imports));
    }
    assert_none("these files import each other", &broken);
}

#[test]
fn a_cycle_is_found_and_a_declaration_is_none() {
    let file = |path: &str, text: &str| (format!("c/src/{path}"), text.to_owned());
    let of = |sources: &[(String, String)]| cycles(&imports("c/src", sources));
    let declared = [
        file("a/mod.rs", "mod b; mod d; pub use b::B; pub use d::*; struct A;"),
        file("a/b.rs", "use crate::c; use super::D; pub(super) struct B(c::C);"),
        file("a/d.rs", "use super::A; pub struct D;"),
    ];
    assert!(of(&declared).is_empty());
    let back =
        [file("a/mod.rs", "use b::B; mod b; struct A;"), file("a/b.rs", "fn f() -> super::A {} struct B;")];
    assert_eq!(of(&back), ["c/src/a/b.rs ▶ c/src/a/mod.rs", "c/src/a/mod.rs ▶ c/src/a/b.rs"]);
    let handed_on = [
        file("a/mod.rs", "mod b; mod d; pub use b::B; pub use d::*;"),
        file("a/b.rs", "use super::D; struct B;"),
        file("a/d.rs", "use crate::a::B; pub struct D;"),
    ];
    assert_eq!(of(&handed_on), ["c/src/a/b.rs ▶ c/src/a/d.rs", "c/src/a/d.rs ▶ c/src/a/b.rs"]);
    let far = [
        file("a.rs", "use crate::{b::B, d};"),
        file("b.rs", "fn f() { crate::c::g() }"),
        file("c.rs", "use super::a::A;"),
        file("d.rs", "#[cfg(test)] mod tests { use crate::a::A; }"),
    ];
    assert_eq!(of(&far), ["c/src/a.rs ▶ c/src/b.rs", "c/src/b.rs ▶ c/src/c.rs", "c/src/c.rs ▶ c/src/a.rs"]);
}
