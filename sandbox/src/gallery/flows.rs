//! Which flow belongs to which screen.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Which flow belongs to which screen, as far as was seen.
#[derive(Default)]
pub struct Flows(pub Mutex<BTreeMap<String, String>>);
