//! An answer of a provider, taken in.

use super::{Effects, PollOutcome, ProviderAccount};
use crate::domain::link::LinkState;
use crate::domain::outbox::callback::Callback;
use crate::domain::polling::{Attempt, ProviderToken, Sent};
use account_link_shared::id::{AccountUuid, EventId};
use account_link_shared::link::reason::{AccountStatus, CloseReason, UnlinkReason};
use account_link_shared::link::{Holder, Linking};
use account_link_shared::problem::FailureReason;
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
        let attempt = self.polling.attempts.iter().find(|attempt| attempt.id == id);
        let Some(attempt) = attempt.filter(|attempt| self.is_live(attempt)) else { return false };
        matches!(outcome, PollOutcome::Account(found) if found.linkable && is_new(attempt, found))
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
        let Some(place) = self.polling.attempts.iter_mut().find(|attempt| attempt.id == id) else {
            return Effects::default();
        };
        // What is there before it is replaced is the measure of what comes after.
        match (&mut place.rebind, &outcome) {
            (Some(rebind), PollOutcome::Account(found)) => {
                rebind.before.get_or_insert_with(|| found.token.fingerprint.clone());
            }
            (Some(rebind), PollOutcome::Absent) => {
                rebind.before.get_or_insert_default();
            }
            _ => {}
        }
        let attempt = place.clone();
        if attempt.rebind.is_some() {
            return self.rebind_answered(&attempt, outcome, account_uuid, event, now);
        }
        // Its own id speaks for what is held, also with another token; another id only where it names the same.
        let held = self.polling.credential.as_ref().is_some_and(|credential| match &outcome {
            PollOutcome::Account(found) => {
                credential.attempt == id || credential.token.fingerprint == found.token.fingerprint
            }
            PollOutcome::Absent | PollOutcome::Removed | PollOutcome::Silent => credential.attempt == id,
        });
        if held {
            let callback = self.held_is(&attempt, outcome, event, now);
            return Effects { callback, ..Effects::default() };
        }
        let live = self.is_live(&attempt);
        match outcome {
            PollOutcome::Silent => self.polling.polled(id, live, false, now),
            PollOutcome::Absent => return self.nothing(&attempt, live, now),
            PollOutcome::Removed => self.polling.settled(id, now),
            // It was there before anybody was sent: never ours. Another name is asked about.
            PollOutcome::Account(_) if !attempt.revocable() && self.polling.sent == Sent::Nobody => {
                if attempt.phase.is_open() {
                    self.polling.next_generation(now);
                }
            }
            PollOutcome::Account(found) if !found.linkable => return self.nothing(&attempt, live, now),
            PollOutcome::Account(found) => {
                self.polling.settled(id, now);
                let over = found.valid_until.is_some_and(|(_, latest)| latest.millis() <= now);
                if live && !over {
                    return self.complete(&attempt, account_uuid, found, event, now);
                }
                self.revoke(found.token, now);
            }
        }
        Effects::default()
    }

    /// The same for an attempt that is to replace what is linked: only something else than was there counts.
    fn rebind_answered(
        &mut self,
        attempt: &Attempt,
        outcome: PollOutcome,
        account_uuid: AccountUuid,
        event: EventId,
        now: Millis,
    ) -> Effects {
        let live = self.is_live(attempt);
        match outcome {
            PollOutcome::Account(found) if live && found.linkable && is_new(attempt, &found) => {
                self.polling.settled(&attempt.id, now);
                self.complete(attempt, account_uuid, found, event, now)
            }
            PollOutcome::Silent => {
                self.polling.polled(&attempt.id, live, false, now);
                Effects::default()
            }
            PollOutcome::Account(found) => {
                let effects = self.nothing(attempt, live, now);
                // What is there is what is linked, so its status counts.
                let told = match self.is_other(&found.token) {
                    false => self.link.clone().account_changed(found.status, found.accounts, now).ok(),
                    true => None,
                };
                Effects { callback: told.map(|told| self.told(told, event, now)), ..effects }
            }
            PollOutcome::Absent | PollOutcome::Removed => self.nothing(attempt, live, now),
        }
    }

    /// Nothing came of an attempt so far. Where the provider had refused for good that is the end of its flow.
    fn nothing(&mut self, attempt: &Attempt, live: bool, now: Millis) -> Effects {
        self.polling.polled(&attempt.id, live, true, now);
        let ours = live && self.flow.is(&attempt.flow);
        let result = attempt.result.as_ref().filter(|result| result.terminal && ours);
        let provider = self.link.identity.provider;
        let why =
            result.and_then(|result| result.error.clone()).map(|error| FailureReason::at(provider, error));
        let failed = why.map(|why| (attempt.flow.clone(), why));
        if failed.is_some() {
            self.end_flow(&attempt.flow, CloseReason::Failed, now);
        }
        Effects { failed, ..Effects::default() }
    }

    /// What does not link must be revoked, where that can be done.
    fn revoke(&mut self, token: ProviderToken, now: Millis) {
        if self.link.identity.provider.revocable() {
            self.polling.revoke(token, now);
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
        let Some(flow) = self.flow.active().map(|current| current.flow.clone()) else {
            return Effects::default();
        };
        let ProviderAccount { status, accounts, valid_until, token, .. } = found;
        let linking = linking(account_uuid, status, accounts, valid_until);
        let until = linking.valid_until.map(Seconds::millis);
        match self.link_up(linking, flow.clone(), event, now) {
            Ok(callback) => {
                self.polling.link(&attempt.id, token, now);
                if !attempt.revocable() {
                    // Whoever comes back later, or is sent again, brings nothing of this any more.
                    self.polling.close(now);
                    self.polling.rest(&attempt.id);
                }
                if let Some(at) = until.or_else(|| self.daily(now)) {
                    self.polling.ask_held(at);
                }
                let linked = self.linked_by(&flow).map(|here| (flow, here));
                Effects { callback: Some(callback), linked, failed: None }
            }
            Err(_) => {
                self.revoke(token, now);
                Effects::default()
            }
        }
    }

    /// Whether a name at the provider, which stays the same, now stands for something else than is linked.
    fn is_other(&self, token: &ProviderToken) -> bool {
        let held = self
            .polling
            .credential
            .as_ref()
            .is_some_and(|credential| credential.token.fingerprint != token.fingerprint);
        held && !self.link.identity.provider.revocable()
    }

    /// When to ask again about what is held without an end: where it can only end there by itself, not at all.
    fn daily(&self, now: Millis) -> Option<Millis> {
        self.link.identity.provider.revocable().then(|| now.plus(DAY))
    }

    /// An answer about what the present linking holds.
    fn held_is(
        &mut self,
        attempt: &Attempt,
        outcome: PollOutcome,
        event: EventId,
        now: Millis,
    ) -> Option<Callback> {
        let valid_until = self.link.valid_until().map(Seconds::millis);
        let over = |by: i64| valid_until.is_some_and(|until| until.plus(by) <= now);
        self.polling.settled(&attempt.id, now);
        match outcome {
            PollOutcome::Removed => self.ended(UnlinkReason::Provider, event, now),
            // Other accounts than those that are linked: they take their place by a re-binding only.
            PollOutcome::Account(found) if self.is_other(&found.token) => None,
            PollOutcome::Account(ProviderAccount { status, accounts, valid_until, token, .. }) => {
                let by = self
                    .polling
                    .credential
                    .as_ref()
                    .map_or(attempt.id.clone(), |credential| credential.attempt.clone());
                self.polling.hold(&by, token);
                if valid_until.is_some_and(|(_, latest)| latest.millis() <= now) {
                    return self.ended(UnlinkReason::ValidityEnded, event, now);
                }
                match valid_until {
                    // What cannot be read changes nothing, and is asked again.
                    None => {
                        if let Some(at) = self.daily(now) {
                            self.polling.ask_held(at);
                        }
                    }
                    Some((earliest, latest)) => {
                        if self.link.extend_to(Some(earliest)) {
                            self.touched();
                        }
                        // Between the two readings it is asked about each hour.
                        let again = now.plus(HOUR).min(latest.millis());
                        self.polling.ask_held(if earliest.millis() > now {
                            earliest.millis()
                        } else {
                            again
                        });
                    }
                }
                let told = self.link.clone().account_changed(status, accounts, now).ok()?;
                Some(self.told(told, event, now))
            }
            PollOutcome::Absent => {
                let held = self.polling.credential.as_mut()?;
                held.misses = held.misses.saturating_add(1);
                if over(0) {
                    return self.ended(UnlinkReason::ValidityEnded, event, now);
                }
                if held.misses >= MISSES {
                    return self.ended(UnlinkReason::Provider, event, now);
                }
                self.polling.ask_held(now.plus(MISSED_AGAIN));
                None
            }
            PollOutcome::Silent if over(DAY) => self.ended(UnlinkReason::ValidityEnded, event, now),
            PollOutcome::Silent => {
                self.polling.ask_held(now.plus(SILENT_AGAIN));
                None
            }
        }
    }

    fn ended(&mut self, reason: UnlinkReason, event: EventId, now: Millis) -> Option<Callback> {
        self.unlink(reason, event, now).0
    }
}

fn linking(
    account_uuid: AccountUuid,
    account_status: AccountStatus,
    accounts: Vec<MaskedAccount>,
    valid_until: Option<(Seconds, Seconds)>,
) -> Linking {
    let holder = Holder { otp_ready: false, kyc_status: None, email_address: None, accounts };
    let valid_until = valid_until.map(|(earliest, _)| earliest);
    Linking { account_uuid, account_status, valid_until, holder }
}

/// Whether something else is there than before.
fn is_new(attempt: &Attempt, found: &ProviderAccount) -> bool {
    attempt
        .rebind
        .as_ref()
        .is_none_or(|rebind| rebind.before.as_ref().is_some_and(|before| *before != found.token.fingerprint))
}
