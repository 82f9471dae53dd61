//! Prints docs/openapi.json: `cargo xtask openapi` puts it there.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(account_link_worker::http::document::text()?.as_bytes())
}
