//! The app that these tests hold in their hand is everybody's: it is right about the vectors of the RFCs.

use account_link_tests::totp::{base32, hotp};

const KEY: &[u8] = b"12345678901234567890";

#[test]
fn hotp_is_that_of_rfc_4226() {
    let codes =
        ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    for (counter, code) in (0..).zip(codes) {
        assert_eq!(hotp(KEY, counter, 6), code, "{counter}");
    }
}

#[test]
fn totp_is_that_of_rfc_6238() {
    for (seconds, code) in [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ] {
        assert_eq!(hotp(KEY, seconds / 30, 8), code, "{seconds}");
    }
}

#[test]
fn base32_is_that_of_rfc_4648() {
    for (text, bytes) in [
        ("", ""),
        ("MY======", "f"),
        ("MZXQ====", "fo"),
        ("MZXW6===", "foo"),
        ("MZXW6YQ=", "foob"),
        ("MZXW6YTB", "fooba"),
        ("MZXW 6YTB OI", "foobar"),
    ] {
        assert_eq!(base32(text), bytes.as_bytes(), "{text}");
    }
}
