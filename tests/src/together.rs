//! Cases that have nothing to do with each other, side by side.

use futures_util::future::join_all;

/// Does all of it at once; what each came to, in the order of the cases. Each case has a user of its own.
pub async fn together<C, R>(cases: impl IntoIterator<Item = C>, case: impl AsyncFn(C) -> R) -> Vec<R> {
    join_all(cases.into_iter().map(|one| case(one))).await
}
