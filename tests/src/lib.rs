//! The visitor.
