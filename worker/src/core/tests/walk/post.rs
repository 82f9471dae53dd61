//! What users read and type.

use super::act::Typed;
use super::world::{Arrived, World};
use crate::core::account::Seed;
use crate::core::mail::Mail;
use crate::core::tests::email;

impl World {
    /// What is mailed is read at once.
    pub(super) fn fetch_mail(&mut self) {
        for mail in self.account.outbox.claim(self.now) {
            self.account.outbox.record(&mail.id, true, self.now);
            if mail.text.is_empty() {
                continue;
            }
            self.mailbox.push(Arrived {
                at: self.now,
                flow: self.flows,
                what: mail.subject,
                code: mail.text,
            });
        }
    }

    /// What somebody types who means that.
    pub(super) fn text(&self, typed: Typed) -> String {
        let mailed = |ours: bool| self.mailbox.iter().rev().find(|mail| (mail.flow == self.flows) == ours);
        let code = |seed: Option<&Seed>, steps| {
            seed.map(|seed| super::second::code(seed, self.now.plus(steps * 30_000)))
        };
        let text = match typed {
            Typed::Mailed => mailed(true).map(|mail| mail.code.clone()),
            Typed::OfFormerFlow => mailed(false).map(|mail| mail.code.clone()),
            Typed::Guessed => None,
            Typed::App(steps) => code(self.shown.as_ref().or(self.seeds.last()), steps),
            Typed::OfFormerApp => code(self.seeds.iter().rev().nth(1), 0),
            Typed::Again => Some(self.used.clone()),
            Typed::Recovery => self.recovery.last().cloned(),
            Typed::UsedRecovery => Some(self.used_recovery.clone()),
        };
        text.unwrap_or_else(|| "guess".into())
    }
}

/// A mail with a code, or without one.
pub(super) fn mail(what: &str, n: usize, code: &str) -> Mail {
    let id = format!("{what}-{n}");
    Mail { to: email().as_str().into(), subject: what.into(), text: code.into(), html: String::new(), id }
}
