//! The callback receiver of the partner `demo-strict`: it runs in this process and answers each user's callbacks
//! as the test wants. What arrived is kept.

use crate::partner::STRICT;
use crate::until::until;
use crate::{now_ms, pause, runtime};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, OnceLock};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// How the receiver answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// With this status.
    Status(u16),
    /// With a redirect to `/elsewhere`.
    Redirect,
    /// Not at all.
    Hang,
    /// With 200, after so many milliseconds.
    After(u64),
    /// By closing the connection.
    Close,
    /// With bytes that are no HTTP.
    Garbage,
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Milliseconds since 1970.
    pub at: i64,
    pub method: String,
    pub path: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Arrived {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// `LINKED` or `UNLINKED`.
    pub fn staus(&self) -> String {
        self.json()["staus"].as_str().unwrap_or_default().to_owned()
    }
}

/// The receiver of this process.
#[derive(Default)]
pub struct Receiver {
    answers: Mutex<BTreeMap<String, Answer>>,
    arrived: Mutex<Vec<Arrived>>,
    news: Notify,
}

/// Starts it once; it stops with the process.
pub fn receiver() -> &'static Receiver {
    static RECEIVER: OnceLock<Receiver> = OnceLock::new();
    static STARTED: OnceLock<()> = OnceLock::new();
    let receiver = RECEIVER.get_or_init(Receiver::default);
    STARTED.get_or_init(|| {
        let port = STRICT.port();
        let (sender, bound) = std::sync::mpsc::channel();
        runtime().spawn(async move {
            let four = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await;
            let six = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await;
            sender.send(four.as_ref().map(drop).map_err(ToString::to_string)).unwrap();
            for listener in four.into_iter().chain(six) {
                tokio::spawn(async move {
                    while let Ok((stream, _)) = listener.accept().await {
                        tokio::spawn(receiver.serve(stream));
                    }
                });
            }
        });
        if let Err(error) = bound.recv().unwrap() {
            panic!("port {port}, where demo-strict receives its callbacks, is not free: {error}");
        }
    });
    receiver
}

impl Receiver {
    /// From now on, callbacks about this user are answered so.
    pub fn answer(&self, user: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(user.to_owned(), answer);
    }

    /// What arrived about this user, oldest first.
    pub fn about(&self, user: &str) -> Vec<Arrived> {
        let arrived = self.arrived.lock().unwrap();
        arrived.iter().filter(|one| one.json()["user_ext_ref"] == user).cloned().collect()
    }

    /// Every path that was asked for.
    pub fn paths(&self) -> Vec<String> {
        self.arrived.lock().unwrap().iter().map(|one| one.path.clone()).collect()
    }

    /// Waits until so many arrived about this user.
    pub async fn wait(&self, user: &str, count: usize, seconds: u64) -> Vec<Arrived> {
        until(seconds, async || {
            let found = self.about(user);
            let have = found.len();
            if have >= count { Ok(found) } else { Err(format!("{have} of {count} callbacks: {found:#?}")) }
        })
        .await
    }

    /// Waits until something arrived about this user, and not a moment longer: for measurements.
    pub async fn first(&self, user: &str) {
        loop {
            let news = self.news.notified();
            if self.arrived.lock().unwrap().iter().any(|one| one.body.contains(user)) {
                return;
            }
            news.await;
        }
    }

    async fn serve(&self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        let Some(arrived) = read(&mut stream).await else { return };
        let user = arrived.json()["user_ext_ref"].as_str().unwrap_or_default().to_owned();
        let answer = self.answers.lock().unwrap().get(&user).copied().unwrap_or(Answer::Status(200));
        self.arrived.lock().unwrap().push(arrived);
        self.news.notify_waiters();
        let text = match answer {
            Answer::Status(status) => format!("HTTP/1.1 {status} So\r\n"),
            Answer::Redirect => "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n".to_owned(),
            Answer::After(milliseconds) => {
                pause(milliseconds).await;
                "HTTP/1.1 200 OK\r\n".to_owned()
            }
            Answer::Hang => {
                pause(120_000).await;
                return;
            }
            Answer::Close => return,
            Answer::Garbage => "\0\0 not http\r\n".to_owned(),
        };
        let text = format!("{text}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}");
        let _ = stream.get_mut().write_all(text.as_bytes()).await;
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Arrived> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok().filter(|read| *read > 0)?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut first = lines.first()?.split(' ').map(str::to_owned);
    let (method, path) = (first.next()?, first.next()?);
    let pairs = lines.iter().skip(1).filter_map(|line| line.split_once(':'));
    let headers: BTreeMap<String, String> =
        pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let mut body = vec![0; headers.get("content-length").and_then(|n| n.parse().ok()).unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    Some(Arrived { at: now_ms(), method, path, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
