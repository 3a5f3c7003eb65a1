import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CtiEvent } from '../cti-client/index.js';
import { OpenCalls, type OpenCall } from './domain/open-calls.js';

/** An event that is kept until the service has taken it in. */
export interface Kept {
  readonly n: number;
  readonly event: CtiEvent;
  readonly linkedId: string | null;
}

/** A line of the file: what was going on when the file was begun, an event, or that one was taken in. */
type Line = { readonly calls: readonly OpenCall[]; readonly next: number } | Kept | { readonly done: number };

export interface SpoolOptions {
  readonly path: string;
  /** More events than this are not kept. */
  readonly most: number;
  /** The file is written anew, with what is still needed, when it has grown to this, and to twice what is needed. */
  readonly compactAt?: number;
}

const COMPACT_AT = 4 * 1024 * 1024;

/**
 * Events on their way to the service, in a file that is only ever added to: an event is on the disk before it is
 * posted, and struck out when it was taken in. Whoever opens the file after a crash finds what was not, at the
 * cost that the last few may be posted twice, which the service recognises. One process per file.
 */
export class Spool {
  private readonly pending = new Map<number, Kept>();
  private calls = new OpenCalls();
  private next = 1;
  private file: FileHandle | null = null;
  private bytes = 0;
  /** A disk that was full may have taken half a line. */
  private torn = false;
  private compactAt: number;
  /** Lines not yet written, and who waits for them. */
  private buffer: string[] = [];
  private waiting: ((error: Error | null) => void)[] = [];
  private flushing: Promise<void> | null = null;
  /** Lines of the file that could not be read: the last one before a crash, or a damaged disk. */
  readonly unreadable: number;

  private constructor(private readonly options: SpoolOptions) {
    this.compactAt = options.compactAt ?? COMPACT_AT;
    mkdirSync(dirname(options.path), { recursive: true });
    this.unreadable = this.read();
  }

  /** @throws Error of the file system when the file cannot be read or written. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const spool = new Spool(options);
    // Also takes away a line that was cut off by a crash.
    await spool.compact();
    return spool;
  }

  get openCalls(): OpenCalls {
    return this.calls;
  }

  /** What is to be posted, oldest first. */
  kept(): readonly Kept[] {
    return [...this.pending.values()];
  }

  get size(): number {
    return this.pending.size;
  }

  /**
   * Keeps an event; the open calls know of it at once.
   * @returns null when the spool is full. `durable` resolves, in the order of the calls, with null when it is on
   *   the disk, with the error when the disk does not take it.
   */
  keep(
    event: CtiEvent,
    linkedId: string | null,
  ): { readonly kept: Kept; readonly durable: Promise<Error | null> } | null {
    if (this.pending.size >= this.options.most) return null;
    const kept: Kept = { n: this.next, event, linkedId };
    this.next += 1;
    this.pending.set(kept.n, kept);
    this.calls.told(event, linkedId);
    const durable = new Promise<Error | null>((resolve) => this.waiting.push(resolve));
    this.write(kept);
    return { kept, durable };
  }

  /** Strikes an event out. Not awaited: if it is lost, the event is posted once more. */
  done(n: number): void {
    if (this.pending.delete(n)) this.write({ done: n });
  }

  async close(): Promise<void> {
    while (this.flushing !== null) await this.flushing;
    await this.file?.close();
    this.file = null;
  }

  private write(line: Line): void {
    this.buffer.push(JSON.stringify(line));
    this.flushing ??= this.flush();
  }

  /** Everything that came in while the disk was busy goes in one write. */
  private async flush(): Promise<void> {
    await Promise.resolve();
    while (this.buffer.length > 0) {
      const text = `${this.buffer.join('\n')}\n`;
      const waiting = this.waiting;
      this.buffer = [];
      this.waiting = [];
      const error = await this.append(text, waiting.length > 0);
      for (const tell of waiting) tell(error);
      if (error === null && this.bytes >= this.compactAt) await this.tryToCompact();
    }
    this.flushing = null;
  }

  /** A disk without room for the new file keeps the old one. */
  private async tryToCompact(): Promise<void> {
    try {
      await this.compact();
    } catch {
      this.compactAt *= 2;
    }
  }

  /** @returns the error of the file system, null when all went well. */
  private async append(text: string, sync: boolean): Promise<Error | null> {
    try {
      await this.file?.appendFile(this.torn ? `\n${text}` : text);
      if (sync) await this.file?.datasync();
      this.torn = false;
      this.bytes += Buffer.byteLength(text);
      return null;
    } catch (error) {
      this.torn = true;
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private async compact(): Promise<void> {
    const { path } = this.options;
    const lines: Line[] = [{ calls: this.calls.all(), next: this.next }, ...this.pending.values()];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const fresh = await open(`${path}.new`, 'w', 0o600);
    try {
      await fresh.writeFile(text);
      await fresh.datasync();
      await rename(`${path}.new`, path);
    } catch (error) {
      await fresh.close();
      throw error;
    }
    // From here on the old file is nobody's: what were still written into it would be gone after a crash.
    const old = this.file;
    this.file = fresh;
    this.torn = false;
    this.bytes = Buffer.byteLength(text);
    this.compactAt = Math.max(this.options.compactAt ?? COMPACT_AT, 2 * this.bytes);
    await old?.close();
    await syncFolder(dirname(path));
  }

  private read(): number {
    let text: string;
    try {
      text = readFileSync(this.options.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
    let unreadable = 0;
    for (const line of text.split('\n')) {
      if (line !== '' && !this.readLine(line)) unreadable += 1;
    }
    return unreadable;
  }

  private readLine(text: string): boolean {
    let line: (Partial<Kept> & { calls?: readonly OpenCall[]; next?: number; done?: number }) | null;
    try {
      line = JSON.parse(text) as typeof line;
    } catch {
      return false;
    }
    // What is left of a damaged line may be JSON by chance.
    if (typeof line !== 'object' || line === null) return false;
    if (line.calls !== undefined) {
      if (!Array.isArray(line.calls)) return false;
      this.calls = new OpenCalls(line.calls);
      this.next = Math.max(this.next, line.next ?? 1);
    } else if (line.done !== undefined) this.pending.delete(line.done);
    else if (typeof line.n === 'number' && typeof line.event === 'object') {
      const kept: Kept = { n: line.n, event: line.event, linkedId: line.linkedId ?? null };
      this.pending.set(kept.n, kept);
      this.calls.told(kept.event, kept.linkedId);
      this.next = Math.max(this.next, kept.n + 1);
    } else return false;
    return true;
  }
}

/** What file systems say that cannot sync a folder, and whose names last without. */
const NO_FOLDER_SYNC = ['EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM'];

/** Makes the new name last through a power cut. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
