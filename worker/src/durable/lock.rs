//! One at a time: what waits for something outside must not be done twice at once in one object.

use std::cell::Cell;

/// How long one waits before it looks again whether it is its turn, in milliseconds.
const TURN: u64 = 50;

/// The turn of one projection, or of one question, given back whatever becomes of it.
pub struct Lock<'a>(&'a Cell<bool>);

impl<'a> Lock<'a> {
    /// Takes the turn, waiting so many times for whoever has it; `None` if it does not come.
    pub async fn take(taken: &'a Cell<bool>, waits: u32) -> Option<Self> {
        for _ in 0..waits {
            if !taken.get() {
                break;
            }
            worker::Delay::from(core::time::Duration::from_millis(TURN)).await;
        }
        (!taken.replace(true)).then(|| Self(taken))
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}
