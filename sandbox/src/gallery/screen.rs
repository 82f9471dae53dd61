//! A screen as it is written down, and where it is found.

use super::flows::Flows;
use super::name::is_name;
use crate::app::Sandbox;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

/// One file of `sandbox/gallery/screens`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// For people.
    pub title: String,
    /// `steps`, `faces`, `refusals` or `elsewhere`.
    pub group: String,
    /// Its place in the group.
    pub order: u32,
    /// Where the page is opened: a path of the worker's.
    pub open: String,
    /// What must be seen then. The tests read it.
    #[serde(rename = "shows")]
    _shows: Value,
    /// The device that the page believes to run on.
    pub device: Option<String>,
    /// What does not work: `clipboard`, or the file with the names of `countries`.
    pub without: Option<String>,
    /// The page stands in the partner's dialog.
    #[serde(default)]
    pub frame: bool,
    /// What the worker fills into the page; what is not named is as for Demo Market's users.
    #[serde(default)]
    pub template: Template,
    /// What the worker answers, by method and path.
    #[serde(default)]
    pub answers: BTreeMap<String, Answer>,
    /// What the user does then.
    #[serde(default)]
    pub then: Vec<Value>,
    /// Drawing the screen anew undoes what was done: it is done again in every language. The tests read it.
    #[serde(default, rename = "in_each_language")]
    _in_each_language: bool,
}

/// The places of the page's template.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Template {
    pub status: u16,
    pub lang: String,
    pub partner_name: String,
    pub accent: String,
    pub problem: String,
    pub request_id: String,
    pub return_url: String,
    pub message: String,
}

impl Default for Template {
    fn default() -> Self {
        let nothing = String::new;
        Self {
            status: 200,
            lang: "en".into(),
            partner_name: "Demo Market".into(),
            accent: "#0b6e4f".into(),
            problem: nothing(),
            request_id: nothing(),
            return_url: nothing(),
            message: nothing(),
        }
    }
}

/// One answer of the worker's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub status: u16,
    #[serde(default)]
    pub body: Value,
    /// The connection breaks in the middle of it.
    #[serde(default)]
    pub broken: bool,
}

impl Screen {
    /// The flow that its page is opened with.
    pub fn flow(&self) -> Option<&str> {
        let after = self.open.split_once("flow=").or_else(|| self.open.split_once("/flows/"))?.1;
        after.split(['#', '&', '/']).next()
    }

    /// The time that stands in its answers, in milliseconds.
    pub fn now(&self) -> Option<i64> {
        self.answers.values().find_map(|answer| answer.body.pointer("/view/now")?.as_i64())
    }
}

impl Sandbox {
    fn screens(&self) -> PathBuf {
        self.options.gallery.join("screens")
    }

    /// The screen of that name. Errors: why it cannot be shown.
    pub fn screen(&self, name: &str) -> Result<Screen, String> {
        let file = self.screens().join(format!("{name}.json"));
        if !is_name(name) || !file.is_file() {
            return Err(format!("The gallery has no screen {name}."));
        }
        read(&file)
    }

    /// All screens by name.
    pub fn all_screens(&self) -> Result<BTreeMap<String, Screen>, String> {
        let folder = self.screens();
        let files = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut screens = BTreeMap::new();
        for file in files.filter_map(Result::ok).map(|entry| entry.path()) {
            if let (Some(name), Some("json")) = (stem(&file), file.extension().and_then(|end| end.to_str())) {
                screens.insert(name.to_owned(), read(&file)?);
            }
        }
        Ok(screens)
    }

    /// The name and the screen that a flow belongs to.
    pub fn screen_of(&self, flow: &str) -> Result<(String, Screen), String> {
        let known = |flows: &Flows| flows.0.lock().unwrap_or_else(PoisonError::into_inner).get(flow).cloned();
        let name = match known(&self.flows) {
            Some(name) => name,
            None => {
                let screens = self.all_screens()?;
                let pairs =
                    screens.iter().filter_map(|(name, one)| Some((one.flow()?.to_owned(), name.clone())));
                self.flows.0.lock().unwrap_or_else(PoisonError::into_inner).extend(pairs);
                known(&self.flows).ok_or_else(|| format!("The gallery has no flow {flow}."))?
            }
        };
        self.screen(&name).map(|screen| (name, screen))
    }
}

fn stem(file: &Path) -> Option<&str> {
    file.file_stem().and_then(|name| name.to_str())
}

fn read(file: &Path) -> Result<Screen, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_opened_with_its_flow() {
        let at = |open: &str| {
            let screen: Screen = serde_json::from_value(serde_json::json!({
                "title": "", "group": "steps", "order": 1, "open": open, "shows": {}
            }))
            .unwrap();
            screen.flow().map(str::to_owned)
        };
        assert_eq!(at("/connect/demo?flow=0a1b#code").as_deref(), Some("0a1b"));
        assert_eq!(at("/connect/v1/flows/0a1b/go/used").as_deref(), Some("0a1b"));
        assert_eq!(at("/unlink/unlinked"), None);
    }

    #[test]
    fn every_screen_can_be_read_and_no_two_share_a_flow() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gallery/screens");
        let mut flows = std::collections::BTreeSet::new();
        let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(files.len() > 90);
        for file in files {
            let screen = read(&file).unwrap();
            assert!(["steps", "faces", "refusals", "elsewhere"].contains(&screen.group.as_str()), "{file:?}");
            if let Some(flow) = screen.flow() {
                assert!(flows.insert(flow.to_owned()), "{file:?}: {flow}");
            }
        }
    }
}
