//! A socket of our own: a request target arrives byte for byte, where a library would normalise it.

use crate::client::Response;
use crate::stack;
use std::io;
use std::sync::Mutex;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// One connection, kept open between requests.
pub struct RawConnection {
    pub(crate) stream: BufReader<TcpStream>,
    /// Whether the other side will answer another request.
    pub open: bool,
}

impl RawConnection {
    /// To the product.
    pub async fn connect() -> Self {
        let port = stack::port(&stack::origin());
        let stream = TcpStream::connect(("127.0.0.1", port)).await;
        let stream = stream.unwrap_or_else(|error| panic!("nobody listens on port {port}: {error}"));
        Self { stream: BufReader::new(stream), open: true }
    }

    /// `GET target` with these headers.
    pub async fn get(&mut self, host: &str, target: &[u8], accept: &str) -> io::Result<Response> {
        let mut request = b"GET ".to_vec();
        request.extend_from_slice(target);
        request
            .extend_from_slice(format!(" HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\n\r\n").as_bytes());
        self.exchange(&request).await
    }

    /// These bytes, and the response to them.
    pub async fn exchange(&mut self, request: &[u8]) -> io::Result<Response> {
        self.stream.get_mut().write_all(request).await?;
        self.read().await
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }

    async fn read(&mut self) -> io::Result<Response> {
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let mut response = Response { status, headers: Vec::new(), body: String::new() };
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(':') else { break };
            response.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        self.open = response.header("connection") != Some("close");
        let mut body = Vec::new();
        if response.header("transfer-encoding") == Some("chunked") {
            while self.chunk(&mut body).await? {}
        } else if let Some(length) = response.header("content-length") {
            body.resize(length.parse().unwrap_or(0), 0);
            self.stream.read_exact(&mut body).await?;
        } else if !matches!(status, 101 | 204 | 304) {
            self.open = false;
            self.stream.read_to_end(&mut body).await?;
        }
        response.body = String::from_utf8_lossy(&body).into_owned();
        Ok(response)
    }

    async fn chunk(&mut self, body: &mut Vec<u8>) -> io::Result<bool> {
        let size = usize::from_str_radix(&self.line().await?, 16).unwrap_or(0);
        let start = body.len();
        body.resize(start + size, 0);
        self.stream.read_exact(&mut body[start..]).await?;
        self.line().await?;
        Ok(size > 0)
    }
}

/// Connections to the product that wait for their next request.
#[derive(Default)]
pub struct Idle(Mutex<Vec<RawConnection>>);

impl Idle {
    /// One of them, or a new one.
    pub async fn take(&self) -> RawConnection {
        let kept = self.0.lock().unwrap().pop();
        match kept {
            Some(connection) => connection,
            None => RawConnection::connect().await,
        }
    }

    /// Keeps it, if the other side does.
    pub fn keep(&self, connection: RawConnection) {
        if connection.open {
            self.0.lock().unwrap().push(connection);
        }
    }
}

/// Splits a link into what goes into the `Host` header and what goes into the request line.
pub fn split(link: &str) -> (&str, &str) {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let end = rest.find('/').unwrap_or(rest.len());
    rest.split_at(end)
}

/// Opens a link as a program does: exactly these bytes.
pub async fn open(link: &str) -> Response {
    open_as(link, "application/json").await
}

/// The same, saying what kind of answer is wanted.
pub async fn open_as(link: &str, accept: &str) -> Response {
    let (host, target) = split(link);
    let answer = RawConnection::connect().await.get(host, target.as_bytes(), accept).await;
    answer.unwrap_or_else(|error| panic!("no answer to {link}: {error}"))
}
