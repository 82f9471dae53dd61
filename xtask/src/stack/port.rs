//! Ports: taken ones are named before anything starts.

use anyhow::{Result, bail};
use std::net::{Ipv4Addr, TcpListener};
use std::thread::sleep;
use std::time::Duration;

/// An error if something listens there. A program that is just ending gets a moment.
pub fn free(port: u16) -> Result<()> {
    for _ in 0..20 {
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    bail!(
        "port {port} is in use: stop what listens there (`dev` takes others with --port and --sandbox-port)"
    )
}
