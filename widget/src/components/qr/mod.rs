//! A code that another device scans, or an app on this one opens: what of it is shown, how long it counts, another one.
//!
//! Everything here belongs to one code and goes when its time is over: an old code is taken out, not just hidden.

mod draw;

pub use draw::{Drawing, draw};

use super::actions::{button, side};
use super::copy::copy;
use super::icon::{self, icon};
use crate::clock;
use crate::dom::{El, el, follow, svg};
use crate::i18n::{self, format};
use crate::model::{self, Action, State};
use crate::providers;
use crate::ui::Ui;
use crate::words;
use account_link_shared::qr::Qr;
use account_link_shared::session::Step;
use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;

/// The code of the step, drawn anew in place whenever it changes or ends.
pub fn code(ui: Ui) -> El {
    let left = RwSignal::new(0);
    let phone = on_phone();
    count(ui, left);
    let region =
        el("div", "scan").attr("role", "group").attr("aria-labelledby", "title").attr("tabindex", "-1");
    let inside = region.clone();
    let part = Owner::current().map(|owner| owner.child()).unwrap_or_default();
    let shown = RefCell::new(None);
    follow(Box::new(move || {
        let (alive, by_qr) = (left.get() > 0, ui.by_qr.get().unwrap_or(!phone));
        let Some(qr) = ui.state.with(qr) else { return };
        let now = Some((qr.qr_string.clone(), alive, by_qr));
        let before = shown.replace(now.clone());
        if before == now {
            return;
        }
        // Whoever stood on what goes away stands on what takes its place.
        let held = inside.holds_focus();
        inside.set_attr("class", Some(if alive { "scan" } else { "scan over" }));
        inside.set_text("");
        part.cleanup();
        let next = part
            .with(|| if alive { living(ui, &inside, &qr, by_qr, left) } else { over(ui, &inside, by_qr) });
        if held {
            next.focus();
        }
        if before.is_some_and(|(code, ..)| code != qr.qr_string) {
            ui.announced.set(ui.text().new_code_here.to_owned());
        }
    }));
    region
}

/// Shows a code that counts. What of it takes the focus.
fn living(ui: Ui, region: &El, qr: &Qr, by_qr: bool, left: RwSignal<i64>) -> El {
    let text = ui.text();
    let provider = ui.view(|view| view.provider).flatten().unwrap_or_default();
    let link = match providers::view(provider).app.as_ref().filter(|_| is_agent("Android")) {
        Some(app) => (app.android_intent)(&qr.qr_string),
        None => qr.deeplink.clone(),
    };
    let open = el("a", "").attr("href", &link).attr("target", "_top").text(&ui.fill(text.open_app));
    let time = move || {
        let time = format::countdown(ui.locale.get_untracked(), left.get());
        i18n::fill(ui.text().valid_for, &[("time", &time)])
    };
    let time = el("p", "countdown").attr("role", "timer").live_text(time);
    let drawing = if by_qr { draw(&qr.qr_string) } else { None };
    let (lead, first, aside, focused) = match &drawing {
        Some(drawing) => {
            let here = el("p", "side").text(text.this_device).text(" ").add(open);
            (text.scan_lead, tile(drawing, &ui.fill(text.qr_label)), Some(here), region.clone())
        }
        None => {
            let show =
                (!by_qr).then(|| side(ui, "", text.show_qr, Box::new(move || ui.by_qr.set(Some(true)))));
            let open = open.attr("class", "button primary");
            (text.open_lead, open.clone(), show, open)
        }
    };
    region
        .clone()
        .add(el("p", "lead").text(&ui.fill(lead)))
        .add(first)
        .add(time)
        .add(el("div", "ways").add_all(aside).add_all(copy(
            ui,
            text.copy_link,
            text.copy_by_hand,
            &qr.deeplink,
        )))
        .add(side(ui, text.declined, text.new_code, Box::new(move || ui.perform(Action::Refresh))));
    focused
}

/// In place of a code that no longer counts. What of it takes the focus.
fn over(ui: Ui, region: &El, by_qr: bool) -> El {
    let text = ui.text();
    let renew = button(ui, "primary", text.new_code, |ui| ui.perform(Action::Refresh));
    let cover = el("div", if by_qr { "cover tall" } else { "cover" })
        .add(icon(icon::CLOCK))
        .add(el("p", "").text(text.code_over))
        .add(renew.clone());
    region.clone().add(cover);
    renew
}

/// The code itself, dark on a white tile whatever the theme.
pub fn tile(drawing: &Drawing, label: &str) -> El {
    let around = format!("0 0 {0} {0}", drawing.size);
    let attributes = [("viewBox", &*around), ("role", "img"), ("aria-label", label), ("focusable", "false")];
    // Beyond version 10 the modules would become too small to be read from a screen.
    let class = if drawing.size > 65 { "qr wide" } else { "qr" };
    el("div", class).add(svg("svg", &attributes).add(svg("path", &[("d", &drawing.path)])))
}

/// Counts down every second and with every answer, and speaks at few moments.
fn count(ui: Ui, left: RwSignal<i64>) {
    let tick = move || {
        let (before, now) =
            (left.get_untracked(), ui.state.with(|state| model::remaining(state, clock::now())));
        if before == now {
            return;
        }
        left.set(now);
        if let Some(seconds) = model::spoken(before, now) {
            let time = format::wait(ui.locale.get_untracked(), seconds);
            ui.announced.set(i18n::fill(ui.text().time_left, &[("time", &time)]));
        } else if now == 0 {
            ui.announced.set(ui.text().code_over.to_owned());
        }
    };
    follow(Box::new(tick));
    if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
}

fn qr(state: &State) -> Option<Qr> {
    match &state.view.as_ref()?.step {
        Step::Scan(qr) => Some(qr.clone()),
        _ => None,
    }
}

/// Where the app is more likely on this device than on another. The frame is always narrow, so the device is asked.
pub fn on_phone() -> bool {
    let small = window().match_media("(pointer: coarse), (max-device-width: 600px)");
    ["Android", "iPhone", "iPad"].into_iter().any(is_agent)
        || small.ok().flatten().is_some_and(|small| small.matches())
}

fn is_agent(name: &str) -> bool {
    words::find(&window().navigator().user_agent().unwrap_or_default(), name).is_some()
}
