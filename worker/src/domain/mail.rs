//! Mails on their way: three attempts, then given up (PRODUCT, "Mail").

use account_link_shared::time::{MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// How long after the first and the second failure the next attempt follows, in milliseconds.
const RETRY_AFTER: [i64; 2] = [10_000, MINUTE];
/// How long an attempt may take before it counts as lost, in milliseconds.
const WATCHDOG: i64 = 12_000;

/// A mail as `MAIL_URL` takes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields of PRODUCT, `Mail`")]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The same on every attempt.
    pub id: String,
}

impl core::fmt::Debug for Mail {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Mail({})", self.id)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    mail: Mail,
    failures: u8,
    due: Millis,
}

/// Mails that have not been taken yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox(Vec<Row>);

impl Outbox {
    /// A mail to be sent at once.
    pub fn push(&mut self, mail: Mail, now: Millis) {
        self.0.push(Row { mail, failures: 0, due: now });
    }

    /// When something is to be sent.
    pub fn due(&self) -> Option<Millis> {
        self.0.iter().map(|row| row.due).min()
    }

    /// Takes what is due; until its outcome is recorded it is not due again before the watchdog ends.
    pub fn claim(&mut self, now: Millis) -> Vec<Mail> {
        let due = self.0.iter_mut().filter(|row| row.due <= now);
        due.map(|row| {
            row.due = now.plus(WATCHDOG);
            row.mail.clone()
        })
        .collect()
    }

    /// Records an attempt. True if the mail is given up.
    pub fn record(&mut self, id: &str, taken: bool, now: Millis) -> bool {
        let Some(row) = self.0.iter_mut().find(|row| row.mail.id == id) else { return false };
        let next = RETRY_AFTER.get(usize::from(row.failures));
        match next {
            Some(after) if !taken => {
                row.failures = row.failures.saturating_add(1);
                row.due = now.plus(*after);
                false
            }
            _ => {
                self.0.retain(|row| row.mail.id != id);
                !taken
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail {
            to: String::new(),
            subject: String::new(),
            text: String::new(),
            html: String::new(),
            id: "m1".into(),
        }
    }

    #[test]
    fn a_mail_is_tried_three_times() {
        let mut outbox = Outbox::default();
        let mut now = Millis::new(0);
        outbox.push(mail(), now);
        for last in [false, false, true] {
            now = outbox.due().unwrap();
            assert_eq!(outbox.claim(now).len(), 1);
            assert_eq!(outbox.claim(now).len(), 0);
            assert_eq!(outbox.record("m1", false, now), last);
        }
        assert_eq!(outbox.due(), None);
    }

    #[test]
    fn a_mail_whose_attempt_was_killed_is_sent_again() {
        let mut outbox = Outbox::default();
        outbox.push(mail(), Millis::new(0));
        assert_eq!(outbox.claim(Millis::new(0)).len(), 1);
        assert_eq!(outbox.claim(Millis::new(WATCHDOG)).len(), 1);
        assert!(!outbox.record("m1", true, Millis::new(WATCHDOG)));
        assert_eq!(outbox.due(), None);
    }
}
