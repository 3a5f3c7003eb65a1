import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

/** What the figures depend on, in one line. */
export function machine(): string {
  const [cpu, ...more] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${more.length + 1} × ${cpu?.model.trim() ?? 'unknown processor'}, ${gigabytes} GB, Node ${process.version}, one fsync ${fsyncMs().toFixed(2)} ms`;
}

/** How long the disk takes to promise 4 kB: the floor under every durable commit. */
function fsyncMs(): number {
  const path = join(tmpdir(), `pakn-fsync-${process.pid}`);
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096);
  const times = Array.from({ length: 50 }, () => {
    const from = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  rmSync(path);
  return times.sort((a, b) => a - b)[25] ?? NaN;
}
