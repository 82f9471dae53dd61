//! A list kept in memory that pages can watch: what a party received, oldest first.

use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// How much of what is there already somebody wants: `?last=50`; absent: all.
#[derive(Debug, Deserialize)]
pub struct Last {
    last: Option<usize>,
}

/// Items, and a bell that rings at every change.
pub struct Feed<T> {
    list: Mutex<List<T>>,
    bell: watch::Sender<()>,
}

struct List<T> {
    items: Vec<T>,
    /// How often the list was emptied.
    generation: u64,
}

impl<T> Default for Feed<T> {
    fn default() -> Self {
        let list = Mutex::new(List { items: Vec::new(), generation: 0 });
        Self { list, bell: watch::Sender::new(()) }
    }
}

impl<T: Clone + Serialize + Send + 'static> Feed<T> {
    fn list(&self) -> MutexGuard<'_, List<T>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an item unless one that is `same` is there already.
    pub fn push_unless(&self, item: T, same: impl Fn(&T) -> bool) {
        let mut list = self.list();
        if !list.items.iter().any(same) {
            list.items.push(item);
            self.bell.send_replace(());
        }
    }

    /// Adds an item.
    pub fn push(&self, item: T) {
        self.push_unless(item, |_| false);
    }

    /// Everything, oldest first.
    pub fn all(&self) -> Vec<T> {
        self.those(|_| true)
    }

    /// Those that are wanted, oldest first.
    pub fn those(&self, wanted: impl Fn(&T) -> bool) -> Vec<T> {
        self.list().items.iter().filter(|item| wanted(item)).cloned().collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        let mut list = self.list();
        list.items.clear();
        list.generation += 1;
        self.bell.send_replace(());
    }

    /// Server-sent events: everything so far, or its `last` items; then each item as it arrives; `cleared` when the list is
    /// emptied.
    pub fn stream(
        self: &Arc<Self>,
        Last { last }: Last,
    ) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<T>> {
        let (generation, first) = {
            let list = self.list();
            (list.generation, last.map_or(0, |last| list.items.len().saturating_sub(last)))
        };
        let start = (Arc::clone(self), self.bell.subscribe(), generation, first);
        let events = unfold(start, |(feed, mut bell, mut generation, mut next)| async move {
            loop {
                let event = {
                    let list = feed.list();
                    if list.generation != generation {
                        (generation, next) = (list.generation, 0);
                        Some(Event::default().event("cleared").data("{}"))
                    } else {
                        let item = list.items.get(next).map(|item| Event::default().json_data(item));
                        next += usize::from(item.is_some());
                        item.and_then(Result::ok)
                    }
                };
                if let Some(event) = event {
                    return Some((Ok(event), (feed, bell, generation, next)));
                }
                bell.changed().await.ok()?;
            }
        });
        Sse::new(events).keep_alive(KeepAlive::default())
    }
}
