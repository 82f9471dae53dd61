//! Stopping: Ctrl-C, SIGTERM and SIGHUP end every program we started, then us.

use crate::procs;
use std::process::Child;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the handler has to end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Victim {
    /// A process of the foreground, by its id.
    One(u32),
    /// A process group of the background, by its leader.
    Group(u32),
}

static VICTIMS: Mutex<Vec<Victim>> = Mutex::new(Vec::new());
static STOPPING: AtomicBool = AtomicBool::new(false);

/// Installs the handler.
pub fn on_signals() {
    let handler = || {
        if STOPPING.swap(true, Ordering::SeqCst) {
            return; // The second Ctrl-C: we are on it.
        }
        eprintln!("\nstopping …");
        let victims = VICTIMS.lock().map(|list| list.clone()).unwrap_or_default();
        for victim in victims.into_iter().rev() {
            match victim {
                Victim::One(pid) => procs::terminate(pid),
                Victim::Group(leader) => procs::stop_group(leader),
            }
        }
        std::process::exit(130);
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        eprintln!("Ctrl-C will leave programs behind: {error}");
    }
}

/// Whether the handler is at work: what fails now fails because of it.
pub fn stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// Tells the handler of a process or group.
pub fn add(victim: Victim) {
    if let Ok(mut list) = VICTIMS.lock() {
        list.push(victim);
    }
}

/// It has ended.
pub fn remove(victim: Victim) {
    if let Ok(mut list) = VICTIMS.lock() {
        list.retain(|other| *other != victim);
    }
}

/// Does something with a child that the handler knows meanwhile.
pub fn guarded<T>(mut child: Child, work: impl FnOnce(&mut Child) -> T) -> T {
    let pid = child.id();
    known(pid, || work(&mut child))
}

/// Does something while the handler knows that process. Where the handler is already at work, waits for it to
/// end us: a program that died of our signal has not failed.
pub fn known<T>(pid: u32, work: impl FnOnce() -> T) -> T {
    add(Victim::One(pid));
    let result = work();
    remove(Victim::One(pid));
    while stopping() {
        std::thread::park();
    }
    result
}
