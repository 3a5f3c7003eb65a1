import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';

/** A bare Express page in a process of its own. */
export async function startBarePage(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const file = join(PACKAGE_ROOT, 'bench', 'bare-page-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: url.toString('utf8').trim(),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
