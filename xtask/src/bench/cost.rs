//! What a million linkings cost at the platform's prices, from what one asks for.

use super::report::{Linking, Unit};

/// Dollars for a million of each, on the Workers Paid plan, beyond what it includes
/// (developers.cloudflare.com: workers/platform/pricing, durable-objects/platform/pricing, kv/platform/pricing).
const PRICES: [(Unit, f64); 8] = [
    (Unit::Requests, 0.30),
    (Unit::CpuMs, 0.02),
    (Unit::ObjectRequests, 0.15),
    (Unit::ObjectGbSeconds, 12.50),
    (Unit::RowsRead, 0.001),
    (Unit::RowsWritten, 1.00),
    (Unit::KvReads, 0.50),
    (Unit::KvWrites, 5.00),
];
/// Dollars a gigabyte and month, in objects.
const STORAGE: f64 = 0.20;
/// An object is billed as if it held so much memory while it works.
const OBJECT_GB: f64 = 0.128;

/// A line of the table.
pub struct Part {
    pub unit: Unit,
    /// Of one linking.
    pub count: f64,
    /// Of a million.
    pub dollars: f64,
}

/// The parts, the largest first; without the storage, which is paid by the month.
pub fn of_a_million(linking: &Linking) -> Vec<Part> {
    let mut parts: Vec<Part> = PRICES
        .into_iter()
        .map(|(unit, price)| {
            let count = linking.count(unit);
            let count = if unit == Unit::ObjectGbSeconds { count / 1000.0 * OBJECT_GB } else { count };
            Part { unit, count, dollars: count * price }
        })
        .collect();
    parts.sort_by(|one, other| other.dollars.total_cmp(&one.dollars));
    parts
}

/// Dollars a month for what a million linkings leave.
#[expect(clippy::cast_precision_loss, reason = "bytes of a link are far below 2^53")]
pub fn of_storage(linking: &Linking) -> f64 {
    linking.stored_bytes as f64 * 1_000_000.0 / 1_000_000_000.0 * STORAGE
}
