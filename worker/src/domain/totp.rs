//! One-time passwords of an authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds, one step of skew.

use account_link_shared::email::Email;
use account_link_shared::percent::percent_encode;
use account_link_shared::secret::Secret;
use account_link_shared::time::Seconds;
use totp_rs::Builder;

/// The seed of an app, in bytes: RFC 4226, section 4, recommends 160 bits.
pub const SEED: usize = 20;
/// Which step a code is of, the one of now or one beside it; `None` if it is of none of these.
pub fn step_of(seed: &[u8], code: &str, now: Seconds) -> Option<u64> {
    let totp = Builder::new().with_secret(seed.to_vec()).build().ok()?;
    totp.check(code, u64::try_from(now.get()).ok()?)
}

/// A seed as people type it: base32 (RFC 4648, without padding).
pub fn key(seed: &[u8]) -> Secret {
    Secret::new(totp_rs::Secret::from(seed.to_vec()).to_base32())
}

/// What the QR says (Key Uri Format): the provider whose account it is, whose key, and the key.
pub fn uri(seed: &[u8], issuer: &str, email: &Email) -> Secret {
    let (issuer, account) = (percent_encode(issuer), percent_encode(email.as_str()));
    Secret::new(format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", key(seed).expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &[u8] = b"12345678901234567890";

    fn accepts(code: &str, at: i64) -> bool {
        step_of(RFC, code, Seconds::new(at)).is_some()
    }

    /// RFC 4226, appendix D: the codes of the counters 0 to 9.
    #[test]
    fn the_vectors_of_rfc_4226_hold() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (counter, code) in codes.into_iter().enumerate() {
            let counter = u64::try_from(counter).unwrap();
            let at = i64::try_from(counter * 30).unwrap();
            assert_eq!(step_of(RFC, code, Seconds::new(at)), Some(counter), "{code}");
        }
    }

    /// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert!(accepts(code, at), "{at}");
        }
    }

    #[test]
    fn one_step_of_skew_and_no_more() {
        for (late, accepted) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            assert_eq!(accepts("005924", 1_234_567_890 + late), accepted, "{late}");
        }
        assert!(
            !accepts("5924", 1_234_567_890)
                && !accepts("", 1_234_567_890)
                && !accepts("００５９２４", 1_234_567_890)
        );
    }

    #[test]
    fn the_uri_names_whose_key_it_is() {
        let uri = uri(RFC, "A bank", &Email::parse("a+b@example.com").unwrap());
        assert_eq!(
            uri.expose(),
            "otpauth://totp/A%20bank:a%2Bb%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A%20bank"
        );
    }
}
