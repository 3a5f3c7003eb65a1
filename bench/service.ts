import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The built service in a process of its own, as it runs in production. */
export interface Service {
  readonly url: string;
  /** From the start of the process until it says it is ready. */
  readonly startSeconds: number;
  /** Resident memory now, in MB. */
  residentMb(): number;
  /** Processor time used so far, in ms. */
  processorMs(): number;
  stop(): Promise<void>;
}

/** Files of one installation; starting twice on the same ones is a warm start. */
export interface Place {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

export function newPlace(databaseUrl: string | null): Place {
  return { databaseUrl, dataDir: mkdtempSync(join(tmpdir(), 'pakn-bench-')) };
}

export function remove(place: Place): void {
  rmSync(place.dataDir, { recursive: true, force: true });
}

const READY_SECONDS = 120;

/** @param settings beside those of every bench. */
export async function startService(place: Place, settings: Readonly<Record<string, string>> = {}): Promise<Service> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const from = performance.now();
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: place.dataDir,
      DATABASE_URL: place.databaseUrl ?? '',
      SECRET: 'only-for-measuring-0123456789-abcdefghijklmnop',
      PUBLIC_URL: 'https://1022.example.vn',
      // Nobody listens there: the tickets of the bench have no mail address.
      SMTP_URL: 'smtp://127.0.0.1:9',
      PUBLIC_RATE_LIMIT: '1000000000',
      DEMO_PASSWORD: '',
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  while (!(await isReady(url))) {
    if (child.exitCode !== null || performance.now() - from > READY_SECONDS * 1000) {
      child.kill('SIGKILL');
      throw new Error(`The service did not start: ${Buffer.concat(errors).toString('utf8')}`);
    }
    await sleep(10);
  }
  return {
    url,
    startSeconds: (performance.now() - from) / 1000,
    residentMb: () => residentMb(child),
    processorMs: () => processorMs(child),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).ok;
  } catch {
    return false;
  }
}

function residentMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

/** The kernel counts in hundredths of a second. */
function processorMs(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
