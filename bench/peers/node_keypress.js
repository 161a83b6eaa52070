// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
// Node: readline.emitKeypressEvents(); mem: the same on a PassThrough stream.
'use strict';
const readline = require('readline');
const fs = require('fs');
const mode = process.argv[2] || 'count';
let events = 0;

if (mode === 'mem') {
  const { PassThrough } = require('stream');
  const data = fs.readFileSync(process.argv[3]);
  const reps = +(process.argv[4] || 1);
  const chunk = +(process.argv[5] || 4096);
  const s = new PassThrough({ highWaterMark: 1 << 30 });
  readline.emitKeypressEvents(s);
  s.on('keypress', () => { events++; });
  const c0 = process.cpuUsage();
  (async () => {
    for (let r = 0; r < reps; r++)
      for (let off = 0; off < data.length; off += chunk) {
        s.write(data.subarray(off, off + chunk));
        await null;
      }
    await new Promise((ok) => setImmediate(ok));
    const c = process.cpuUsage(c0);
    console.log(`MEM bytes=${data.length * reps} events=${events} cpu=${((c.user + c.system) / 1e6).toFixed(6)}`);
    process.exit(0);
  })();
} else {
  readline.emitKeypressEvents(process.stdin);
  process.stdin.setRawMode(true);
  process.stdin.on('keypress', (str, key) => {
    if (key && key.ctrl && key.name === 'd') {
      process.stdin.setRawMode(false);
      fs.writeSync(1, `EVENTS ${events}\n`);
      process.exit(0);
    }
    events++;
    if (mode === 'echo') fs.writeSync(1, '.');
    else if (mode === 'dump') fs.writeSync(1, `EV ${JSON.stringify(key)}\n`);
  });
  process.stdin.resume();
  fs.writeSync(1, 'READY\n');
}
