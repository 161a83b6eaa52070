// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//! crossterm: EventStream in tokio, one thread of its own beside the helper thread that crossterm starts.
use crossterm::event::{Event, EventStream};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use futures_util::StreamExt;
use peers::{ends_run, Peer};

async fn run(peer: &mut Peer) {
    let mut events = EventStream::new();
    peer.ready();
    while let Some(e) = events.next().await {
        match e.unwrap() {
            Event::Resize(..) => {}
            e if ends_run(&e) => break,
            e => peer.event(&e),
        }
    }
}

fn main() {
    let mut peer = Peer::new();
    enable_raw_mode().unwrap();
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(run(&mut peer));
    disable_raw_mode().unwrap();
    peer.done();
}
