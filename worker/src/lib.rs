//! Room 1: the worker.
