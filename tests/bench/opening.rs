//! What a user waits for before the first screen: the signed link, then its code for a session and what the screen shows.

use crate::measure;
use account_link_tests::browser::{Browser, Opening};
use account_link_tests::partner::STRICT;
use account_link_tests::random::fresh;
use account_link_tests::{raw_http, stack};

const BESIDE: usize = 16;
const FLOWS: usize = 400;

/// The 303 of a signed link; then redeem and read.
pub async fn measure() {
    let prefix = fresh("opening");
    let link = |number: usize| STRICT.link(&format!("{prefix}-{number}")).sign();
    raw_http::open(&link(FLOWS)).await.expect(303);
    let links: Vec<String> = (0..FLOWS).map(link).collect();
    let idle = raw_http::Idle::default();
    let openings = measure::measure("signed link", BESIDE, links.into_iter(), async |link: String| {
        let mut wire = idle.take().await;
        let target = raw_http::split(&link).1.as_bytes();
        let answer = wire.get(&stack::host(), target, "application/json").await.expect("an answer");
        idle.keep(wire);
        Opening::of(&answer.expect(303))
    })
    .await;
    measure::measure("redeem and read", BESIDE, openings.into_iter(), async |opening: Opening| {
        let mut session = Browser::without_cookies().open(&opening).await;
        session.read().await.shows("landing");
    })
    .await;
}
