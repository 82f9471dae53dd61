//! The screens without a step: what happened, what to do, and a short reference.

use crate::components::actions::{actions, button, leave};
use crate::components::icon;
use crate::components::title::emblem;
use crate::dom::{El, el};
use crate::i18n::{self, Catalogue};
use crate::model::{Event, RefusalKind};
use crate::ui::Ui;
use account_link_shared::error_code::Code;
use leptos::prelude::*;

/// The screen.
pub fn refused(ui: Ui, kind: RefusalKind) -> El {
    let text = ui.text();
    let (path, head, sentence) = words(text, kind);
    let id = ui.state.with_untracked(|state| state.refusal.as_ref()?.request_id.clone());
    let reference =
        id.map(|id| el("p", "reference").text(&i18n::fill(text.reference, &[("id", id.as_str())])));
    let retry = kind.retryable().then(|| button(ui, "primary", text.try_again, |ui| ui.send(Event::Retry)));
    let way = retry.or_else(|| leave(ui));
    emblem(ui, path, head, &ui.fill(sentence)).add_all(reference).add(actions(ui, "actions", way))
}

fn words(text: &Catalogue, kind: RefusalKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        RefusalKind::LinkExpired => (icon::CLOCK, text.link_expired_title, text.link_expired_lead),
        RefusalKind::AlreadyOpened => (icon::WINDOWS, text.opened_title, text.opened_lead),
        RefusalKind::OpeningCode => (icon::LOCK, text.opening_title, text.opening_lead),
        RefusalKind::SessionMissing => (icon::CLOCK, text.session_title, text.session_lead),
        RefusalKind::Replaced => (icon::WINDOWS, text.replaced_title, text.replaced_lead),
        RefusalKind::Ticket => (icon::LOCK, text.ticket_title, text.ticket_lead),
        RefusalKind::Mailed => (icon::LOCK, text.account.stale_title, text.account.stale_lead),
        RefusalKind::Offline => (icon::OFFLINE, text.offline_title, text.offline_lead),
        RefusalKind::Wrong => (icon::WARNING, text.wrong_title, text.wrong_lead),
        RefusalKind::Link(code) => {
            let sentence = match code {
                Code::LinkSignatureInvalid | Code::Unauthenticated | Code::ForeignHost => text.link_signature,
                Code::LinkFromFuture => text.link_future,
                Code::RedirectNotAllowed => text.link_redirect,
                Code::ProviderNotOffered => text.link_provider,
                _ => text.link_generic,
            };
            (icon::WARNING, text.link_title, sentence)
        }
    }
}
