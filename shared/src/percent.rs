//! Percent-encoding (RFC 3986, section 2.1), strict in both directions: one spelling a value.

/// Percent-encodes a value (RFC 3986, section 2.1): only `A-Z a-z 0-9 - _ . ~` stay; upper-case hex; UTF-8.
pub fn percent_encode(value: &str) -> String {
    use core::fmt::Write as _;
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

/// Decodes a percent-encoded value strictly: every `%` starts two hex digits, the result is UTF-8. A `+` is a
/// plus. `None` otherwise.
pub fn percent_decode(value: &str) -> Option<String> {
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let high = char::from(bytes.next()?).to_digit(16)?;
        let low = char::from(bytes.next()?).to_digit(16)?;
        out.push(u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()?);
    }
    String::from_utf8(out).ok()
}
