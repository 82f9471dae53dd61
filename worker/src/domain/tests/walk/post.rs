//! What users read and type.

use super::action::SubmittedCode;
use super::world::{Arrived, World};
use crate::domain::account::Seed;
use crate::domain::outbox::RetryPolicy;
use crate::domain::outbox::mail::Mail;
use crate::domain::tests::email;

impl World {
    /// What is mailed is read at once.
    pub(super) fn fetch_mail(&mut self) {
        for mail in self.account.mails.claim(self.now) {
            self.account.mails.record(|one| one.id == mail.id, true, RetryPolicy::MAIL, self.now);
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
    pub(super) fn text(&self, submitted: SubmittedCode) -> String {
        let mailed = |ours: bool| self.mailbox.iter().rev().find(|mail| (mail.flow == self.flows) == ours);
        let code = |seed: Option<&Seed>, steps| {
            seed.map(|seed| super::second::code(seed, self.now.plus(steps * 30_000)))
        };
        let text = match submitted {
            SubmittedCode::Mailed => mailed(true).map(|mail| mail.code.clone()),
            SubmittedCode::OfFormerFlow => mailed(false).map(|mail| mail.code.clone()),
            SubmittedCode::Guessed => None,
            SubmittedCode::App(steps) => code(self.shown.as_ref().or(self.seeds.last()), steps),
            SubmittedCode::OfFormerApp => code(self.seeds.iter().rev().nth(1), 0),
            SubmittedCode::Again => Some(self.used.clone()),
            SubmittedCode::Recovery => self.recovery.last().cloned(),
            SubmittedCode::UsedRecovery => Some(self.used_recovery.clone()),
        };
        text.unwrap_or_else(|| "guess".into())
    }
}

/// A mail with a code, or without one.
pub(super) fn mail(what: &str, n: usize, code: &str) -> Mail {
    let id = format!("{what}-{n}");
    Mail { to: email().as_str().into(), subject: what.into(), text: code.into(), html: String::new(), id }
}
