//! Just enough HTTP to ask a local server whether it is there.

use anyhow::{Context as _, Result};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// The status that `GET http://127.0.0.1:<port><path>` answers with.
pub fn get(port: u16, path: &str) -> Result<u16> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    status(&start).context("this is not HTTP")
}

fn status(start: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(start).ok()?;
    text.strip_prefix("HTTP/1.1 ").or_else(|| text.strip_prefix("HTTP/1.0 "))?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_status_line_is_read() {
        assert_eq!(super::status(b"HTTP/1.1 200"), Some(200));
        assert_eq!(super::status(b"SSH-2.0-Open"), None);
    }
}
