//! Who is let in: the opening code that is spent once, the token that is rotated, the ticket of the push channel.

use super::stage::Stage;
use super::state::{ABSOLUTE, Flow, FlowRefusal, KEPT, OVERLAP, Session};
use account_link_shared::id::ClientRequestId;
use account_link_shared::time::Millis;

/// How long a ticket opens the push channel, in milliseconds.
const TICKET: i64 = 30_000;

/// What a browser is let in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// This write was done before.
    pub repeated: bool,
    /// The token was rotated away by this very write, whose answer got lost.
    pub stale: bool,
}

impl Flow {
    /// Spends the opening code. Repeating the same write within a minute gives a session again, for the answer
    /// that got lost.
    pub fn redeem(
        &mut self,
        code_hash: &str,
        request: &ClientRequestId,
        token_hash: String,
        now: Millis,
    ) -> Result<(), FlowRefusal> {
        let repeated = match &self.opening.used {
            None if now <= self.opening.until => false,
            Some((by, at)) if by == request && now <= at.plus(OVERLAP) => true,
            _ => return Err(FlowRefusal::Opening),
        };
        if self.opening.code_hash != code_hash {
            return Err(FlowRefusal::Opening);
        }
        let opened = self.session.as_ref().map_or(now, |session| session.opened);
        self.session = Some(Session { hash: token_hash, previous: None, opened, seen: now });
        if !repeated {
            self.opening.used = Some((request.clone(), now));
        }
        if self.stage == Stage::Unopened {
            self.stage = if self.target.is_some() { Stage::Landing } else { Stage::Choose };
        }
        Ok(())
    }

    /// Lets a browser in. `request` is the id of a write. A token that was rotated away may only
    /// repeat the write that rotated it; any other write with it lost a race and is told so.
    pub fn enter(
        &mut self,
        token_hash: &str,
        request: Option<&ClientRequestId>,
        now: Millis,
    ) -> Result<Entry, FlowRefusal> {
        self.tick(now);
        let session = self.session.as_mut().ok_or(FlowRefusal::Session)?;
        if now > session.opened.plus(ABSOLUTE).plus(KEPT) {
            return Err(FlowRefusal::Session);
        }
        let stale = session.hash != token_hash;
        if stale {
            let previous =
                session.previous.as_ref().filter(|(hash, _, until)| hash == token_hash && now <= *until);
            let (_, by, _) = previous.ok_or(FlowRefusal::Session)?;
            match request {
                // Forgotten among later writes, it could only be done twice.
                Some(request) if request == by && self.recent.contains(request) => {}
                Some(_) => return Err(FlowRefusal::Stage),
                None => return Err(FlowRefusal::Session),
            }
        }
        session.seen = now;
        Ok(Entry { repeated: request.is_some_and(|request| self.recent.contains(request)), stale })
    }

    /// Gives out a ticket for the push channel; an earlier one is void. Also where the flow has just ended: the page
    /// that comes with it reads that.
    pub fn issue_ticket(&mut self, hash: String, now: Millis) {
        self.ticket = Some((hash, now.plus(TICKET)));
    }

    /// Spends a ticket: once, and in time.
    pub fn spend_ticket(&mut self, hash: &str, now: Millis) -> Result<(), FlowRefusal> {
        let good = self.ticket.as_ref().is_some_and(|(known, until)| known == hash && now <= *until);
        if !good {
            return Err(FlowRefusal::Session);
        }
        self.ticket = None;
        Ok(())
    }

    /// A write that was done before is repeated with the token it rotated away: a new token again.
    pub fn rotate_again(&mut self, token_hash: String) {
        if let Some(session) = &mut self.session {
            session.hash = token_hash;
        }
    }
}
