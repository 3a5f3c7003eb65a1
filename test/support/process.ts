import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Node process of its own that runs a TypeScript file of this folder. */
export interface TestProcess {
  /** Waits for a line on its standard output. @throws Error with everything it said, when it ends before. */
  said(line: string): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Waits for its own end. @throws Error with everything it said, when it fails. */
  ended(): Promise<readonly string[]>;
}

export function startProcess(file: string, argument: object, env: Readonly<Record<string, string>> = {}): TestProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, JSON.stringify(argument)], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const watchers = new Set<() => void>();
  const look = (): void => {
    for (const watcher of watchers) watcher();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    look();
  });
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  const closed = once(child, 'close');
  let over = false;
  void closed.then(() => {
    over = true;
    look();
  });
  const report = (): string => `${file} said:\n${[...lines, ...errors].join('\n')}`;
  return {
    said: (line) =>
      new Promise((resolve, reject) => {
        const watcher = (): void => {
          if (!lines.includes(line) && !over) return;
          watchers.delete(watcher);
          if (lines.includes(line)) resolve();
          else reject(new Error(`Ended without "${line}". ${report()}`));
        };
        watchers.add(watcher);
        watcher();
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
    ended: async () => {
      await closed;
      if (child.exitCode !== 0) throw new Error(report());
      return lines;
    },
  };
}
