import { spawn, type ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();
let ending = false;

export interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shown at once, or kept and returned. */
  readonly show: boolean;
  /** A hanging step fails after so many minutes. */
  readonly minutes?: number;
}

export interface Ended {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a command in a process group of its own, so that it can be ended with everything it started. */
export function run({ command, args, env = {}, show, minutes = 15 }: Run): Promise<Ended> {
  // After a signal nothing new begins; the process is about to exit.
  if (ending) return new Promise(() => undefined);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      detached: true,
    });
    running.add(child);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const timer = setTimeout(() => {
      chunks.push(Buffer.from(`\nended after ${minutes} minutes\n`));
      endGroup(child);
    }, minutes * 60_000);
    const end = (ok: boolean, word: string): void => {
      clearTimeout(timer);
      running.delete(child);
      if (!ending) resolve({ ok, output: Buffer.concat(chunks).toString('utf8') + word });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code) => end(code === 0, ''));
  });
}

/** Ends every command that is still running, and starts no other. */
export function endAll(): void {
  ending = true;
  for (const child of running) endGroup(child);
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
