//! The page inside the iframe, or a page of its own (ARCHITECTURE.md).
//!
//! In scope: showing the step that the worker says, sending what the user does, telling the partner's page.
//! Out of scope, always: deciding a step, keeping a secret beyond this tab.
#![forbid(unsafe_code)]

mod api;
mod app;
mod channel;
mod clock;
mod color;
mod components;
mod dom;
mod error_text;
mod fetch;
mod history;
mod host;
mod i18n;
mod kyc_form;
mod model;
mod pages;
mod providers;
mod template;
mod ui;
mod wire_format;
mod words;

fn main() {
    app::start();
}
