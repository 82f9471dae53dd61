//! Steps that wait for something outside: how the page learns of it.
//!
//! A push channel whose every message means "read"; without it reading after 2, 3, 5, 8, 8 … seconds; with it still every
//! 20 seconds. A tab that is not seen asks nothing by itself. One that is seen again reads at once and replaces the
//! channel: after a phone's app switch it may be dead and never say so.

use super::{Action, ChannelEvent, Effect, Live, State, Timer};
use account_link_shared::session::Step;

/// Milliseconds between reads without a channel; the last one goes on.
const PAUSES: [i64; 4] = [2_000, 3_000, 5_000, 8_000];
/// Between reads with an open channel.
const SELDOM: i64 = 20_000;
/// Until a lost channel is tried again; the last one goes on.
const REOPEN: [i64; 3] = [5_000, 15_000, 30_000];

type Effects = Vec<Effect>;

/// Whether the step ends by something outside this page.
fn waits(step: &Step) -> bool {
    matches!(step, Step::Scan(_) | Step::Portal(_) | Step::Returned { .. } | Step::Waiting { .. })
}

fn nth(pauses: &[i64], number: usize) -> i64 {
    pauses.get(number).or(pauses.last()).copied().unwrap_or(SELDOM)
}

impl State {
    /// After every answer: the channel comes and goes with the step, and the next read is ordered.
    pub(super) fn follow(&mut self) -> Effects {
        let on = self.refusal.is_none() && self.view.as_ref().is_some_and(|view| waits(&view.step));
        let mut effects = Vec::new();
        if on != self.live.on {
            self.live = Live { on, hidden: self.live.hidden, ..Live::default() };
            effects.push(if on { self.channel() } else { Effect::Channel(None) });
        }
        if on && self.waiting.is_none() {
            if self.live.again {
                self.live.again = false;
                effects.extend(self.start(Action::Read, None));
            } else {
                effects.push(self.later());
            }
        }
        effects
    }

    /// A new channel in place of any other; none for a page that only looks, which has no session.
    fn channel(&mut self) -> Effect {
        self.live.channel = self.next();
        self.live.open = false;
        Effect::Channel(self.outcome().is_none().then_some(self.live.channel))
    }

    /// Orders the next read, in place of any other.
    fn later(&mut self) -> Effect {
        self.live.poll = self.next();
        let after = if self.live.open { SELDOM } else { nth(&PAUSES, self.live.reads) };
        Effect::Timer { after, timer: Timer::Poll(self.live.poll) }
    }

    /// Reads, or once more after the call under way, whose answer may be older.
    fn read(&mut self) -> Effects {
        self.live.again = self.waiting.is_some();
        if self.live.again { Vec::new() } else { self.start(Action::Read, None) }
    }

    pub(super) fn poll(&mut self, number: u32) -> Effects {
        if !self.live.on || self.live.poll != number || self.live.hidden || self.waiting.is_some() {
            // The answer under way, or the tab being seen, orders the next.
            return Vec::new();
        }
        if self.live.open {
            // It has held for a while.
            self.live.losses = 0;
        }
        self.live.reads = self.live.reads.saturating_add(1);
        self.start(Action::Read, None)
    }

    pub(super) fn reopen(&mut self, number: u32) -> Effects {
        if !self.live.on || self.live.channel != number || self.live.hidden {
            return Vec::new();
        }
        vec![self.channel()]
    }

    pub(super) fn on_channel_event(&mut self, number: u32, heard: ChannelEvent) -> Effects {
        if !self.live.on || self.live.channel != number {
            return Vec::new();
        }
        match heard {
            ChannelEvent::Opened => {
                self.live.open = true;
                // What happened before it was open was not said on it.
                if self.live.hidden { Vec::new() } else { self.read() }
            }
            ChannelEvent::Message => self.read(),
            ChannelEvent::Closed => {
                let after = nth(&REOPEN, self.live.losses);
                self.live.losses = self.live.losses.saturating_add(1);
                let mut effects = vec![Effect::Timer { after, timer: Timer::Reopen(number) }];
                // One that never opened changes nothing: the reads go on as they are.
                if core::mem::take(&mut self.live.open) {
                    self.live.reads = 0;
                    effects.extend(self.waiting.is_none().then(|| self.later()));
                }
                effects
            }
        }
    }

    pub(super) fn hidden(&mut self) -> Effects {
        self.live.hidden = true;
        Vec::new()
    }

    /// Seen again, or the network is back.
    pub(super) fn seen(&mut self) -> Effects {
        self.live.hidden = false;
        if !self.live.on {
            return self.read_again();
        }
        // A reading from before may never be answered.
        self.waiting.take_if(|waiting| waiting.action == Action::Read);
        (self.live.reads, self.live.losses) = (0, 0);
        let mut effects = vec![self.channel()];
        effects.extend(self.read());
        effects
    }
}
