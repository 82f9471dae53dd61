//! What the sandbox received, as it arrives: its streams of mails and of callbacks.

use crate::until::until;
use crate::{pause, runtime, stack};
use serde_json::Value;
use std::sync::{Arc, Mutex, OnceLock};

/// One stream; `Clone` shares it.
#[derive(Clone)]
pub struct Feed {
    what: &'static str,
    items: Arc<Mutex<Vec<Value>>>,
}

/// The mails that were sent: `{at,to,subject,text,code,link}`.
pub fn mails() -> Feed {
    static FEED: OnceLock<Feed> = OnceLock::new();
    FEED.get_or_init(|| Feed::of("mail", "/mailbox/stream")).clone()
}

/// The callbacks to the demo partners: `{received_at,method,path,headers,body,answered}`.
pub fn callbacks() -> Feed {
    static FEED: OnceLock<Feed> = OnceLock::new();
    FEED.get_or_init(|| Feed::of("callback", "/callbacks/stream")).clone()
}

impl Feed {
    fn of(what: &'static str, path: &str) -> Self {
        let feed = Self { what, items: Arc::default() };
        let (items, url) = (Arc::clone(&feed.items), format!("{}{path}", stack::sandbox()));
        runtime().spawn(async move {
            loop {
                items.lock().unwrap().clear();
                if let Err(error) = follow(&url, &items).await {
                    println!("{url}: {error}");
                }
                pause(200).await;
            }
        });
        feed
    }

    /// Those that are wanted, oldest first.
    pub fn all(&self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        self.items.lock().unwrap().iter().filter(|item| wanted(item)).cloned().collect()
    }

    /// Waits until `count` of the wanted ones are there.
    pub async fn wait(&self, count: usize, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let (mut found, mut seen) = (Vec::new(), 0);
        until(60, async || {
            {
                let items = self.items.lock().unwrap();
                // Each is looked at once, unless the list was emptied meanwhile.
                if items.len() < seen {
                    (found, seen) = (Vec::new(), 0);
                }
                found.extend(items[seen..].iter().filter(|item| wanted(item)).cloned());
                seen = items.len();
            }
            let (what, have) = (self.what, found.len());
            let so = have >= count;
            if so { Ok(found.clone()) } else { Err(format!("{have} of {count} {what}s: {found:?}")) }
        })
        .await
    }
}

async fn follow(url: &str, items: &Mutex<Vec<Value>>) -> Result<(), reqwest::Error> {
    let mut response = reqwest::Client::builder().no_proxy().build()?.get(url).send().await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        bytes.extend_from_slice(&chunk);
        while let Some(end) = bytes.windows(2).position(|two| two == b"\n\n") {
            let event = String::from_utf8_lossy(&bytes[..end]).into_owned();
            bytes.drain(..end + 2);
            if event.lines().any(|line| line == "event: cleared") {
                items.lock().unwrap().clear();
            } else if let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: ")) {
                items.lock().unwrap().push(serde_json::from_str(data).expect("the sandbox sends JSON"));
            }
        }
    }
    Ok(())
}

/// The code in the newest of `count` mails with a code to that address.
pub async fn code(address: &str, count: usize) -> String {
    let mails = mails().wait(count, coded(address)).await;
    mails.last().and_then(|mail| mail["code"].as_str()).expect("the mail has a code").to_owned()
}

/// The mails with a code to that address so far.
pub fn codes(address: &str) -> Vec<Value> {
    mails().all(coded(address))
}

/// The notices of a new link to that address, once there are so many: the path to unlink of each.
pub async fn notices(address: &str, count: usize) -> Vec<String> {
    let mails = mails().wait(count, |mail| mail["to"] == address && mail["link"].is_string()).await;
    let path = |mail: &Value| {
        let link = mail["link"].as_str().unwrap_or_default();
        link.strip_prefix(&stack::origin()).unwrap_or_else(|| panic!("not ours: {link}")).to_owned()
    };
    mails.iter().map(path).collect()
}

fn coded(address: &str) -> impl Fn(&Value) -> bool {
    move |mail| mail["to"] == address && mail["code"].is_string() && mail["link"].is_null()
}

/// The callbacks to the demo partner about one of its users.
pub fn about(user: &str) -> impl Fn(&Value) -> bool {
    let needle = format!("\"user_ext_ref\":{}", Value::from(user));
    move |callback| callback["body"].as_str().is_some_and(|body| body.contains(&needle))
}
