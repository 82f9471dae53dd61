//! So many requests beside each other, how long each takes, and what workerd computes for them.

use account_link_tests::client::Request;
use account_link_tests::{process, stack};
use futures_util::future::join_all;
use serde_json::json;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Does each piece of work, `beside` of them at once, and prints what came of it. What the work returns is returned.
pub async fn measure<W, T>(
    endpoint: &str,
    beside: usize,
    work: impl Iterator<Item = W>,
    action: impl AsyncFn(W) -> T,
) -> Vec<T> {
    let workerd = process::workerd().expect("workerd runs");
    let (work, done) = (Mutex::new(work), Mutex::new(Vec::new()));
    let (start, computed) = (Instant::now(), process::computed_ms(workerd));
    join_all((0..beside).map(async |_| {
        loop {
            let next = work.lock().unwrap().next();
            let Some(next) = next else { return };
            let asked = Instant::now();
            let result = action(next).await;
            done.lock().unwrap().push((asked.elapsed(), result));
        }
    }))
    .await;
    let took = start.elapsed().as_secs_f64();
    let computed = process::computed_ms(workerd) - computed;
    let (mut times, results): (Vec<Duration>, Vec<T>) = done.into_inner().unwrap().into_iter().unzip();
    times.sort_unstable();
    let count = times.len();
    let part = |percent: usize| times[(count * percent / 100).min(count - 1)].as_secs_f64() * 1000.0;
    #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
    let (count_f, computed_f) = (count as f64, computed as f64);
    let line = json!({
        "endpoint": endpoint, "requests": count, "per_second": count_f / took,
        "p50_ms": part(50), "p99_ms": part(99), "cpu_ms": computed_f / count_f,
    });
    println!("{line}");
    results
}

/// Something again and again, for so many seconds.
pub fn for_seconds<W>(seconds: u64, mut make: impl FnMut() -> W) -> impl Iterator<Item = W> {
    let end = Instant::now() + Duration::from_secs(seconds);
    std::iter::from_fn(move || (Instant::now() < end).then(&mut make))
}

/// A request as bytes.
pub fn bytes(request: &Request) -> Vec<u8> {
    let path = request.url.strip_prefix(&stack::origin()).expect("it is for the product");
    let mut text = format!("{} {path} HTTP/1.1\r\nHost: {}\r\n", request.method, stack::host());
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    let body = request.body.as_deref().unwrap_or_default();
    if request.body.is_some() {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    format!("{text}\r\n{body}").into_bytes()
}
