//! An answer of a provider, taken in.

use super::{Effects, PollOutcome, ProviderAccount};
use crate::domain::delivery::Delivery;
use crate::domain::link::LinkState;
use crate::domain::polling::{Attempt, ProviderToken};
use account_link_shared::id::{AccountUuid, EventId};
use account_link_shared::link::{AccountStatus, CloseReason, Holder, Linking, UnlinkReason};
use account_link_shared::status::MaskedAccount;
use account_link_shared::time::{DAY, HOUR, MINUTE, Millis, Seconds};

/// How often in a row a provider may not know what is linked before we believe it.
const MISSES: u32 = 2;
/// How soon it is asked again then, in milliseconds.
const MISSED_AGAIN: i64 = 30_000;
/// And while it does not answer.
const SILENT_AGAIN: i64 = MINUTE;

impl LinkState {
    /// Whether what was found would make the link: it needs a new `account_uuid`.
    pub fn would_link(&self, id: &str, outcome: &PollOutcome) -> bool {
        let attempt = self.inquiry.attempts.iter().find(|attempt| attempt.id == id);
        let Some(attempt) = attempt.filter(|attempt| self.is_live(attempt)) else { return false };
        matches!(outcome, PollOutcome::Account(found) if found.links && is_new(attempt, found))
    }

    /// Takes an answer about an attempt. `account_uuid` is written to the index already.
    pub fn answered(
        &mut self,
        id: &str,
        outcome: PollOutcome,
        account_uuid: AccountUuid,
        event: EventId,
        now: Millis,
    ) -> Effects {
        let Some(place) = self.inquiry.attempts.iter_mut().find(|attempt| attempt.id == id) else {
            return Effects::default();
        };
        // What is there before it is replaced is the measure of what comes after.
        match (&mut place.replaces, &outcome) {
            (Some(replaces), PollOutcome::Account(found)) => {
                replaces.before.get_or_insert_with(|| found.token.fingerprint.clone());
            }
            (Some(replaces), PollOutcome::Absent) => {
                replaces.before.get_or_insert_default();
            }
            _ => {}
        }
        let attempt = place.clone();
        if attempt.replaces.is_some() {
            return self.replacing(&attempt, outcome, account_uuid, event, now);
        }
        // Its own id speaks for what is held, also with another token; another id only where it names the same.
        let held = self.inquiry.held.as_ref().is_some_and(|held| match &outcome {
            PollOutcome::Account(found) => {
                held.attempt == id || held.token.fingerprint == found.token.fingerprint
            }
            PollOutcome::Absent | PollOutcome::Removed | PollOutcome::Silent => held.attempt == id,
        });
        if held {
            let delivery = self.held_is(&attempt, outcome, event, now);
            return Effects { delivery, ..Effects::default() };
        }
        let live = self.is_live(&attempt);
        match outcome {
            PollOutcome::Silent => self.inquiry.asked(id, live, false, now),
            PollOutcome::Absent => return self.nothing(&attempt, live, now),
            PollOutcome::Removed => self.inquiry.settled(id, now),
            // It was there before anybody was sent: never ours. Another name is asked about.
            PollOutcome::Account(_) if !attempt.removes() && !self.inquiry.sent => {
                if !attempt.closed {
                    self.inquiry.next_generation(now);
                }
            }
            PollOutcome::Account(found) if !found.links => return self.nothing(&attempt, live, now),
            PollOutcome::Account(found) => {
                self.inquiry.settled(id, now);
                let over = found.valid_until.is_some_and(|(_, latest)| latest.millis() <= now);
                if live && !over {
                    return self.complete(&attempt, account_uuid, found, event, now);
                }
                self.owe(found.token, now);
            }
        }
        Effects::default()
    }

    /// The same for an attempt that is to replace what is linked: only something else than was there counts.
    fn replacing(
        &mut self,
        attempt: &Attempt,
        outcome: PollOutcome,
        account_uuid: AccountUuid,
        event: EventId,
        now: Millis,
    ) -> Effects {
        let live = self.is_live(attempt);
        match outcome {
            PollOutcome::Account(found) if live && found.links && is_new(attempt, &found) => {
                self.inquiry.settled(&attempt.id, now);
                self.complete(attempt, account_uuid, found, event, now)
            }
            PollOutcome::Silent => {
                self.inquiry.asked(&attempt.id, live, false, now);
                Effects::default()
            }
            PollOutcome::Account(found) => {
                let brought = self.nothing(attempt, live, now);
                // What is there is what is linked, so its standing counts.
                let told = match self.is_other(&found.token) {
                    false => self.link.clone().standing(found.standing, found.accounts, now).ok(),
                    true => None,
                };
                Effects { delivery: told.map(|told| self.told(told, event, now)), ..brought }
            }
            PollOutcome::Absent | PollOutcome::Removed => self.nothing(attempt, live, now),
        }
    }

    /// Nothing came of an attempt so far. Where the provider had refused for good that is the end of its flow.
    fn nothing(&mut self, attempt: &Attempt, live: bool, now: Millis) -> Effects {
        self.inquiry.asked(&attempt.id, live, true, now);
        let ours = self.current.as_ref().is_some_and(|current| current.flow == attempt.flow);
        let why = attempt.came.filter(|came| came.terminal && ours && live).and_then(|came| came.problem);
        let failed = why.map(|why| (attempt.flow.clone(), why));
        if failed.is_some() {
            self.end_flow(&attempt.flow, CloseReason::Failed, now);
        }
        Effects { failed, ..Effects::default() }
    }

