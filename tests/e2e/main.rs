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

mod account_id;
mod answers;
mod api_auth;
mod callback;
mod callback_retries;
mod canary;
mod codes;
mod cross_site;
mod ends;
mod headers;
mod link;
mod link_page;
mod login;
mod mutations;
mod onboarding;
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
mod status;
mod validity;
mod walk;
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
