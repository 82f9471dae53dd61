//! Takes the page that `cargo xtask build` made into the worker. Without it (checks and native tests) the
//! template itself is taken, whose asset names are placeholders.
use std::{env, fs, path::PathBuf};

fn main() {
    let room = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let (built, template) = (room.join("../dist/page.html"), room.join("../widget/page.html"));
    for page in [&built, &template] {
        println!("cargo:rerun-if-changed={}", page.display());
    }
    let page = fs::read_to_string(&built).or_else(|_| fs::read_to_string(&template)).unwrap_or_default();
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("page.html");
    if let Err(error) = fs::write(&out, page) {
        println!("cargo:warning=the page could not be written: {error}");
    }
}
