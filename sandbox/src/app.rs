//! What all parties share: how the sandbox was started, who misbehaves, and what each party keeps.

use crate::faults::answers::Faults;
use crate::feed::Feed;
use crate::options::Options;
use crate::received::{Callback, Mail};
use crate::{caas, gallery, payway, worldfirst};
use std::sync::Arc;

/// What all parties share.
pub struct Sandbox {
    pub options: Options,
    pub faults: Faults,
    pub callbacks: Arc<Feed<Callback>>,
    pub mails: Arc<Feed<Mail>>,
    pub payway: payway::PayWay,
    pub worldfirst: worldfirst::WorldFirst,
    pub caas: caas::CaaS,
    pub flows: gallery::Flows,
}

/// How handlers are given it.
pub type Shared = axum::extract::State<Arc<Sandbox>>;

impl Sandbox {
    /// Nothing has happened yet.
    pub fn new(options: Options) -> Self {
        let caas = caas::CaaS::new(options.caas_zero_footprint);
        Self {
            options,
            faults: Faults::new(&[
                ("partner", &[]),
                ("mail", &[]),
                ("payway", &payway::Endpoint::NAMES),
                ("worldfirst", &worldfirst::NAMES),
                ("caas", &caas::Endpoint::NAMES),
            ]),
            callbacks: Arc::default(),
            mails: Arc::default(),
            payway: payway::PayWay::default(),
            worldfirst: worldfirst::WorldFirst::default(),
            caas,
            flows: gallery::Flows::default(),
        }
    }
}
