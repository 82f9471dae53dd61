//! The product from outside, over HTTP, against real workerd: one behaviour a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test stops with a message, reads the clock and prints what it saw"
)]

mod account_canary;
mod account_id;
mod acme;
mod answers;
mod api_auth;
mod callback;
mod callback_log;
mod callback_retries;
mod canary;
mod codes;
mod cross_site;
mod ends;
mod events;
mod feature;
mod flows;
mod headers;
mod known_device;
mod kyc_delivery;
mod kyc_form;
mod kyc_partner;
mod kyc_required;
mod kyc_status;
mod kyc_tenants;
mod kyc_trouble;
mod kyc_waiting;
mod kyc_webhook;
mod link;
mod link_page;
mod login;
mod login_throttle;
mod mutations;
mod names;
mod notice;
mod onboarding;
mod onboarding_mind;
mod openapi;
mod opening;
mod payway_canary;
mod payway_channel;
mod payway_choose;
mod payway_codes;
mod payway_ends;
mod payway_parameters;
mod payway_pushback;
mod payway_standing;
mod payway_superseded;
mod payway_timing;
mod payway_trouble;
mod payway_unlink;
mod payway_way;
mod race;
mod redirects;
mod repeats;
mod resend;
mod reset;
mod reset_lock;
mod second_factor;
mod second_factor_codes;
mod second_factor_race;
mod second_factor_removal;
mod second_factor_status;
mod second_step_changes;
mod soak;
mod status;
mod totp;
mod validity;
mod walk;
mod walk_machine;
mod worldfirst_by_hand;
mod worldfirst_canary;
mod worldfirst_choose;
mod worldfirst_codes;
mod worldfirst_names;
mod worldfirst_parameters;
mod worldfirst_rebinding;
mod worldfirst_signatures;
mod worldfirst_standing;
mod worldfirst_tickets;
mod worldfirst_time;
mod worldfirst_trouble;
mod worldfirst_url;
mod worldfirst_way;
