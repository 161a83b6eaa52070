// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//! termion: stdin().events(); in memory the same iterator on a reader that hands out chunks.
use peers::{cpu, mem_args, Mode, Peer};
use std::io::Read;
use termion::event::{Event, Key};
use termion::input::TermRead;
use termion::raw::IntoRawMode;

struct Chunks<'a> {
    data: &'a [u8],
    at: usize,
    left: usize,
    chunk: usize,
}

impl Read for Chunks<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.data.len() {
            if self.left == 0 {
                return Ok(0);
            }
            self.left -= 1;
            self.at = 0;
        }
        let n = to.len().min(self.chunk).min(self.data.len() - self.at);
        to[..n].copy_from_slice(&self.data[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

fn in_memory(peer: &mut Peer) {
    let (data, reps, chunk) = mem_args();
    let begin = cpu();
    let input = Chunks { data: &data, at: 0, left: reps - 1, chunk };
    // termion asks for two bytes at a time; its own documentation puts a BufReader in front.
    for e in std::io::BufReader::with_capacity(chunk, input).events() {
        if std::hint::black_box(e).is_ok() {
            peer.events += 1;
        }
    }
    println!("MEM bytes={} events={} cpu={:.6}", data.len() * reps, peer.events, cpu() - begin);
}

fn main() {
    let mut peer = Peer::new();
    if peer.mode == Mode::Mem {
        in_memory(&mut peer);
        return;
    }
    let raw = std::io::stdout().into_raw_mode().unwrap();
    peer.ready();
    for e in std::io::stdin().events() {
        match e {
            Ok(Event::Key(Key::Ctrl('d'))) => break,
            Ok(e) => peer.event(&e),
            Err(_) => {}
        }
    }
    drop(raw);
    peer.done();
}
