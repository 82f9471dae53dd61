//! Our drawings: one stroke, the colour of the text around them, hidden from screen readers.

use crate::dom::{El, svg};

/// An arrow back.
pub const BACK: &str = "M19 12H5m6-6-6 6 6 6";
/// A cross.
pub const CLOSE: &str = "m6 6 12 12M18 6 6 18";
/// The link between the two sides.
pub const LINK: &str = "M10 14a4.2 4.2 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1.2 1.2M14 10a4.2 4.2 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1.2-1.2";
/// An open eye.
pub const EYE: &str =
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm6.5 0a3 3 0 1 0 6 0 3 3 0 0 0-6 0Z";
/// An eye that is struck out.
pub const EYE_OFF: &str = "M4 4l16 16M9.9 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.6 3.4M6.4 7.4A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.5-1.2M9.9 9.9a3 3 0 0 0 4.2 4.2";
/// Shared.
pub const CHECK: &str = "m5 12.5 4.5 4.5L19 7.5";
/// Not shared.
pub const LOCK: &str =
    "M6.5 11h11a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V12a1 1 0 0 1 1-1Zm1.5 0V8a4 4 0 0 1 8 0v3";
/// In the user's hand.
pub const HAND: &str = "M12 3.5 5 6v5.5c0 4.3 2.9 7.7 7 9 4.1-1.3 7-4.7 7-9V6l-7-2.5Z";
/// A clock.
pub const CLOCK: &str = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2";
/// An exclamation mark in a circle.
pub const WARNING: &str = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5v5.5m0 3v.1";
/// Two windows.
pub const WINDOWS: &str = "M8 8V5.5a1 1 0 0 1 1-1h9.5a1 1 0 0 1 1 1V15a1 1 0 0 1-1 1H16M5.5 8H15a1 1 0 0 1 1 1v9.5a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Z";
/// No waves.
pub const OFFLINE: &str = "M4 4l16 16M5 12.5a10 10 0 0 1 4-2.4M2.5 9a14 14 0 0 1 4-2.6M19 12.5a10 10 0 0 0-4.5-2.5M21.5 9a14 14 0 0 0-11-3.4M8.5 16a5 5 0 0 1 7 0M12 19.5v.1";

/// Draws one.
pub fn icon(path: &str) -> El {
    let around =
        [("class", "icon"), ("viewBox", "0 0 24 24"), ("aria-hidden", "true"), ("focusable", "false")];
    svg("svg", &around).add(svg("path", &[("d", path)]))
}
