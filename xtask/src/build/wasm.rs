//! The widget: Rust to wasm, its JavaScript glue, and the size optimiser.

use super::once;
use crate::setup::tools;
use crate::{npm_bin, repo, run};
use anyhow::{Context as _, Result};
use std::path::PathBuf;

/// What comes out: the glue that `widget/boot.js` imports, and the wasm it loads.
pub struct Glue {
    pub js: PathBuf,
    pub wasm: PathBuf,
}

/// Builds the widget.
pub fn widget() -> Result<Glue> {
    let target = ["--profile", "page", "--target", "wasm32-unknown-unknown"];
    run::run(run::cargo().args(["build", "--package", "account-link-widget"]).args(target))?;
    let built = repo::target().join("wasm32-unknown-unknown/page/account-link-widget.wasm");
    let bytes = std::fs::read(&built).with_context(|| format!("{} was not built", repo::display(&built)))?;

    let out = repo::scratch().join("widget");
    let glue = Glue { js: out.join("widget.js"), wasm: out.join("widget.wasm") };
    let tool = tools::WASM_BINDGEN.path()?;
    let hash = once::hash([bytes.as_slice(), tool.as_os_str().as_encoded_bytes()]);
    once::per_input(&hash, &glue.wasm, || {
        let _ = std::fs::remove_dir_all(&out);
        let mut bindgen = run::program(&tool);
        bindgen.arg(&built).args(["--target", "web", "--no-typescript", "--out-name", "widget"]);
        // The boot module says where the wasm is; without this the glue would look beside itself.
        bindgen.args(["--omit-default-module-path", "--out-dir"]).arg(&out);
        run::run(&mut bindgen)?;
        // No feature flags: browsers refuse what `--all-features` makes.
        let mut optimise = npm_bin::command("wasm-opt");
        optimise.args(["-Os", "--strip-debug"]);
        optimise.arg(out.join("widget_bg.wasm")).arg("-o").arg(&glue.wasm);
        run::run(&mut optimise)
    })?;
    Ok(glue)
}
