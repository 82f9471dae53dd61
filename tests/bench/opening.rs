//! What a user waits for before the first screen: the signed link, then its code for a session and what the screen shows.

use crate::measure;
use account_link_tests::browser::{Browser, Opening};
use account_link_tests::chance::fresh;
use account_link_tests::partner::STRICT;
use account_link_tests::{stack, wire};
use std::sync::Mutex;

const BESIDE: usize = 16;
const FLOWS: usize = 400;

/// The 303 of a signed link; then redeem and read.
pub async fn measure() {
    let prefix = fresh("opening");
    let link = |number: usize| STRICT.link(&format!("{prefix}-{number}")).sign();
    wire::open(&link(FLOWS)).await.expect(303);
    let links: Vec<String> = (0..FLOWS).map(link).collect();
    let idle = Mutex::new(Vec::new());
    let openings = measure::measure("signed link", BESIDE, links.into_iter(), async |link: String| {
        let kept = idle.lock().unwrap().pop();
        let mut wire = match kept {
            Some(wire) => wire,
            None => wire::Wire::connect().await,
        };
        let target = wire::split(&link).1.as_bytes();
        let answer = wire.get(&stack::host(), target, "application/json").await;
        let answer = answer.expect("an answer").expect(303);
        if wire.open {
            idle.lock().unwrap().push(wire);
        }
        Opening::of(&answer)
    })
    .await;
    measure::measure("redeem and read", BESIDE, openings.into_iter(), async |opening: Opening| {
        let mut visit = Browser::without_cookies().open(&opening).await;
        visit.read().await.shows("landing");
    })
    .await;
}
