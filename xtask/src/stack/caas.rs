//! Both sides of CaaS on this machine. The secrets are shared, so both have the same two; the worker signs with the
//! first, the sandbox with the last, and either accepts both.

use super::Plan;
use super::vars::{random, value};
use anyhow::Result;

/// The customer that the sandbox's CaaS knows.
const KEY: &str = "development-caas-key";
/// Ids of secrets; the first signs.
const IDS: [&str; 2] = ["c2", "c1"];

/// What is drawn once and kept.
pub struct Caas {
    secrets: String,
    zero_footprint: bool,
}

impl Caas {
    /// What an earlier run left in its vars, or else anew. A variant's cases are screened when they are created.
    pub fn kept(plan: &Plan, vars: &str) -> Result<Self> {
        let secrets = value(vars, "CAAS_SECRETS").map_or_else(secrets, Ok)?;
        Ok(Self { secrets, zero_footprint: plan.variant })
    }

    /// The worker's side.
    pub fn vars(&self, sandbox_port: u16) -> Vec<(&'static str, String)> {
        let mut lines = vec![
            ("CAAS_URL", format!("http://127.0.0.1:{sandbox_port}/caas")),
            ("CAAS_ACCESS_KEY", KEY.into()),
            ("CAAS_SECRETS", self.secrets.clone()),
        ];
        if self.zero_footprint {
            lines.push(("CAAS_ZERO_FOOTPRINT", "true".into()));
        }
        lines
    }

    /// The sandbox's side.
    pub fn arguments(&self) -> Vec<&str> {
        let mut arguments = vec!["--caas-key", KEY, "--caas-secrets", &self.secrets];
        arguments.extend(self.zero_footprint.then_some("--caas-zero-footprint"));
        arguments
    }
}

fn secrets() -> Result<String> {
    let secret = |id: &&str| Ok(format!("{id}:{}", hex::encode(random::<20>()?)));
    Ok(IDS.iter().map(secret).collect::<Result<Vec<_>>>()?.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::{Mode, Runner};
    use account_link_shared::secret::KeyRing;

    fn plan(variant: bool) -> Plan {
        let mode = Mode::Development { divisor: 1, password_memory_kib: None };
        Plan {
            name: "caas".into(),
            port: 1,
            sandbox_port: 2,
            mode,
            runner: Runner::Miniflare { front: None },
            fresh: false,
            variant,
        }
    }

    #[test]
    fn secrets_are_drawn_once_and_make_a_ring() {
        let first = Caas::kept(&plan(false), "").unwrap();
        let vars = format!("CAAS_SECRETS=\"{}\"\n", first.secrets);
        assert_eq!(Caas::kept(&plan(false), &vars).unwrap().secrets, first.secrets);
        assert_ne!(Caas::kept(&plan(false), "").unwrap().secrets, first.secrets);
        let ids = KeyRing::parse(&first.secrets)
            .unwrap()
            .iter()
            .map(|key| key.id.as_str().to_owned())
            .collect::<Vec<_>>();
        assert_eq!(ids, IDS);
    }

    #[test]
    fn both_sides_agree_on_when_a_case_is_screened() {
        for variant in [false, true] {
            let caas = Caas::kept(&plan(variant), "").unwrap();
            assert_eq!(caas.vars(2).iter().any(|(name, _)| *name == "CAAS_ZERO_FOOTPRINT"), variant);
            assert_eq!(caas.arguments().contains(&"--caas-zero-footprint"), variant);
        }
    }
}
