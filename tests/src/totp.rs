//! An authenticator app, by RFC 4226 and RFC 6238: it scans what the QR says and shows six digits, with `ring`.

use crate::{now_ms, pause};
use ring::hmac;

/// Seconds of a step.
const STEP: i64 = 30;
/// RFC 4648, base32.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// HOTP of RFC 4226 with HMAC-SHA1.
pub fn hotp(key: &[u8], counter: u64, digits: u32) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    let tag = hmac::sign(&key, &counter.to_be_bytes());
    let hash = tag.as_ref();
    let place = usize::from(hash[19] & 0x0f);
    let four: [u8; 4] = hash[place..place + 4].try_into().expect("four bytes");
    let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 10_u32.pow(digits);
    format!("{number:0width$}", width = usize::try_from(digits).expect("a small number"))
}

/// Bytes of base32; spaces and padding are left out.
pub fn base32(text: &str) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes().filter(|letter| !b" =".contains(letter)) {
        let five = LETTERS.iter().position(|known| *known == letter).expect("a letter of base32");
        held = ((held << 5) | u32::try_from(five).expect("five bits")) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).expect("eight bits"));
        }
    }
    bytes
}

/// The app of one account.
#[derive(Debug, Clone)]
pub struct App {
    pub key: Vec<u8>,
    /// The newest step whose code was handed out by [`App::next`].
    last: i64,
}

impl App {
    /// Scans a QR.
    pub fn scan(uri: &str) -> Self {
        let uri = url::Url::parse(uri).expect("a URI");
        assert_eq!((uri.scheme(), uri.host_str()), ("otpauth", Some("totp")), "{uri}");
        let value = |name: &str| {
            let mut values =
                uri.query_pairs().filter(|(n, _)| n == name).map(|(_, value)| value.into_owned());
            values.next()
        };
        for (name, only) in [("algorithm", "SHA1"), ("digits", "6"), ("period", "30")] {
            assert!(value(name).is_none_or(|value| value == only), "{name} is what every app takes: {uri}");
        }
        Self { key: base32(&value("secret").expect("a secret")), last: 0 }
    }

    /// What the app shows in a step.
    pub fn at(&self, step: i64) -> String {
        hotp(&self.key, u64::try_from(step).expect("a step after 1970"), 6)
    }

    /// The earliest code that counts now and was not handed out before. There are three a step and a half; whoever
    /// wants more has to wait.
    pub async fn next(&mut self) -> String {
        let now = now_ms();
        // The step before counts, too, but not for long enough at the end of this one.
        let margin = if now % (STEP * 1000) < 24_000 { 1 } else { 0 };
        let step = (now / (STEP * 1000) - margin).max(self.last + 1);
        while now_ms() / (STEP * 1000) + 1 < step {
            pause(50).await;
        }
        self.last = step;
        self.at(step)
    }
}

/// The step there is now, once it lasts for so many more seconds.
pub async fn step_for(seconds: i64) -> i64 {
    while now_ms() % (STEP * 1000) > (STEP - seconds) * 1000 {
        pause(50).await;
    }
    now_ms() / (STEP * 1000)
}

/// A code of six digits that is none of these.
pub fn none_of(codes: &[String]) -> String {
    let all = (0..).map(|number| format!("{number:06}"));
    all.into_iter().find(|code| !codes.contains(code)).expect("there are a million")
}
