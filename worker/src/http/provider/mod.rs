//! What is particular to each provider that holds no account of ours: how Continue begins there, and what calls us.

pub mod payway;
