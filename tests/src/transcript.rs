//! What is searched for secrets: everything that was answered, and the files of a folder.

use crate::browser::Session;
use crate::client::Response;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Everything that was answered, as one text.
#[derive(Debug, Default)]
pub struct Transcript {
    pub text: String,
}

impl Transcript {
    /// Keeps an answer, head and body.
    pub fn keep(&mut self, answer: &Response) {
        for (name, value) in &answer.headers {
            self.text += &format!("{name}: {value}\n");
        }
        self.text += &answer.body;
        self.text.push('\n');
    }

    /// Does one thing in a flow, and keeps the answer.
    pub async fn perform(&mut self, session: &mut Session, name: &str) {
        let answer = session.perform(name, json!({})).await;
        self.keep(&answer);
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
