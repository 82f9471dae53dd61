//! Faults: what a party does wrongly, to everybody or to one who is named.
//!
//! Two kinds, for every party: `answers` says how it answers at all (a status, silence, a delay), `settings` are its own
//! (another code, a body that is none, how long its tokens last). Both are [`Scoped`]: those for everybody serve the
//! demo page, and a test sets those of its own user alone, so that no test sees the faults of another.

pub mod answers;
pub mod bodies;
pub mod party;
pub mod routes;
pub mod settings;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whom a fault or a reading is about: `?only=KEY`; absent: everybody.
#[derive(Debug, Deserialize)]
pub struct Only {
    pub only: Option<String>,
}

impl Only {
    /// Whether this is wanted that has these keys.
    pub fn wants<K: AsRef<str>>(&self, keys: &[K]) -> bool {
        self.only.as_deref().is_none_or(|only| keys.iter().any(|key| key.as_ref() == only))
    }
}

/// A value for everybody, and the own ones of some keys. A key is whatever a party knows of who is asking.
pub struct Scoped<T> {
    start: T,
    values: Mutex<Values<T>>,
}

struct Values<T> {
    all: T,
    own: BTreeMap<String, T>,
}

impl<T: Clone> Scoped<T> {
    /// With that for everybody, until it is changed and after each reset.
    pub fn new(start: T) -> Self {
        let values = Values { all: start.clone(), own: BTreeMap::new() };
        Self { start, values: Mutex::new(values) }
    }

    fn values(&self) -> MutexGuard<'_, Values<T>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works with that of the first of these keys that has an own one, or else with everybody's.
    pub fn of<K: AsRef<str>, R>(&self, keys: &[K], work: impl FnOnce(&mut T) -> R) -> R {
        let mut values = self.values();
        let Values { all, own } = &mut *values;
        let known = keys.iter().map(AsRef::<str>::as_ref).find(|key| own.contains_key(*key));
        work(known.and_then(|key| own.get_mut(key)).unwrap_or(all))
    }

    /// A copy of what holds for these keys.
    pub fn get<K: AsRef<str>>(&self, keys: &[K]) -> T {
        self.of(keys, |value| value.clone())
    }

    /// A copy of what holds for one key, or for everybody.
    pub fn read(&self, Only { only }: &Only) -> T {
        self.get(only.as_slice())
    }

    /// Sets the own one of a key, or everybody's.
    pub fn set(&self, Only { only }: Only, value: T) {
        let mut values = self.values();
        match only {
            Some(key) => drop(values.own.insert(key, value)),
            None => values.all = value,
        }
    }

    /// Removes the own one of a key; or all own ones, and puts everybody's back.
    pub fn reset(&self, Only { only }: &Only) {
        let mut values = self.values();
        match only {
            Some(key) => drop(values.own.remove(key)),
            None => *values = Values { all: self.start.clone(), own: BTreeMap::new() },
        }
    }
}

impl<T: Clone + Default> Default for Scoped<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(key: &str) -> Only {
        Only { only: Some(key.to_owned()) }
    }

    const ALL: Only = Only { only: None };

    #[test]
    fn the_first_key_with_an_own_value_counts() {
        let scoped = Scoped::new(1);
        scoped.set(ALL, 2);
        assert_eq!((scoped.read(&ALL), scoped.read(&only("Sokha"))), (2, 2));
        scoped.set(only("Sokha"), 3);
        assert_eq!(scoped.get(&["u1", "e1", "Sokha"]), 3);
        assert_eq!(scoped.get(&["u2", "e2", "Sok"]), 2);
        assert_eq!(scoped.get::<&str>(&[]), 2);
        scoped.set(only("u1"), 4);
        assert_eq!(scoped.get(&["u1", "e1", "Sokha"]), 4);
        scoped.of(&["e9", "Sokha"], |value| *value += 10);
        assert_eq!((scoped.get(&["Sokha"]), scoped.read(&ALL)), (13, 2));
    }

    #[test]
    fn one_is_reset_or_all_are() {
        let scoped = Scoped::new(1);
        for (key, value) in [(ALL, 2), (only("u1"), 3), (only("u2"), 4)] {
            scoped.set(key, value);
        }
        scoped.reset(&only("u1"));
        assert_eq!((scoped.get(&["u1"]), scoped.get(&["u2"])), (2, 4));
        scoped.reset(&ALL);
        assert_eq!((scoped.get(&["u2"]), scoped.read(&ALL)), (1, 1));
    }

    #[test]
    fn a_reading_is_of_one_or_of_all() {
        assert!(ALL.wants::<&str>(&[]) && only("u1").wants(&["e1", "u1"]));
        assert!(!only("u1").wants(&["e1", "u11"]));
    }
}
