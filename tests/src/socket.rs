//! A WebSocket of our own, by RFC 6455: every header of the handshake is the test's, and what comes is shown as it is.

use crate::client::Response;
use crate::raw_http::RawConnection;
use crate::{random, stack, strain};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;
use std::time::Duration;
use tokio::io::{self, AsyncReadExt as _};

/// What RFC 6455 appends to the key.
const MAGIC: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// The protocol of the product's push channel.
pub const PROTOCOL: &str = "account-link.v1";

/// A handshake to be tried.
#[derive(Debug, Clone)]
pub struct Handshake {
    pub path: String,
    pub origin: Option<String>,
    pub protocol: Option<String>,
}

/// An open socket.
pub struct Socket {
    connection: RawConnection,
    /// The protocol that the server chose.
    pub protocol: Option<String>,
}

impl Handshake {
    /// As the page makes it.
    pub fn new(flow: &str, ticket: &str) -> Self {
        Self {
            path: format!("/connect/v1/flows/{flow}/channel"),
            origin: Some(stack::origin()),
            protocol: Some(format!("{PROTOCOL}, {ticket}")),
        }
    }

    /// Opens the socket; the answer, if that is no 101.
    pub async fn open(&self) -> Result<Socket, Response> {
        let seed = u64::try_from(crate::now_ms()).unwrap();
        let key = STANDARD.encode(random::Random::new(seed).bits().to_be_bytes().repeat(2));
        let mut request =
            format!("GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\n", self.path, stack::host());
        request +=
            &format!("Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n");
        for (name, value) in [("Origin", &self.origin), ("Sec-WebSocket-Protocol", &self.protocol)] {
            request += &value.as_ref().map(|value| format!("{name}: {value}\r\n")).unwrap_or_default();
        }
        let mut connection = RawConnection::connect().await;
        let answer = connection.exchange(format!("{request}\r\n").as_bytes()).await.expect("an answer");
        if answer.status != 101 {
            return Err(answer);
        }
        let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, format!("{key}{MAGIC}").as_bytes());
        assert_eq!(answer.header("sec-websocket-accept"), Some(STANDARD.encode(hash).as_str()));
        Ok(Socket { connection, protocol: answer.header("sec-websocket-protocol").map(str::to_owned) })
    }

    /// The answer, which must be no 101.
    pub async fn refused(&self) -> Response {
        match self.open().await {
            Ok(_) => panic!("it opened: {self:?}"),
            Err(answer) => answer,
        }
    }
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    Text(String),
    /// With its status, where it has one.
    Close(Option<u16>),
}

impl Socket {
    /// The next message, if one comes in time, which is that of an idle machine. A connection that breaks is a close without a status.
    pub async fn next(&mut self, milliseconds: u64) -> Option<Message> {
        let frames = async {
            loop {
                let Ok((kind, payload)) = self.frame().await else { return Message::Close(None) };
                match kind {
                    1 => return Message::Text(String::from_utf8(payload).expect("text is UTF-8")),
                    8 => return Message::Close(payload.first_chunk().map(|two| u16::from_be_bytes(*two))),
                    _ => {}
                }
            }
        };
        let patience = Duration::from_millis(milliseconds) + strain::allowance();
        tokio::time::timeout(patience, frames).await.ok()
    }

    async fn frame(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let stream = &mut self.connection.stream;
        let mut head = [0; 2];
        stream.read_exact(&mut head).await?;
        let length = match head[1] {
            126 => u64::from(stream.read_u16().await?),
            127 => stream.read_u64().await?,
            short => u64::from(short),
        };
        assert!(length < 100_000, "what is pushed is small");
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut payload).await?;
        Ok((head[0] & 0x0f, payload))
    }
}