    /// What does not link must be removed, where that can be done.
    fn owe(&mut self, token: ProviderToken, now: Millis) {
        if self.link.identity.provider.removes() {
            self.inquiry.owe(token, now);
        }
    }

    fn complete(
        &mut self,
        attempt: &Attempt,
        account_uuid: AccountUuid,
        found: ProviderAccount,
        event: EventId,
        now: Millis,
    ) -> Effects {
        let Some(flow) = self.current.as_ref().map(|current| current.flow.clone()) else {
            return Effects::default();
        };
        let ProviderAccount { standing, accounts, valid_until, token, .. } = found;
        let linking = linking(account_uuid, standing, accounts, valid_until);
        let until = linking.valid_until.map(Seconds::millis);
        match self.link_up(linking, flow.clone(), event, now) {
            Ok(delivery) => {
                self.inquiry.hold(&attempt.id, token);
                if !attempt.removes() {
                    // Whoever comes back later, or is sent again, brings nothing of this any more.
                    self.inquiry.close(now);
                }
                if let Some(at) = until.or_else(|| self.daily(now)) {
                    self.inquiry.ask_held(at);
                }
                let linked = self.linked_by(&flow).map(|here| (flow, here));
                Effects { delivery: Some(delivery), linked, failed: None }
            }
            Err(_) => {
                self.owe(token, now);
                Effects::default()
            }
        }
    }

    /// Whether a name at the provider, which stays the same, now stands for something else than is linked.
    fn is_other(&self, token: &ProviderToken) -> bool {
        let held = self.inquiry.held.as_ref().is_some_and(|held| held.token.fingerprint != token.fingerprint);
        held && !self.link.identity.provider.removes()
    }

    /// When to ask again about what is held without an end: where it can only end there by itself, not at all.
    fn daily(&self, now: Millis) -> Option<Millis> {
        self.link.identity.provider.removes().then(|| now.plus(DAY))
    }

    /// An answer about what the present linking holds.
    fn held_is(
        &mut self,
        attempt: &Attempt,
        outcome: PollOutcome,
        event: EventId,
        now: Millis,
    ) -> Option<Delivery> {
        let valid_until = self.link.valid_until().map(Seconds::millis);
        let over = |by: i64| valid_until.is_some_and(|until| until.plus(by) <= now);
        self.inquiry.settled(&attempt.id, now);
        match outcome {
            PollOutcome::Removed => self.ended(UnlinkReason::Provider, event, now),
            // Other accounts than those that are linked: they take their place by a re-binding only.
            PollOutcome::Account(found) if self.is_other(&found.token) => None,
            PollOutcome::Account(ProviderAccount { standing, accounts, valid_until, token, .. }) => {
                let by = self.inquiry.held.as_ref().map_or(attempt.id.clone(), |held| held.attempt.clone());
                self.inquiry.hold(&by, token);
                if valid_until.is_some_and(|(_, latest)| latest.millis() <= now) {
                    return self.ended(UnlinkReason::ValidityEnded, event, now);
                }
                match valid_until {
                    // What cannot be read changes nothing, and is asked again.
                    None => {
                        if let Some(at) = self.daily(now) {
                            self.inquiry.ask_held(at);
                        }
                    }
                    Some((earliest, latest)) => {
                        if self.link.lasts(Some(earliest)) {
                            self.touched();
                        }
                        // Between the two readings it is asked about each hour.
                        let again = now.plus(HOUR).min(latest.millis());
                        self.inquiry.ask_held(if earliest.millis() > now {
                            earliest.millis()
                        } else {
                            again
                        });
                    }
                }
                let told = self.link.clone().standing(standing, accounts, now).ok()?;
                Some(self.told(told, event, now))
            }
            PollOutcome::Absent => {
                let held = self.inquiry.held.as_mut()?;
                held.misses = held.misses.saturating_add(1);
                if over(0) {
                    return self.ended(UnlinkReason::ValidityEnded, event, now);
                }
                if held.misses >= MISSES {
                    return self.ended(UnlinkReason::Provider, event, now);
                }
                self.inquiry.ask_held(now.plus(MISSED_AGAIN));
                None
            }
            PollOutcome::Silent if over(DAY) => self.ended(UnlinkReason::ValidityEnded, event, now),
            PollOutcome::Silent => {
                self.inquiry.ask_held(now.plus(SILENT_AGAIN));
                None
            }
        }
    }

    fn ended(&mut self, reason: UnlinkReason, event: EventId, now: Millis) -> Option<Delivery> {
        self.unlink(reason, event, now).0
    }
}

fn linking(
    account_uuid: AccountUuid,
    standing: AccountStatus,
    accounts: Vec<MaskedAccount>,
    valid_until: Option<(Seconds, Seconds)>,
) -> Linking {
    let holder = Holder { otp_ready: false, kyc_status: None, email_address: None, accounts };
    let valid_until = valid_until.map(|(earliest, _)| earliest);
    Linking { account_uuid, standing, valid_until, holder }
}

/// Whether something else is there than before.
fn is_new(attempt: &Attempt, found: &ProviderAccount) -> bool {
    attempt.replaces.as_ref().is_none_or(|replaces| {
        replaces.before.as_ref().is_some_and(|before| *before != found.token.fingerprint)
    })
}
