//! Time and chance: the one place of the page that reads a clock or makes random numbers.

use account_link_shared::id::{ClientRequestId, event_id};
use account_link_shared::time::Millis;

/// The local clock. Corrected by the server's before it is shown (`State::skew`).
#[allow(clippy::disallowed_methods, reason = "the one excused place: everybody else is given the time")]
pub fn now() -> Millis {
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds fit, and are whole")]
    Millis::new(js_sys::Date::now() as i64)
}

/// A fresh id for one thing the user does.
pub fn fresh_id() -> Option<ClientRequestId> {
    // Not a secret: it only has to differ from the user's other acts in this flow.
    let mut random = [0_u8; 16];
    for byte in &mut random {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ value < 256")]
        {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    ClientRequestId::parse(event_id(random).as_str()).ok()
}

/// Year, month, day, hours and minutes of an instant in the device's time zone.
pub fn parts(at: Millis) -> [u32; 5] {
    #[allow(clippy::cast_precision_loss, reason = "an instant before the year 10000 is exact")]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.get() as f64));
    let month = date.get_month().saturating_add(1);
    [date.get_full_year(), month, date.get_date(), date.get_hours(), date.get_minutes()]
}
