//! The list of a combobox: what it shows, which line is meant, which country was chosen.

use super::find::{exact, matching};
use super::names::are_here;
use crate::dom::{El, el, follow};
use crate::i18n::{self, format};
use crate::kyc_form::Chosen;
use crate::ui::Ui;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys;

/// One list. Copied freely: it holds handles only.
#[derive(Clone, Copy)]
pub struct List {
    ui: Ui,
    /// The field's.
    field: &'static str,
    chosen: Chosen,
    /// What it is narrowed to.
    query: RwSignal<String>,
    /// The code of the line that is meant; empty for none, [`CLOSED`] while the list is.
    active: RwSignal<String>,
}

/// In place of a code.
const CLOSED: &str = "-";

impl List {
    /// A closed one. A country chosen before gets its name as soon as there are names.
    pub fn new(ui: Ui, field: &'static str, chosen: Chosen) -> Self {
        let (query, active) = (RwSignal::default(), RwSignal::new(CLOSED.to_owned()));
        let list = Self { ui, field, chosen, query, active };
        follow(Box::new(move || {
            ui.countries.track();
            if chosen.code.with_untracked(String::is_empty) {
                list.resolve();
            }
            list.name();
        }));
        list
    }

    /// The id of its element.
    pub fn id(self) -> String {
        format!("{}-list", self.field)
    }

    /// Whether it is seen. Tracked.
    pub fn is_open(self) -> bool {
        self.active.with(|active| active != CLOSED) && are_here(self.ui)
    }

    /// The id of the line that is meant. Tracked.
    pub fn active_id(self) -> Option<String> {
        let active = self.active.get();
        (active.len() > CLOSED.len()).then(|| format!("{}-{active}", self.field))
    }

    /// All of it; from what was chosen on.
    pub fn open(self) {
        let code = self.chosen.code.get_untracked();
        if self.is_closed() {
            let text = self.chosen.text.get_untracked();
            self.query.set(if code.is_empty() { text } else { String::new() });
            self.active.set(code);
        }
    }

    fn is_closed(self) -> bool {
        self.active.with_untracked(|active| active == CLOSED)
    }

    /// Closes it; what is typed stays.
    pub fn close(self) {
        self.active.set(CLOSED.to_owned());
    }

    /// To what was typed.
    pub fn narrow(self) {
        self.query.set(self.chosen.text.get_untracked());
        self.active.set(String::new());
        self.resolve();
        if !untrack(|| are_here(self.ui)) {
            return;
        }
        let count = u32::try_from(self.codes().len()).unwrap_or_default();
        let count = format::number(self.ui.locale.get_untracked(), count);
        self.ui.announced.set(i18n::fill(self.ui.text().account.countries_found, &[("n", &count)]));
    }

    /// To the next line or the one before; around at both ends. A closed list opens.
    pub fn step(self, down: bool) {
        let fresh = self.is_closed();
        self.open();
        let (codes, active) = (self.codes(), self.active.get_untracked());
        let at = codes.iter().position(|code| *code == active);
        let next = match (at, down) {
            (Some(_), _) if fresh => return,
            (Some(at), true) => codes.get(at.saturating_add(1)).or(codes.first()),
            (Some(at), false) => at.checked_sub(1).and_then(|at| codes.get(at)).or(codes.last()),
            (None, true) => codes.first(),
            (None, false) => codes.last(),
        };
        self.active.set(next.cloned().unwrap_or_default());
    }

    /// Chooses the line that is meant, or the only one.
    pub fn take(self) {
        if self.is_closed() {
            return;
        }
        let (codes, active) = (self.codes(), self.active.get_untracked());
        match &*codes {
            _ if !active.is_empty() => self.choose(active),
            [one] => self.choose(one.clone()),
            _ => {}
        }
    }

    /// The field is left: what was typed is enough where one country alone fits.
    pub fn leave(self) {
        // The screen has gone, and the field with it.
        if self.active.is_disposed() {
            return;
        }
        let nothing = self.chosen.text.with_untracked(String::is_empty);
        if !nothing && !self.is_closed() && self.chosen.code.with_untracked(String::is_empty) {
            self.active.set(String::new());
            self.take();
        }
        self.close();
        self.name();
    }

    /// The element.
    pub fn draw(self, label: &str) -> El {
        let drawn = el("ul", "countries")
            .attr("id", &self.id())
            .attr("role", "listbox")
            .attr("aria-label", label)
            .live_attr("hidden", move || (!self.is_open()).then(String::new))
            // The focus stays in the field.
            .on("mousedown", |event| event.prevent_default())
            .on("click", move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                let line = target.and_then(|target| target.closest("[data-code]").ok().flatten());
                if let Some(code) = line.and_then(|line| line.get_attribute("data-code")) {
                    self.choose(code);
                }
            });
        let inside = drawn.clone();
        follow(Box::new(move || {
            inside.set_text("");
            if self.is_open() {
                let meant = self.fill(&inside);
                if meant.there() { meant } else { inside.clone() }.reveal();
            }
        }));
        drawn
    }

    /// Draws the lines. The one that is meant.
    fn fill(self, inside: &El) -> El {
        let active = self.active.get();
        let mut meant = El::by_id("");
        let line = |code: &str, name: &str| {
            el("li", "")
                .attr("role", "option")
                .attr("aria-selected", if code == active { "true" } else { "false" })
                .text(name)
        };
        self.ui.countries.with(|names| {
            self.query.with(|query| {
                let found = matching(names, query);
                if found.is_empty() {
                    let none = line("-", self.ui.text().account.countries_none);
                    inside.clone().add(none.attr("aria-disabled", "true"));
                }
                for (code, name) in found {
                    let id = format!("{}-{code}", self.field);
                    let short = el("span", "").attr("aria-hidden", "true").text(code);
                    let line = line(code, name).attr("id", &id).attr("data-code", code).add(short);
                    if code == active {
                        meant = line.clone();
                    }
                    inside.clone().add(line);
                }
            });
        });
        meant
    }

    fn choose(self, code: String) {
        self.chosen.code.set(code);
        self.close();
        self.name();
    }

    /// Writes the name of what was chosen.
    fn name(self) {
        let code = self.chosen.code.get_untracked();
        let name =
            self.ui.countries.with_untracked(|names| exact(names, &code).map(|(_, name)| name.to_owned()));
        if let Some(name) = name {
            self.chosen.text.set(name);
        }
    }

    /// Which country was typed, if it is one. Without names its code will do.
    fn resolve(self) {
        let typed = self.chosen.text.get_untracked();
        let typed = typed.trim();
        let code = self.ui.countries.with_untracked(|names| match exact(names, typed) {
            Some((code, _)) => code.to_owned(),
            None if !names.ends_with('\n') && typed.len() == 3 => typed.to_ascii_uppercase(),
            None => String::new(),
        });
        self.chosen.code.set(code);
    }

    fn codes(self) -> Vec<String> {
        self.ui.countries.with_untracked(|names| {
            let found = self.query.with_untracked(|query| matching(names, query));
            found.into_iter().map(|(code, _)| code.to_owned()).collect()
        })
    }
}
