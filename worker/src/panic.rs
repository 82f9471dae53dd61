//! A panic is a fault of ours: it is logged with its place and the request that was being worked on. The platform then throws
//! the instance away and answers with a 500 of its own.

use crate::log;
use account_link_shared::id::RequestId;
use core::cell::RefCell;
use core::future::{Future, poll_fn};
use core::pin::pin;

thread_local! {
    static REQUEST: RefCell<Option<RequestId>> = const { RefCell::new(None) };
}

/// Logs every panic from now on.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let request_id = REQUEST.try_with(|request| request.try_borrow().ok()?.clone()).ok().flatten();
        log::write(&log::Line::Panic { place: place.as_deref(), request_id: request_id.as_ref() });
    }));
}

/// Does the work of a request. Requests take turns on the one thread: whose turn it is, is noted at each.
pub async fn with_request_id<T>(request_id: &RequestId, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    poll_fn(|context| {
        REQUEST.with(|request| request.replace(Some(request_id.clone())));
        let polled = work.as_mut().poll(context);
        REQUEST.with(|request| request.replace(None));
        polled
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::{REQUEST, with_request_id};
    use account_link_shared::id::{RequestId, request_id};
    use futures_util::FutureExt as _;

    fn noted() -> Option<RequestId> {
        REQUEST.with(|request| request.borrow().clone())
    }

    #[test]
    fn each_turn_is_of_its_own_request() {
        let (a, b) = (request_id([1; 8]), request_id([2; 8]));
        let turns = |id: &RequestId| {
            let id = id.clone();
            async move {
                assert_eq!(noted().as_ref(), Some(&id));
                let mut first = true;
                core::future::poll_fn(|context| {
                    context.waker().wake_by_ref();
                    if core::mem::take(&mut first) {
                        core::task::Poll::Pending
                    } else {
                        core::task::Poll::Ready(())
                    }
                })
                .await;
                assert_eq!(noted().as_ref(), Some(&id));
            }
        };
        let both = futures_util::future::join(with_request_id(&a, turns(&a)), with_request_id(&b, turns(&b)));
        let mut both = core::pin::pin!(both);
        assert!(both.as_mut().now_or_never().is_none());
        assert!(both.now_or_never().is_some());
        assert_eq!(noted(), None);
    }
}
