//! What objects have stored, changed from outside while the product runs: as if another version had written it, or a disk.

use crate::{process, stack};
use std::path::PathBuf;
use std::process::Command;

/// Changes the document of each object of a class by an expression of SQL over its `json`, and kills workerd, so that it is
/// read anew. Waits until the next one answers.
pub async fn rewrite(class: &str, expression: &str) {
    let files: Vec<PathBuf> = databases(class);
    assert!(!files.is_empty(), "no {class} has stored anything");
    // SQLite comes with Node, which comes with the product.
    let script = "import { DatabaseSync } from 'node:sqlite';
        const [expression, ...files] = process.argv.slice(1);
        for (const file of files) {
            const database = new DatabaseSync(file);
            database.exec('PRAGMA busy_timeout = 5000');
            database.exec(`UPDATE document SET json = ${expression}`);
            database.close();
        }";
    let mut node = Command::new(stack::root().join("node_modules/.bin/node"));
    node.args(["--no-warnings", "--input-type=module", "-e", script, expression]).args(files);
    assert!(node.status().is_ok_and(|status| status.success()), "the documents of {class} cannot be changed");
    let workerd = process::workerd().expect("workerd runs");
    process::kill(workerd);
    process::wait_for_another(workerd).await;
}

fn databases(class: &str) -> Vec<PathBuf> {
    let objects = stack::state_dir().join("v3/do").join(format!("account-link-{class}"));
    let entries = std::fs::read_dir(&objects).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_object = |path: &PathBuf| path.file_name().is_some_and(|name| name != "metadata.sqlite");
    entries.filter(|path| path.extension().is_some_and(|kind| kind == "sqlite")).filter(is_object).collect()
}
