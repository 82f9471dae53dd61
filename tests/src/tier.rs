//! How often something is done: as often as a release may rely on, or as an evening allows (`cargo xtask test long`).

/// Whether this is such an evening.
pub fn is_long() -> bool {
    std::env::var("ACCOUNT_LINK_LONG").is_ok_and(|long| long == "1")
}

/// One of these two numbers.
pub fn times(release: usize, long: usize) -> usize {
    if is_long() { long } else { release }
}
