import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Attachments, type Upload } from '../attachments/index.js';
import type { CommandContext } from '../identity/index.js';
import { newId, Problem } from '../kernel/index.js';
import { Idempotency, Reader } from '../platform/database/index.js';
import { AddFacts } from '../tickets/index.js';
import type { ApiKey } from './api-keys.js';
import type { Arguments } from './domain/arguments.js';
import { readSentUpdate } from './domain/sent-update.js';
import { Open311ReportRow } from './entities.js';

export interface SentUpdateRequest {
  readonly sent: Arguments;
  readonly files: readonly Upload[];
  /** Of everything that was sent. */
  readonly hash: string;
}

/**
 * What a client adds to a report that it has brought itself: words and photos, as the reporter adds them by the link.
 * How far a matter is, its agency says: "fixed" becomes a line of the reporter's, and changes no state.
 */
@Injectable()
export class TakeUpdate {
  constructor(
    private readonly reader: Reader,
    private readonly idempotency: Idempotency,
    private readonly attachments: Attachments,
    private readonly addFacts: AddFacts,
  ) {}

  /**
   * The same update twice acts once.
   * @returns our id of it.
   * @throws Problem `invalid-input`, `not-found` (also for a report of another key), `conflict` when it has ended.
   */
  async execute({ sent, files, hash }: SentUpdateRequest, apiKey: ApiKey, requestId: string): Promise<string> {
    const update = readSentUpdate(sent, files.length > 0);
    const report = await this.reader.manager.findOneBy(Open311ReportRow, {
      code: update.requestId.toUpperCase(),
      apiKeyId: apiKey.id,
    });
    if (report === null) throw Problem.notFound('service_request_id: khoá này chưa gửi phản ánh nào mang mã ấy.');
    const { ticketId } = report;
    const photos = await this.attachments.prepare(files, { field: 'media' });
    const key = update.updateId === null ? hash : createHash('sha256').update(update.updateId).digest('hex');
    const ctx: CommandContext = { principal: { kind: 'reporter', ticketId }, requestId, idempotency: null };
    const request = { scope: `open311:${apiKey.id}`, key: `update.${key}`, hash: key };
    const { updateId } = await this.idempotency.once(request, async (transaction) => {
      await this.addFacts.inside(transaction, { ticketId, version: null, text: update.text, photos }, ctx);
      return { updateId: newId() };
    });
    return updateId;
  }
}
