//! `Flow`: one visit of one user.
//!
//! Name: the flow's id. Invariant: the stage moves only as `domain::flow` says, and the opening code is spent
//! once; each command is one synchronous block. The alarm lets the flow expire and tells its link, later it
//! forgets the flow. Pages that listen are told of every move (`channel`).

pub mod channel;
mod commands;

use crate::domain::flow::{Event, Flow as State_, FlowRefusal};
use crate::domain::link::{CloseOutcome, LinkedHere};
use crate::durable::alarm::Alarms;
use crate::durable::storage::{self, Store};
use crate::durable::{answer, command, link};
use crate::log;
use account_link_shared::link::reason::CloseReason;
use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage, durable_object,
};

use commands::Command;
pub use commands::{Answer, Entered, apply, create, enter, read, redeem, tell, ticket};

/// When a link could not be told, the next try follows after this many milliseconds.
const TELL_AGAIN: i64 = 5_000;

#[durable_object]
pub struct Flow {
    store: Store<State_>,
    env: Env,
    alarms: Alarms,
}

impl Flow {
    /// Lets the flow expire, tells its link of that, and forgets it in the end.
    async fn expire(&self) -> Result<()> {
        let now = crate::runtime::now();
        let Some(mut flow) = self.store.load()? else { return Ok(()) };
        let open = flow.is_open();
        flow.tick(now);
        self.store.save(&flow)?;
        if open && !flow.is_open() {
            channel::tell(&self.store.state);
        }
        if flow.owes_end {
            let told = self.tell(&flow).await;
            // Read again: a request may have come while the link was told.
            let Some(mut flow) = self.store.load()? else { return Ok(()) };
            flow.owes_end = told.is_none();
            let after_all = match &told {
                Some(CloseOutcome::Linked(LinkedHere { masked })) => {
                    Some(Event::Linked { masked: masked.clone() })
                }
                Some(CloseOutcome::Pending) => Some(Event::LeftPending),
                Some(CloseOutcome::Over) | None => None,
            };
            if let Some(event) = after_all {
                // The link's word outranks every stage.
                let _ = flow.apply(event, None, None, now);
            }
            self.store.save(&flow)?;
            channel::tell(&self.store.state);
            let next = if told.is_some() { flow.deadline() } else { now.plus(TELL_AGAIN) };
            self.store.arm(Some(next), now.plus(storage::AHEAD)).await
        } else if !flow.is_open() && now >= flow.deadline() {
            self.store.forget().await
        } else {
            self.store.arm(Some(flow.deadline()), crate::runtime::now().plus(storage::AHEAD)).await
        }
    }

    fn decide(&self, command: Command) -> Result<(Answer, Option<State_>)> {
        let now = crate::runtime::now();
        let known: Option<State_> = self.store.load()?;
        let mut flow = match (known, &command) {
            (None, Command::Create { new }) => State_::new(*new.clone(), now),
            (None, Command::Redeem { .. }) => return Ok((Err(FlowRefusal::Opening), None)),
            (None, _) => return Ok((Err(FlowRefusal::Session), None)),
            (Some(_), Command::Create { .. }) => return Ok((Err(FlowRefusal::Stage), None)),
            (Some(flow), _) => flow,
        };
        let before = (flow.stage.clone(), flow.tickets);
        let reads = matches!(command, Command::Read);
        // (done before, rotated)
        let result = match command {
            Command::Create { .. } | Command::Read => Ok((false, false)),
            Command::Ticket { hash } => {
                flow.issue_ticket(hash, now);
                Ok((false, false))
            }
            Command::Redeem { code_hash, request, token_hash } => {
                flow.redeem(&code_hash, &request, token_hash, now).map(|()| (false, true))
            }
            Command::Enter { token_hash, request, cost, rotate_to } => {
                flow.enter(&token_hash, request.as_ref(), now).and_then(|entry| {
                    if !entry.repeated {
                        flow.charge(cost)?;
                    }
                    let again = rotate_to.filter(|_| entry.repeated && entry.stale);
                    let rotated = again.map(|token_hash| flow.rotate_again(token_hash)).is_some();
                    Ok((entry.repeated, rotated))
                })
            }
            Command::Apply { event, request, rotate_to } => {
                flow.apply(event, request, rotate_to, now).map(|rotated| (false, rotated))
            }
        };
        flow.tick(now);
        if reads && flow.stage == before.0 {
            return Ok((result.map(|_| Entered { flow, repeated: false, rotated: false }), None));
        }
        self.store.save(&flow)?;
        if (&flow.stage, flow.tickets) != (&before.0, before.1) {
            channel::tell(&self.store.state);
        }
        let answer = result.map(|(repeated, rotated)| Entered { flow: flow.clone(), repeated, rotated });
        Ok((answer, Some(flow)))
    }

    /// Tells the link that the flow expired, and learns what became of it: it may have linked after all, or be left to
    /// the provider.
    async fn tell(&self, flow: &State_) -> Option<CloseOutcome> {
        log::write(&log::Line::FlowEnded { flow: &flow.id, partner: &flow.request.partner });
        let Some(target) = &flow.target else { return Some(CloseOutcome::Over) };
        link::end_flow(&self.env, &target.link, &flow.id, CloseReason::Expired, true).await.ok()
    }

    /// Lets a page with a ticket listen.
    fn listen(&self, ticket_hash: &str) -> Result<Response> {
        let Some(mut flow) = self.store.load()? else {
            return Response::error("", 401);
        };
        let spent = flow.spend_ticket(ticket_hash, crate::runtime::now());
        self.store.save(&flow)?;
        if spent.is_ok() { channel::accept(&self.store.state) } else { Response::error("", 401) }
    }
}

impl DurableObject for Flow {
    fn new(state: State, env: Env) -> Self {
        Self { store: Store::new(state), env, alarms: Alarms::default() }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if let Some(ticket_hash) = channel::ticket_of(&request) {
            return self.listen(&ticket_hash);
        }
        let command: Command = command(request).await?;
        let (reply, flow) = self.decide(command)?;
        if let Some(flow) = flow {
            self.store.arm(Some(flow.deadline()), crate::runtime::now().plus(storage::AHEAD)).await?;
        }
        answer(&reply)
    }

    async fn alarm(&self) -> Result<Response> {
        self.alarms.run(&self.store, "a flow could not expire now", self.expire()).await
    }

    /// Pages say nothing.
    async fn websocket_message(&self, _: WebSocket, _: WebSocketIncomingMessage) -> Result<()> {
        Ok(())
    }

    async fn websocket_close(&self, page: WebSocket, _: usize, _: String, _: bool) -> Result<()> {
        let _ = page.close(Some(1000), Some(""));
        Ok(())
    }

    async fn websocket_error(&self, _: WebSocket, _: worker::Error) -> Result<()> {
        Ok(())
    }
}
