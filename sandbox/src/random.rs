//! The one place of the sandbox that takes random bytes.

use ring::rand::{SecureRandom as _, SystemRandom};

/// Unguessable bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Where the system has no chance to give, nothing else runs either.
    let _ = SystemRandom::new().fill(&mut bytes);
    bytes
}

/// Upper-case hex.
pub fn hex<const N: usize>() -> String {
    bytes::<N>().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A number of so many digits, the first of which is not 0.
pub fn digits(count: u32) -> String {
    let least = 10_u64.pow(count.clamp(1, 19) - 1);
    (least + u64::from_be_bytes(bytes()) % (least * 9)).to_string()
}

/// For what draws by itself: an RSA signature is blinded.
pub fn generator() -> SystemRandom {
    SystemRandom::new()
}

/// A version 4 UUID.
pub fn uuid() -> String {
    let n = u128::from_be_bytes(bytes());
    let n = n & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let part = |shift: u32, mask: u128| (n >> shift) & mask;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        part(96, 0xffff_ffff),
        part(80, 0xffff),
        part(64, 0xffff),
        part(48, 0xffff),
        part(0, 0xffff_ffff_ffff)
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn digits_are_as_many_as_asked() {
        for count in [1, 12, 16, 19] {
            let digits = super::digits(count);
            assert!(digits.len() == usize::try_from(count).unwrap() && !digits.starts_with('0'), "{digits}");
        }
    }

    #[test]
    fn a_uuid_is_of_version_4() {
        let uuid = super::uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.get(14..15), Some("4"), "{uuid}");
        assert!(matches!(uuid.get(19..20), Some("8" | "9" | "a" | "b")), "{uuid}");
        assert_ne!(uuid, super::uuid());
    }
}
