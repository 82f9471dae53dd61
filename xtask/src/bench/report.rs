//! What was measured, as the tables of `docs/PERFORMANCE.md`.

use super::cost;
use crate::repo;
use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const FILE: &str = "docs/PERFORMANCE.md";
/// What is measured goes between these; the rest of the file is written by hand.
const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// A line of the driver: one endpoint in one round.
#[derive(Deserialize)]
pub struct Measured {
    endpoint: String,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    cpu_ms: f64,
}

/// One round: the same endpoints in the same order.
#[derive(Default)]
pub struct Round {
    pub ours: Vec<Measured>,
    pub hono: Vec<Measured>,
}

/// A start of workerd.
#[derive(Deserialize)]
pub struct Start {
    pub start_ms: f64,
}

/// What workerd holds after so many flows.
#[derive(Deserialize)]
pub struct Memory {
    flows: usize,
    memory_kib: u64,
}

/// What is billed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Requests,
    CpuMs,
    ObjectRequests,
    ObjectGbSeconds,
    RowsRead,
    RowsWritten,
    KvReads,
    KvWrites,
}

impl Unit {
    /// As `tests/bench/counting.js` counts it, and as people call it.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Requests => ("requests", "requests to the worker"),
            Self::CpuMs => ("cpu_ms", "ms of CPU"),
            Self::ObjectRequests => ("object_requests", "calls and alarms of objects"),
            Self::ObjectGbSeconds => ("object_ms", "GB-s of objects at work"),
            Self::RowsRead => ("rows_read", "rows read"),
            Self::RowsWritten => ("rows_written", "rows written"),
            Self::KvReads => ("kv_reads", "reads of KV"),
            Self::KvWrites => ("kv_writes", "writes of KV"),
        }
    }
}

/// What one linking asked for.
#[derive(Deserialize)]
pub struct Linking {
    counts: BTreeMap<String, f64>,
    /// Of the link, its flow and its account.
    #[serde(default)]
    pub stored_bytes: u64,
}

impl Linking {
    /// How much of it.
    pub fn count(&self, unit: Unit) -> f64 {
        self.counted(unit.names().0)
    }

    fn counted(&self, name: &str) -> f64 {
        self.counts.get(name).copied().unwrap_or_default()
    }
}

/// What is not a rate.
pub struct Whole {
    /// Milliseconds: ours, Hono's.
    pub start: Option<[Vec<f64>; 2]>,
    pub memory: Vec<Memory>,
    pub linking: Option<Linking>,
}

/// All tables.
pub fn text(rounds: &[Round], whole: &Whole) -> Result<String> {
    let mut text = String::new();
    if !rounds.is_empty() {
        rates(&mut text, rounds)?;
    }
    if let Some([ours, hono]) = &whole.start {
        writeln!(
            text,
            "From a killed workerd to the first answer of the next: {:.0} ms, with Hono {:.0} ms (median of {}).\n",
            median(ours),
            median(hono),
            ours.len()
        )?;
    }
    if !whole.memory.is_empty() {
        memory(&mut text, &whole.memory)?;
    }
    if let Some(linking) = &whole.linking {
        costs(&mut text, linking)?;
    }
    Ok(text)
}

fn rates(text: &mut String, rounds: &[Round]) -> Result<()> {
    writeln!(
        text,
        "| endpoint | requests/s, ours | Hono | p50 ms, ours | Hono | p99 ms, ours | Hono | CPU ms, ours | Hono | ours / Hono, round by round | median |"
    )?;
    writeln!(text, "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|")?;
    let first = rounds.first().context("no round")?;
    for endpoint in first.ours.iter().map(|measured| measured.endpoint.as_str()) {
        let of = |side: fn(&Round) -> &Vec<Measured>, value: fn(&Measured) -> f64| -> Vec<f64> {
            let found =
                rounds.iter().filter_map(|round| side(round).iter().find(|one| one.endpoint == endpoint));
            found.map(value).collect()
        };
        let both = |value| [median(&of(|round| &round.ours, value)), median(&of(|round| &round.hono, value))];
        let rates =
            [of(|round| &round.ours, |one| one.per_second), of(|round| &round.hono, |one| one.per_second)];
        let ratios: Vec<f64> = rates[0].iter().zip(&rates[1]).map(|(ours, hono)| ours / hono).collect();
        let [p50, p50_hono] = both(|one| one.p50_ms);
        let [p99, p99_hono] = both(|one| one.p99_ms);
        let [cpu, cpu_hono] = both(|one| one.cpu_ms);
        let each: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
        writeln!(
            text,
            "| {endpoint} | {:.0} | {:.0} | {p50:.1} | {p50_hono:.1} | {p99:.1} | {p99_hono:.1} | {cpu:.2} | {cpu_hono:.2} | {} | **{:.2}** |",
            median(&rates[0]),
            median(&rates[1]),
            each.join(" "),
            median(&ratios),
        )?;
    }
    writeln!(text)?;
    Ok(())
}

fn memory(text: &mut String, memory: &[Memory]) -> Result<()> {
    writeln!(text, "| flows | memory of workerd, MB |\n|--:|--:|")?;
    let mut wanted = vec![0, 1, 500, 1_000, 2_000, 3_000, 4_000, 5_000];
    wanted.extend(memory.last().map(|last| last.flows));
    let mut told = None;
    for flows in wanted {
        let Some(there) = memory.iter().find(|there| there.flows >= flows) else { continue };
        if told.replace(there.flows) != Some(there.flows) {
            writeln!(text, "| {} | {} |", there.flows, there.memory_kib / 1024)?;
        }
    }
    writeln!(text)?;
    Ok(())
}

fn costs(text: &mut String, linking: &Linking) -> Result<()> {
    writeln!(text, "| one linking asks for | | a million cost |\n|---|--:|--:|")?;
    let mut sum = 0.0;
    for part in cost::of_a_million(linking) {
        let count =
            if part.count < 1.0 { format!("{:.3}", part.count) } else { format!("{:.0}", part.count) };
        writeln!(text, "| {} | {count} | ${:.2} |", part.unit.names().1, part.dollars)?;
        sum += part.dollars;
    }
    writeln!(text, "| together | | **${sum:.2}** |")?;
    let month = cost::of_storage(linking);
    writeln!(text, "| stored, bytes | {} | ${month:.2} a month |\n", linking.stored_bytes)?;
    let calls = linking.counts.iter().filter(|(name, _)| name.contains(" of "));
    let calls: Vec<String> = calls.map(|(name, count)| format!("{count:.1} {name}")).collect();
    writeln!(
        text,
        "Objects: {}. Requests to the outside: {:.0}.",
        calls.join(", "),
        linking.counted("outbound_requests")
    )?;
    Ok(())
}

/// The lower of the two in the middle, where there are two.
fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}

/// Writes the tables into their place in the document.
pub fn write(text: &str) -> Result<()> {
    let file = repo::path(FILE);
    let old = repo::read(&file)?;
    let (before, rest) = old.split_once(BEGIN).with_context(|| format!("{FILE} has no line {BEGIN}"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{FILE} has no line {END}"))?;
    repo::write(&file, format!("{before}{BEGIN}\n\n{text}\n{END}{after}"))
}
