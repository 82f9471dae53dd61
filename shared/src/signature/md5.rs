//! MD5 (RFC 1321), for a provider that demands it, on what leaves us (docs/SECURITY.md#exceptions). For nothing else.

use md5::{Digest, Md5};

/// The hash of a text, in lower-case hex.
pub fn md5_hex(text: &str) -> String {
    hex::encode(Md5::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_1321() {
        assert_eq!(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(md5_hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
    }
}
