//! What a partner asks again and again.

use crate::measure::{self, bytes, for_seconds};
use account_link_tests::client::Request;
use account_link_tests::journey;
use account_link_tests::partner::STRICT;
use account_link_tests::random::fresh;
use account_link_tests::raw_http::Idle;
use account_link_tests::receiver::receiver;

const BESIDE: usize = 16;
const SECONDS: u64 = 3;

/// The time, unsigned; the status of a link from KV, and from the object that decides it, signed.
pub async fn measure() {
    let user = fresh("reads");
    journey::link(STRICT, &user).await;
    receiver().wait(&user, 1, 20).await;
    let path = STRICT.path(&user, "");
    let time = || Request::new("GET", "/api/v1/time");
    let status = || STRICT.request("GET", &path);
    let decided = || status().header("cache-control", "no-cache");
    get("time", time).await;
    get("status from KV", status).await;
    get("status from the object", decided).await;
}

async fn get(endpoint: &str, make: impl Fn() -> Request) {
    // Once before it counts: what is compiled and opened for the first time is not a rate.
    make().send().await.expect(200);
    let idle = Idle::default();
    measure::measure(endpoint, BESIDE, for_seconds(SECONDS, &make), async |request| {
        let mut wire = idle.take().await;
        let answer = wire.exchange(&bytes(&request)).await.expect("an answer");
        idle.keep(wire);
        answer.expect(200);
    })
    .await;
}
