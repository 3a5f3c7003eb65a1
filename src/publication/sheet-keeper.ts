import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { Attachments, PublicCopies, sameAreas, type MadeCopy } from '../attachments/index.js';
import type { CommandContext } from '../identity/index.js';
import { Clock } from '../kernel/index.js';
import { managerOf, Reader, type Transaction } from '../platform/database/index.js';
import type { SheetPhoto } from './domain/redaction-sheet.js';
import { PhotoRedactionRow } from './moderation-entities.js';

/** What has to be written about photos, with the copies that were made for it. */
export interface PhotoWork {
  readonly photos: readonly SheetPhoto[];
  readonly copies: ReadonlyMap<string, MadeCopy>;
}

/** Keeps what was decided about photos: which are shown, and the copies with areas made unreadable. */
@Injectable()
export class SheetKeeper {
  constructor(
    private readonly reader: Reader,
    private readonly attachments: Attachments,
    private readonly copies: PublicCopies,
    private readonly clock: Clock,
  ) {}

  /** Makes the copies that are new. Takes a while: outside any unit of work. @throws Problem `unprocessable` */
  async prepare(photos: readonly SheetPhoto[]): Promise<PhotoWork> {
    const rows = await this.reader.manager.findBy(PhotoRedactionRow, { attachmentId: In(photos.map(({ id }) => id)) });
    const known = new Map(rows.map((row) => [row.attachmentId, row]));
    const copies = new Map<string, MadeCopy>();
    for (const { id, areas } of photos) {
      if (areas.length === 0 || sameAreas(known.get(id)?.areas ?? [], areas)) continue;
      const original = await this.attachments.find(id);
      if (original !== null) copies.set(id, await this.copies.make(original, areas));
    }
    return { photos, copies };
  }

  /**
   * @param isPublic everybody sees the shown ones from now on; else they wait for the gate.
   */
  async keep(
    transaction: Transaction,
    ticketId: string,
    { photos, copies }: PhotoWork,
    { isPublic, ctx }: { readonly isPublic: boolean; readonly ctx: CommandContext },
  ): Promise<void> {
    const manager = managerOf(transaction);
    const { principal } = ctx;
    const rows = await manager.findBy(PhotoRedactionRow, { ticketId });
    const shown: string[] = [];
    const hidden: string[] = [];
    const outdated: string[] = [];
    for (const photo of photos) {
      const before = rows.find(({ attachmentId }) => attachmentId === photo.id);
      const made = copies.get(photo.id);
      const kept = photo.areas.length > 0 && made === undefined ? (before?.copyId ?? null) : null;
      const copyId = made === undefined ? kept : await this.copies.store(transaction, made);
      if (before?.copyId && before.copyId !== copyId) outdated.push(before.copyId);
      const row = {
        ticketId,
        shown: photo.shown,
        areas: [...photo.areas],
        copyId,
        byAccountId: principal.kind === 'staff' ? principal.accountId : '',
        changedAt: this.clock.now(),
      };
      if (before === undefined) await manager.insert(PhotoRedactionRow, { attachmentId: photo.id, ...row });
      else await manager.update(PhotoRedactionRow, { attachmentId: photo.id }, row);
      (photo.shown ? shown : hidden).push(copyId ?? photo.id);
      // Once it has a copy the photo itself is nobody's to see outside.
      if (copyId !== null) hidden.push(photo.id);
    }
    await this.attachments.discard(transaction, outdated);
    if (isPublic) await this.copies.showOnly(transaction, { shown, hidden });
  }

  /** Photos that pass the gate go out as their copies, where they have any. */
  async showCopies(transaction: Transaction, photoIds: readonly string[]): Promise<void> {
    if (photoIds.length === 0) return;
    const rows = await managerOf(transaction).findBy(PhotoRedactionRow, {
      attachmentId: In([...photoIds]),
      copyId: Not(IsNull()),
    });
    await this.copies.showOnly(transaction, {
      shown: rows.flatMap(({ copyId }) => copyId ?? []),
      hidden: rows.map(({ attachmentId }) => attachmentId),
    });
  }
}
