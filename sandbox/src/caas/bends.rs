//! Whose settings hold: everybody's, or those of one case.

use super::settings::Settings;
use std::collections::BTreeMap;

/// The settings for all cases, and those of some.
#[derive(Default)]
pub struct Bends {
    /// As the program was started.
    zero_footprint: bool,
    all: Settings,
    own: BTreeMap<String, Settings>,
}

impl Bends {
    pub fn new(zero_footprint: bool) -> Self {
        let mut all = Settings::default();
        all.zero_footprint = zero_footprint;
        Self { zero_footprint, all, own: BTreeMap::new() }
    }

    /// Those of the first of these names that has some, or else everybody's.
    pub fn of(&mut self, keys: &[&str]) -> &mut Settings {
        match keys.iter().find(|key| self.own.contains_key(**key)) {
            Some(key) => self.own.entry((*key).to_owned()).or_default(),
            None => &mut self.all,
        }
    }

    /// To be changed: those of a name begin as everybody's.
    pub fn own(&mut self, only: Option<String>) -> &mut Settings {
        match only {
            Some(key) => self.own.entry(key).or_insert_with(|| self.all.clone()),
            None => &mut self.all,
        }
    }

    /// Puts those of a name back, or everything.
    pub fn reset(&mut self, only: Option<&str>) {
        match only {
            Some(key) => drop(self.own.remove(key)),
            None => *self = Self::new(self.zero_footprint),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_case_can_be_bent_alone() {
        let mut bends = Bends::new(true);
        bends.own(None).delay_ms = 1;
        let own = bends.own(Some("Sokha".to_owned()));
        assert_eq!((own.delay_ms, own.zero_footprint), (1, true));
        own.garbage = true;
        assert!(bends.of(&["u1", "e1", "Sokha"]).garbage);
        assert!(!bends.of(&["u2", "e2", "Sok"]).garbage);
        bends.own(Some("u1".to_owned())).delay_ms = 7;
        assert_eq!(bends.of(&["u1", "e1", "Sokha"]).delay_ms, 7);
        bends.reset(Some("u1"));
        assert!(bends.of(&["u1", "e1", "Sokha"]).garbage);
        bends.reset(None);
        let all = bends.of(&["u1", "e1", "Sokha"]);
        assert_eq!((all.garbage, all.delay_ms, all.zero_footprint), (false, 0, true));
    }
}
