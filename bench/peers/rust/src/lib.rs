// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//! The protocol spoken with the driver (see ../peer.hpppp).
use std::io::Write;

#[derive(PartialEq, Clone, Copy)]
pub enum Mode {
    Count,
    Echo,
    Dump,
    Mem,
}

pub struct Peer {
    pub mode: Mode,
    pub events: u64,
}

pub fn put(s: &[u8]) {
    // straight to fd 1, unbuffered, as the C peers do
    use std::os::unix::io::FromRawFd;
    let mut f = std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(1) });
    let _ = f.write_all(s);
}

impl Peer {
    pub fn new() -> Peer {
        let mode = match std::env::args().nth(1).as_deref() {
            Some("echo") => Mode::Echo,
            Some("dump") => Mode::Dump,
            Some("mem") => Mode::Mem,
            _ => Mode::Count,
        };
        Peer { mode, events: 0 }
    }
    pub fn ready(&self) {
        put(b"READY\n");
    }
    pub fn event<T: std::fmt::Debug>(&mut self, e: &T) {
        self.events += 1;
        match self.mode {
            Mode::Echo => put(b"."),
            Mode::Dump => put(format!("EV {:?}\n", e).as_bytes()),
            _ => {}
        }
    }
    pub fn done(&self) {
        put(format!("EVENTS {}\n", self.events).as_bytes());
    }
}

/// CPU time of the process, in seconds.
pub fn cpu() -> f64 {
    #[repr(C)]
    struct Ts {
        s: i64,
        n: i64,
    }
    extern "C" {
        fn clock_gettime(id: i32, t: *mut Ts) -> i32;
    }
    let mut t = Ts { s: 0, n: 0 };
    unsafe { clock_gettime(2, &mut t) };
    t.s as f64 + t.n as f64 * 1e-9
}

/// mem FILE [REPS [CHUNK]]
pub fn mem_args() -> (Vec<u8>, usize, usize) {
    let a: Vec<String> = std::env::args().collect();
    let data = std::fs::read(&a[2]).unwrap();
    let reps = a.get(3).map_or(1, |s| s.parse().unwrap());
    let chunk = a.get(4).map_or(4096, |s| s.parse().unwrap());
    (data, reps, chunk)
}

/// Ctrl-D ends a run of the crossterm peers.
pub fn ends_run(e: &crossterm::event::Event) -> bool {
    use crossterm::event::{Event, KeyCode, KeyModifiers};
    match e {
        Event::Key(k) => k.code == KeyCode::Char('d') && k.modifiers == KeyModifiers::CONTROL,
        _ => false,
    }
}
