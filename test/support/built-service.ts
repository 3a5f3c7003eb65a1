import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';
import { freePort } from './app.js';
import { eventually } from './gate.js';
import type { DatabasePlace } from './server-database.js';

/** The built service in a process of its own, as `npm start` runs it. */
export interface BuiltService {
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as an operator would. @returns the exit code. */
  stop(): Promise<number | null>;
}

/**
 * @param at another installation than this one, or a port it must have again: pages keep their address.
 * @throws Error with what the service said, when it does not become ready.
 */
export async function startBuiltService(
  place: DatabasePlace,
  env: Readonly<Record<string, string>>,
  at: { readonly root?: string; readonly port?: number } = {},
): Promise<BuiltService> {
  const main = join(at.root ?? PACKAGE_ROOT, 'dist', 'main.js');
  if (!existsSync(main)) throw new Error('dist/main.js is missing: run "npm run build" first (npm test does).');
  const port = at.port ?? (await freePort());
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_ENV: 'test',
      PORT: String(port),
      DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl ?? '',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const ended = once(child, 'exit');
  const url = `http://localhost:${port}`;
  await eventually(
    'the service is ready',
    async () => {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The service ended: ${Buffer.concat(said).toString('utf8')}`);
      return fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    120,
  );
  return {
    url,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
