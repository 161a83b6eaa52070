// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//! crossterm: the blocking event::read().
use crossterm::event::{read, Event};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use peers::{ends_run, Peer};

fn main() {
    let mut peer = Peer::new();
    enable_raw_mode().unwrap();
    peer.ready();
    loop {
        match read().unwrap() {
            Event::Resize(..) => {}
            e if ends_run(&e) => break,
            e => peer.event(&e),
        }
    }
    disable_raw_mode().unwrap();
    peer.done();
}
