//! Thousands of links, each changed by what an attacker can do without the secret, sent as they are: none is
//! accepted, none makes the product stumble, and the unchanged one is accepted all along.

use account_link_tests::partner::DEMO;
use account_link_tests::random::{Random, fresh};
use account_link_tests::raw_http::{self, RawConnection};
use account_link_tests::tier::times;
use account_link_tests::{now, run};
use std::collections::BTreeMap;

const BATCH: usize = 1_000;
const CONNECTIONS: usize = 8;
/// Change it to see other links.
const SEED: u64 = 0x0ACC_0247_1111;

#[test]
fn no_mutated_link_is_accepted() {
    println!("seed {SEED:#x}");
    let batches = times(4, 1_000);
    run(async {
        let mut random = Random::new(SEED);
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        for _ in 0..batches {
            // Signed anew for each batch: on a slow machine a link would grow too old.
            let link = link();
            raw_http::open(&link).await.expect(303);
            let mutants = mutants(&link, &mut random);
            let shares = mutants.chunks(mutants.len().div_ceil(CONNECTIONS)).map(<[String]>::to_vec);
            let sent: Vec<_> = shares.map(|share| tokio::spawn(send(share))).collect();
            for share in sent {
                for (status, times) in share.await.expect("a share of the links") {
                    *counts.entry(status).or_default() += times;
                }
            }
            raw_http::open(&link).await.expect(303);
        }
        println!("answers: {counts:?}");
        assert_eq!(counts.values().sum::<usize>(), batches * BATCH);
    });
}

fn link() -> String {
    DEMO.link(&fresh("u"))
        .with("redirect_url", &format!("{}/linked?from=connect&lang=zh", DEMO.site()))
        .with("state", "it's /?#é")
        .with("timestamp", &now().to_string())
        .sign()
}

fn mutants(link: &str, random: &mut Random) -> Vec<String> {
    let mut mutants = Vec::new();
    while mutants.len() < BATCH {
        let mut mutant = link.as_bytes().to_vec();
        for _ in 0..=random.below(2) {
            mutant = mutate(mutant, random);
        }
        mutants.extend(String::from_utf8(mutant).ok().filter(|mutant| is_another(mutant, link)));
    }
    mutants
}

async fn send(mutants: Vec<String>) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    let mut wire = RawConnection::connect().await;
    for mutant in mutants {
        let (host, target) = raw_http::split(&mutant);
        if !wire.open {
            wire = RawConnection::connect().await;
        }
        let answer = wire.get(host, target.as_bytes(), "application/json").await;
        // What the platform itself cannot read, it may answer by hanging up.
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        assert_ne!(status, 303, "seed {SEED:#x}: accepted: {mutant:?}");
        assert!(status < 500, "seed {SEED:#x}: {answer:?} to {mutant:?}");
        if answer.is_err() {
            wire = RawConnection::connect().await;
        }
        *counts.entry(status).or_default() += 1;
    }
    counts
}

/// Whether it is another URL also in the eyes of a parser, as it must arrive at the worker.
fn is_another(mutant: &str, link: &str) -> bool {
    let normal = |text: &str| {
        let mut url = url::Url::parse(text).ok()?;
        url.set_fragment(None);
        Some(url)
    };
    // What is no HTTP request, or whose host is no host, does not get as far as the worker.
    let (host, target) = raw_http::split(mutant);
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    let sendable = mutant.starts_with("http://") && is_host && target.starts_with('/');
    sendable
        && !mutant.contains(['\r', '\n', ' ', '\0'])
        && normal(mutant).is_some_and(|url| Some(url) != normal(link))
}

fn mutate(link: Vec<u8>, random: &mut Random) -> Vec<u8> {
    const START: usize = "http://".len();
    if link.len() <= START {
        return link;
    }
    let at = |random: &mut Random| START + random.below(link.len() - START);
    let (i, j) = (at(random), at(random));
    let byte = u8::try_from(0x21 + random.below(0x5e)).unwrap();
    let mut bytes = link.clone();
    match random.below(10) {
        0 => bytes[i] = byte,
        1 => bytes.insert(i, byte),
        2 => drop(bytes.remove(i)),
        3 => bytes.swap(i, j),
        4 => bytes.truncate(i),
        5 if bytes[i].is_ascii_alphabetic() => bytes[i] ^= 0x20,
        6 => drop(bytes.splice(i..i, format!("%{:02X}", bytes[i]).into_bytes())),
        7 => bytes[i] = *random.one(b"\t%&=?#/\\'+;.@:\"<>"),
        kind => return shuffle(&link, kind, random).unwrap_or(bytes),
    }
    bytes
}

/// Drops, repeats or moves a parameter.
fn shuffle(link: &[u8], kind: usize, random: &mut Random) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(link).ok()?;
    let (base, query) = text.split_once('?')?;
    let mut pairs: Vec<&str> = query.split('&').collect();
    let pair = pairs.remove(random.below(pairs.len()));
    let place = random.below(pairs.len() + 1);
    match kind {
        8 => pairs.insert(place, pair),
        _ if random.below(2) == 0 => pairs.extend([pair, pair]),
        _ => {}
    }
    Some(format!("{base}?{}", pairs.join("&")).into_bytes())
}
