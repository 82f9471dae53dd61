//! Where what we and the programs we run print goes: to the terminal, or to the log of the step that a thread runs.
//!
//! Steps of the tests run beside each other; on one terminal nobody could tell their lines apart.

use crate::repo;
use anyhow::{Context as _, Result};
use std::cell::RefCell;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

thread_local! {
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// Does `work`; what this thread prints meanwhile goes to the file, which is begun anew.
pub fn to_log<T>(file: &Path, work: impl FnOnce() -> T) -> Result<T> {
    repo::write(file, "")?;
    let log = File::create(file).with_context(|| format!("cannot write {}", repo::display(file)))?;
    let before = LOG.replace(Some(log));
    let done = work();
    LOG.replace(before);
    Ok(done)
}

/// Prints a line.
pub fn line(text: &str) {
    let logged = LOG.with_borrow_mut(|log| log.as_mut().map(|log| writeln!(log, "{text}")));
    if logged.is_none() {
        println!("{text}");
    }
}

/// Prints a line among the errors.
pub fn error_line(text: &str) {
    if LOG.with_borrow(Option::is_some) {
        line(text);
    } else {
        eprintln!("{text}");
    }
}

/// Lets a command print where this thread prints.
pub fn redirect(command: &mut Command) -> Result<()> {
    let log = LOG.with_borrow(|log| log.as_ref().map(File::try_clone).transpose())?;
    if let Some(log) = log {
        command.stdout(log.try_clone()?).stderr(log);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_thread_and_its_programs_print_is_in_its_log() {
        let file = std::env::temp_dir().join(format!("account-link-output-{}", std::process::id()));
        let logged = to_log(&file, || {
            line("ours");
            crate::run::run(Command::new("echo").arg("theirs"))
        });
        logged.unwrap().unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "ours\ntheirs\n");
        std::fs::remove_file(file).unwrap();
    }
}
