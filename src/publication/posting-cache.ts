import { Injectable } from '@nestjs/common';
import { Reader } from '../platform/database/index.js';
import type { Postings } from './domain/search-run.js';
import { PublishedIndexRow, type IndexStage } from './entities.js';
import { INDEX } from './search-index.js';

/** Common syllables and filters of a million items are 128 kB each. */
const MOST_BYTES = 16 * 1024 * 1024;

const NOT_BEGUN = { version: -1, stage: 'filling' } as const;

interface Kept {
  readonly postings: Postings;
  readonly bytes: number;
}

/**
 * Postings that were read, kept until anything in the index changes: its version is looked at for each search, so a
 * change by another process is seen at once.
 */
@Injectable()
export class PostingCache {
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;
  private version = -1;

  constructor(private readonly reader: Reader) {}

  async read(
    terms: readonly string[],
  ): Promise<{ readonly postings: ReadonlyMap<string, Postings>; readonly stage: IndexStage }> {
    // Before the postings: what is read afterwards is as new as this, or newer and read again the next time.
    const row = await this.reader.manager.findOneBy(PublishedIndexRow, { name: INDEX });
    const { version, stage } = row ?? NOT_BEGUN;
    if (version !== this.version) {
      this.kept.clear();
      this.bytes = 0;
      this.version = version;
    }
    const found = new Map<string, Postings>();
    const missing: string[] = [];
    for (const term of new Set(terms)) {
      const known = this.kept.get(term);
      if (known === undefined) missing.push(term);
      else {
        found.set(term, known.postings);
        // The one used last is given up last.
        this.kept.delete(term);
        this.kept.set(term, known);
      }
    }
    for (const [term, postings] of await this.load(missing)) {
      found.set(term, postings);
      if (version === this.version) this.keep(term, postings);
    }
    return { postings: found, stage };
  }

  private async load(terms: readonly string[]): Promise<ReadonlyMap<string, Postings>> {
    const loaded = new Map(terms.map((term) => [term, new Map<number, Uint8Array>()]));
    if (terms.length === 0) return loaded;
    const rows = await this.reader.manager.query<{ term: string; block: number; documents: Buffer }[]>(
      `select term, block, documents from published_posting where term in (${terms.map(() => '?').join(', ')})`,
      [...terms],
    );
    // Copies: what the driver hands over is a piece of the whole answer.
    for (const { term, block, documents } of rows) loaded.get(term)?.set(block, Uint8Array.from(documents));
    return loaded;
  }

  private keep(term: string, postings: Postings): void {
    if (this.kept.has(term)) return;
    const bytes = [...postings.values()].reduce((sum, { byteLength }) => sum + byteLength, term.length);
    this.kept.set(term, { postings, bytes });
    this.bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.kept) {
      if (this.bytes <= MOST_BYTES) break;
      this.kept.delete(oldest);
      this.bytes -= freed;
    }
  }
}
