import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { z } from 'zod';

/** One file as it goes over the wire, with its compressed forms where they are smaller. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const URL_PREFIX = '/assets/';

/**
 * Everything that browsers load besides pages, in memory: about 300 kB, read once at start. Being a
 * closed list, a request can name nothing else on the disk.
 */
export class AssetStore {
  private constructor(
    private readonly manifest: ReadonlyMap<string, string>,
    private readonly files: ReadonlyMap<string, Asset>,
    /** Names of the icons in the sprite. */
    readonly icons: ReadonlySet<string>,
  ) {}

  /**
   * Reads dist/public. Where that was never built (tests, `nest start` in development) it is built
   * first; `npm run build` and `npm test` build it afresh.
   * @throws Error with one clear line when it is missing and may not or cannot be built.
   */
  static load(packageRoot: string, mayBuild: boolean): AssetStore {
    const folder = join(packageRoot, 'dist', 'public');
    const manifestFile = join(folder, 'manifest.json');
    if (!existsSync(manifestFile) && mayBuild) buildAssets(packageRoot);
    if (!existsSync(manifestFile)) throw new Error(`${manifestFile} is missing: run "npm run build" first`);

    const manifest = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(manifestFile, 'utf8')));
    const names = new Set(readdirSync(folder));
    const sibling = (name: string) => (names.has(name) ? readFileSync(join(folder, name)) : null);
    const files = new Map<string, Asset>();
    for (const name of names) {
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      files.set(name, { type, body: readFileSync(join(folder, name)), br: sibling(`${name}.br`), gzip: sibling(`${name}.gz`) });
    }
    const sprite = files.get(manifest['icons.svg'] ?? '')?.body.toString('utf8') ?? '';
    const icons = new Set([...sprite.matchAll(/<symbol id="([^"]+)"/g)].map((match) => match[1] ?? ''));
    return new AssetStore(new Map(Object.entries(manifest)), files, icons);
  }

  /**
   * The address of an asset by the name used in templates, such as "css/public.css".
   * @throws Error for a name that was not built.
   */
  url(logicalName: string): string {
    const name = this.manifest.get(logicalName);
    if (name === undefined) throw new Error(`no asset "${logicalName}"; there are ${[...this.manifest.keys()].join(', ')}`);
    return URL_PREFIX + name;
  }

  has(logicalName: string): boolean {
    return this.manifest.has(logicalName);
  }

  /** The file behind a request path, or null. */
  find(path: string): Asset | null {
    return path.startsWith(URL_PREFIX) ? (this.files.get(path.slice(URL_PREFIX.length)) ?? null) : null;
  }
}

function buildAssets(packageRoot: string): void {
  const built = spawnSync(process.execPath, [join(packageRoot, 'scripts', 'build-assets.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`scripts/build-assets.mjs failed: ${built.stderr}`);
}
