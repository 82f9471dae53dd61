//! The files that are under version control, or would be.

use account_link_tests::stack::root;
use std::process::Command;

/// A file: its path from the root with `/`, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// The text without comments at the beginning of lines, up to the tests at its end.
    pub fn code(&self) -> String {
        let code = self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    }
}

/// Every text file below these folders (all, if there is none) with one of these endings (all, if there is none).
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<File> {
    let git = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--"])
        .args(folders)
        .current_dir(root())
        .output()
        .expect("git runs");
    let listed = String::from_utf8(git.stdout).expect("paths are UTF-8");
    let wanted = |path: &&str| endings.is_empty() || endings.iter().any(|ending| path.ends_with(ending));
    let mut found = Vec::new();
    for path in listed.lines().filter(wanted) {
        // What is deleted but not yet committed, and what is no text, is passed over.
        if let Ok(text) = std::fs::read_to_string(root().join(path)) {
            found.push(File { path: path.to_owned(), text });
        }
    }
    assert!(!found.is_empty(), "no file below {folders:?}");
    found
}

/// Fails with the list of what is wrong.
pub fn assert_none(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}
