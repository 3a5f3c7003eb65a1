import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../../identity/index.js';
import { newId, Problem } from '../../kernel/index.js';
import { fieldErrors } from '../../platform/http/index.js';
import type { Channel } from '../../tickets/index.js';
import { importedLine, importLineSchema } from '../channels/import-file.js';
import { ContactStore } from '../contact-store.js';
import { PrepareContact, type PreparedContact } from '../prepare-contact.js';
import { RecordContact } from '../record-contact.js';
import { readImportFile, type ImportRecord } from './read-import-file.js';

/** Lines written in one unit of work: few enough that others wait for milliseconds only. */
const BATCH = 25;

export interface RefusedLine {
  readonly line: number;
  readonly externalId: string | null;
  /** One Vietnamese line. */
  readonly reason: string;
}

export interface ImportProgress {
  readonly read: number;
  readonly added: number;
  /** Delivered before by the same channel under the same id. */
  readonly known: number;
  readonly refused: number;
}

export interface ImportWatcher {
  progress(progress: ImportProgress): void;
  refused(line: RefusedLine): void;
}

interface Candidate {
  readonly line: number;
  readonly channel: Channel;
  readonly externalId: string;
  readonly prepared: PreparedContact;
}

/**
 * Imports a file of PAKN, each line by its channel and own id exactly once however often and however far
 * the file is run: a batch is written whole or not at all, and what is there already is passed over.
 */
@Injectable()
export class Importer {
  constructor(
    private readonly preparation: PrepareContact,
    private readonly record: RecordContact,
    private readonly contacts: ContactStore,
  ) {}

  /** @throws ImportFileError when the file cannot be read; lines that are wrong are reported and passed over. */
  async run(path: string, watcher: ImportWatcher): Promise<ImportProgress> {
    const ctx: CommandContext = {
      principal: { kind: 'system', name: 'import' },
      requestId: `import-${newId()}`,
      idempotency: null,
    };
    const count = { read: 0, added: 0, known: 0, refused: 0 };
    let batch: Candidate[] = [];
    const write = async (): Promise<void> => {
      const added = await this.writeBatch(batch, ctx);
      count.added += added;
      count.known += batch.length - added;
      batch = [];
      watcher.progress({ ...count });
    };
    for await (const record of readImportFile(path)) {
      count.read += 1;
      const checked = this.check(record, ctx);
      if ('reason' in checked) {
        count.refused += 1;
        watcher.refused(checked);
        continue;
      }
      batch.push(checked);
      if (batch.length >= BATCH) await write();
    }
    await write();
    return count;
  }

  private check({ line, content }: ImportRecord, ctx: CommandContext): Candidate | RefusedLine {
    if ('problem' in content) return { line, externalId: null, reason: content.problem };
    const said = (content.value as { externalId?: unknown } | null)?.externalId;
    const externalId = typeof said === 'string' && said !== '' ? said : null;
    const refuse = (fields: readonly { field: string; message: string }[]): RefusedLine => ({
      line,
      externalId,
      reason: fields.map(({ field, message }) => `${field.split('.').at(-1) ?? field}: ${message}`).join(' '),
    });
    const parsed = importLineSchema.safeParse(content.value);
    if (!parsed.success) return refuse(fieldErrors(parsed.error));
    try {
      const prepared = this.preparation.prepare(importedLine(parsed.data), ctx.principal);
      return { line, channel: parsed.data.channel, externalId: parsed.data.externalId, prepared };
    } catch (error) {
      if (error instanceof Problem) return refuse(error.fields);
      throw error;
    }
  }

  /** @returns how many were new. */
  private async writeBatch(batch: readonly Candidate[], ctx: CommandContext): Promise<number> {
    const fresh = await this.unknown(batch);
    if (fresh.length === 0) return 0;
    try {
      await this.record.write(
        fresh.map(({ prepared }) => prepared),
        ctx,
      );
      return fresh.length;
    } catch (error) {
      // Another import of the same file may have been faster with one of them: then it is there now.
      const still = await this.unknown(fresh);
      if (still.length === fresh.length) throw error;
      return this.writeBatch(still, ctx);
    }
  }

  /** Those not delivered before; of two lines with the same id in one batch the first. */
  private async unknown(batch: readonly Candidate[]): Promise<Candidate[]> {
    const channels = new Map<Channel, Candidate[]>();
    for (const candidate of batch)
      channels.set(candidate.channel, [...(channels.get(candidate.channel) ?? []), candidate]);
    const taken = new Set<string>();
    for (const [channel, candidates] of channels) {
      const known = await this.contacts.known(
        channel,
        candidates.map(({ externalId }) => externalId),
      );
      for (const externalId of known) taken.add(`${channel} ${externalId}`);
    }
    return batch.filter(({ channel, externalId }) => {
      const key = `${channel} ${externalId}`;
      if (taken.has(key)) return false;
      taken.add(key);
      return true;
    });
  }
}
