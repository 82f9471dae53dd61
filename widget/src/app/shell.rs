//! Obeys the effects: calls, history, messages, timers.

use super::appearance::HostPreferences;
use crate::api::{Anonymous, Answer, ReturnViewer, Session, UnlinkToken};
use crate::channel::Channel;
use crate::clock;
use crate::fetch::Request;
use crate::history::{self, Entry};
use crate::host::Host;
use crate::model::{Action, CallError, ChannelEvent, Effect, Event};
use crate::ui::Ui;
use crate::wire_format;
use account_link_shared::connect::Reply;
use account_link_shared::id::ClientRequestId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// The longest timer a browser takes is about 24 days; no session is that long.
const LONGEST: i64 = 2 * 60 * 60 * 1000;

/// Everything the effects need.
pub struct Shell {
    /// The handle of the screens.
    pub ui: Ui,
    /// The partner's page.
    pub host: Host,
    /// What the partner's page wished.
    pub preferences: HostPreferences,
    /// The current entry of the history.
    pub entry: RefCell<Entry>,
    session: RefCell<Option<Session>>,
    /// In place of a session, where the provider led here.
    pub return_viewer: Option<ReturnViewer>,
    /// In place of a session, where a mail led here.
    pub unlink_token: Option<UnlinkToken>,
    last: RefCell<Option<String>>,
    channel: RefCell<(Option<u32>, Option<Channel>)>,
}

/// Lets the screens send events.
pub fn connect(shell: &Rc<Shell>) {
    let taker = Rc::clone(shell);
    shell.ui.events.set_value(Some(Rc::new(move |event| taker.take(event))));
}

impl Shell {
    /// A shell whose session is the one of an earlier load, if there was one.
    pub fn new(ui: Ui, host: Host, entry: Entry, preferences: HostPreferences) -> Self {
        let flow = entry.flow.clone();
        let session = flow.map(|flow| Anonymous.resume(flow, entry.token.clone()));
        Self {
            ui,
            host,
            preferences,
            entry: RefCell::new(entry),
            session: RefCell::new(session),
            return_viewer: None,
            unlink_token: None,
            last: RefCell::default(),
            channel: RefCell::default(),
        }
    }

    /// Feeds an event in and obeys what comes of it.
    pub fn take(self: &Rc<Self>, event: Event) {
        let effects = self.ui.state.try_update(|state| state.update(event)).unwrap_or_default();
        self.perform(effects);
    }

    /// Obeys, in order.
    pub fn perform(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Call { number, action, id } => {
                    let shell = Rc::clone(self);
                    spawn_local(async move {
                        let event = shell.call(number, action, id).await;
                        shell.take(event);
                    });
                }
                Effect::Tell(event) => self.host.tell(*event),
                Effect::Remember { push } => self.remember(push),
                Effect::EndSession => {
                    self.session.replace(None);
                }
                Effect::ClearInputs => {
                    self.ui.password.set(String::new());
                    self.ui.code.set(String::new());
                    self.ui.ticked.set(false);
                    self.ui.identity.clear();
                }
                Effect::Assign(url) => {
                    if url.starts_with("https://") || url.starts_with("http://") {
                        let _ = window().location().assign(&url);
                    }
                }
                Effect::Timer { after, timer } => {
                    let shell = Rc::clone(self);
                    let after = u64::try_from(after.clamp(0, LONGEST)).unwrap_or(0);
                    set_timeout(move || shell.take(Event::TimerFired(timer)), Duration::from_millis(after));
                }
                Effect::Channel(number) => {
                    self.channel.replace((number, None));
                    if let Some(number) = number {
                        let shell = Rc::clone(self);
                        spawn_local(async move { shell.open_channel(number).await });
                    }
                }
            }
        }
    }

    /// One call, and what happened.
    async fn call(&self, number: u32, action: Action, id: Option<ClientRequestId>) -> Event {
        let answer = match self.request(&action) {
            Some(request) => request.send(id).await,
            // After the end nothing is asked; a failure here is never shown.
            None => Err(CallError::Foreign),
        };
        if self.unlink_token.is_some() {
            let view = answer.and_then(|text| wire_format::unlink_view(&text).ok_or(CallError::Foreign));
            return match view {
                Ok(view) => Event::Told { number, view: Box::new(view) },
                Err(failure) => Event::Answered { number, answer: Box::new(Err(failure)), now: clock::now() },
            };
        }
        let answer = self.understand(&action, answer.and_then(|text| Answer::read(&text)));
        Event::Answered { number, answer: Box::new(answer), now: clock::now() }
    }

    /// What is asked, by whoever is here.
    fn request(&self, action: &Action) -> Option<Request> {
        match (&self.unlink_token, &self.return_viewer, action) {
            (Some(unlink_token), ..) => Some(unlink_token.ask(action)),
            (_, _, Action::Open { flow, code }) => Some(Anonymous.open(flow, code)),
            (_, Some(return_viewer), _) => Some(return_viewer.read()),
            _ => self.session.borrow().as_ref().map(|session| session.perform(action)),
        }
    }

    /// What an answer of the flow changes. Every reply may rotate the token, whether or not the state still waits for it.
    fn understand(&self, action: &Action, answer: Result<Answer, CallError>) -> Result<Reply, CallError> {
        let opens = matches!(action, Action::Open { .. });
        if opens && !matches!(answer, Err(CallError::Network | CallError::Foreign)) {
            self.entry.borrow_mut().opening = None;
        }
        let Answer { reply, text } = answer?;
        if self.return_viewer.is_none() {
            self.last.replace(Some(text));
            let before = self.session.take();
            let session =
                if opens { Some(Anonymous.opened(&reply)) } else { before.map(|s| s.after(&reply)) };
            self.session.replace(session);
        }
        Ok(reply)
    }

    /// Opens the push channel, unless it is no longer wanted once there is a ticket.
    async fn open_channel(self: Rc<Self>, number: u32) {
        let asked = self.session.borrow().as_ref().map(Session::channel);
        let ticket = match asked {
            Some((path, request)) => {
                let text = request.send(clock::fresh_id()).await.ok();
                text.and_then(|text| Some((path, wire_format::ticket(&text)?)))
            }
            None => None,
        };
        if self.channel.borrow().0 != Some(number) {
            return;
        }
        let shell = Rc::clone(&self);
        let heard = move |heard| shell.take(Event::Channel(number, heard));
        match ticket.and_then(|(path, ticket)| Channel::open(&path, &ticket, Box::new(heard))) {
            Some(channel) => self.channel.borrow_mut().1 = Some(channel),
            None => self.take(Event::Channel(number, ChannelEvent::Closed)),
        }
    }

    fn remember(&self, push: bool) {
        // Another load of a page without a flow finds out by itself.
        if self.return_viewer.is_some() || self.unlink_token.is_some() {
            return;
        }
        let mut entry = self.entry.borrow_mut();
        self.ui.state.with_untracked(|state| {
            entry.flow.clone_from(&state.flow);
            entry.step = state.view.as_ref().map(|view| view.step.name());
            if state.outcome().is_some() && entry.ended.is_none() {
                entry.ended.clone_from(&self.last.borrow());
            }
        });
        entry.token = self.session.borrow().as_ref().and_then(|session| session.token().cloned());
        entry.locale = self.ui.chosen.get_untracked();
        if push {
            entry.depth = entry.depth.saturating_add(1);
        }
        history::write(&entry, push);
    }
}
