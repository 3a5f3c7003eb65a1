import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import { AttachmentRow } from '../attachments/index.js';
import { allows, type CommandContext, type Principal } from '../identity/index.js';
import { Clock, Problem } from '../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import { isPublic, isTicketId, ModerateCopy, TicketAnswerRow, TicketRow, type PublicWords } from '../tickets/index.js';
import { titleOf } from './domain/published-item.js';
import { sheetField, type SheetField, type SheetPhoto, type SheetText } from './domain/redaction-sheet.js';
import { filledSheet, type FilledSheet } from './domain/sheet-form.js';
import type { PublishedItemRow } from './entities.js';
import { PhotoRedactionRow, type PublicationWithdrawalRow } from './moderation-entities.js';
import { Projections } from './projections.js';
import { SheetKeeper } from './sheet-keeper.js';
import { activeWithdrawal } from './source.js';

/** What a coordinator looks through before everybody reads it, and afterwards when something has to be hidden. */
export interface RedactionSheet {
  readonly ticketId: string;
  readonly code: string;
  readonly version: number;
  /** Before the gate; public; taken off. */
  readonly stage: 'gate' | 'public' | 'withdrawn';
  readonly answerId: string;
  readonly fields: readonly SheetField[];
  readonly photos: readonly SheetPhoto[];
  /** How often it was kept; 0: never. */
  readonly revision: number;
  /** Why the copy is off; at the gate that of the answer before. */
  readonly withdrawal: PublicationWithdrawalRow | null;
  /** Of all that stands on it: another one means that a colleague has changed something. */
  readonly seal: string;
}

type Values = Readonly<Record<string, string>>;

const UNKNOWN = 'Không tìm thấy phiếu này trong phần kiểm duyệt.';

/**
 * The redaction sheet of a ticket. Only what may be public has one: of a khiếu nại, a tố cáo and whatever is answered
 * privately there is none, for nobody.
 */
@Injectable()
export class RedactionSheets {
  constructor(
    private readonly reader: Reader,
    private readonly idempotency: Idempotency,
    private readonly moderate: ModerateCopy,
    private readonly projections: Projections,
    private readonly keeper: SheetKeeper,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`, also for whoever may not publish and for what may not be public. */
  of(principal: Principal, ticketId: string): Promise<RedactionSheet> {
    return this.read(this.reader.manager, principal, ticketId);
  }

  private async read(manager: EntityManager, principal: Principal, ticketId: string): Promise<RedactionSheet> {
    const allowed = allows(principal, 'ticket.publish') && isTicketId(ticketId);
    const ticket = allowed ? await manager.findOneBy(TicketRow, { id: ticketId }) : null;
    if (ticket === null || !isPublic(ticket)) throw Problem.notFound(UNKNOWN);
    const atGate = ticket.state === 'awaiting_publication';
    const [answer, before] = await manager.find(TicketAnswerRow, {
      where: [
        { ticketId, status: 'published', privateReason: IsNull() },
        ...(atGate ? [{ ticketId, status: 'approved' as const }] : []),
      ],
      order: { number: 'DESC' },
    });
    if (answer === undefined) throw Problem.notFound(UNKNOWN);
    const withdrawal = await activeWithdrawal(manager, ticketId);
    const fields = fieldsOf(ticket, answer);
    const photos = await photosOf(manager, answer, before?.publishedAt ?? null);
    return {
      ticketId,
      code: ticket.code,
      version: ticket.version,
      stage: answer.status === 'approved' ? 'gate' : withdrawal === null ? 'public' : 'withdrawn',
      answerId: answer.id,
      fields,
      photos,
      revision: answer.sheetRevision,
      withdrawal,
      seal: sealOf(answer.id, fields, photos),
    };
  }

  /** The sheet with what a form says put in. */
  filled({ fields, photos }: RedactionSheet, values: Values): FilledSheet {
    return filledSheet(fields, photos, values);
  }

  /** The copy as everybody would read it. @throws Problem `not-found` */
  async preview(
    { ticketId, fields }: RedactionSheet,
    { texts, photos }: Pick<FilledSheet, 'texts' | 'photos'>,
  ): Promise<PublishedItemRow> {
    const item = await this.projections.draft(this.reader.manager, ticketId, {
      words: wordsOf(fields, texts),
      photos: photos.filter(({ shown }) => shown),
      at: this.clock.now(),
    });
    if (item === null) throw Problem.notFound(UNKNOWN);
    return item;
  }

  /**
   * Keeps what a form says: at the gate for whoever publishes, afterwards for everybody at once.
   * @throws Problem `invalid-input`, `not-found`, `stale-version` when a colleague has changed it meanwhile.
   */
  async save(ticketId: string, values: Values, ctx: CommandContext): Promise<RedactionSheet['stage']> {
    const sheet = await this.of(ctx.principal, ticketId);
    const { texts, photos, errors } = this.filled(sheet, values);
    if (errors.length > 0) throw Problem.invalid(errors);
    const kept = { answerId: sheet.answerId, words: wordsOf(sheet.fields, texts) };
    const work = await this.keeper.prepare(photos);
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      // Inside: sent a second time, the first answer is given again before this is asked.
      requireSeal(values, sheet);
      const reference = { ticketId, version: Number(values['version']) || 0 };
      if (sheet.stage === 'gate') {
        // Photos take seconds to be made: a colleague may have hidden more in the meantime.
        const asBefore = async () =>
          requireSeal(values, await this.read(managerOf(transaction), ctx.principal, ticketId));
        await this.moderate.keep(transaction, reference, { ...kept, asBefore }, ctx);
      } else {
        await this.moderate.put(transaction, ticketId, kept);
        await this.moderate.inside(transaction, reference, { what: 'revised', answerId: sheet.answerId }, ctx);
      }
      await this.keeper.keep(transaction, ticketId, work, { isPublic: sheet.stage !== 'gate', ctx });
      // What has to be hidden is hidden now, not when the event comes round.
      if (sheet.stage !== 'gate') await this.projections.project(transaction, ticketId);
      return sheet.stage;
    });
  }
}

/** @throws Problem `stale-version` when the form was made from another sheet. */
function requireSeal(values: Values, { seal }: RedactionSheet): void {
  if (values['seal'] !== seal)
    throw new Problem('stale-version', 'Đồng nghiệp vừa sửa trang này. Xin tải lại để xem bản mới rồi sửa tiếp.');
}

function fieldsOf(ticket: TicketRow, answer: TicketAnswerRow): SheetField[] {
  const kept = answer.publicAnswer;
  const fields: readonly (readonly [SheetText, string | null, string | null | undefined])[] = [
    ['title', ticket.title ?? titleOf(ticket.words), answer.publicTitle],
    ['question', ticket.words, answer.publicQuestion],
    ['found', answer.found, kept?.found],
    ['done', answer.done, kept?.done],
    ['inCharge', answer.inCharge, kept?.inCharge],
    ['legalBasis', answer.legalBasis, kept?.legalBasis],
  ];
  return fields.flatMap(([name, original, marked]) =>
    original === null || original === '' ? [] : [sheetField(name, original, marked ?? null)],
  );
}

/** The photos that came for this answer: after the answer before it, from the same agency, and not left out. */
async function photosOf(manager: EntityManager, answer: TicketAnswerRow, after: Date | null): Promise<SheetPhoto[]> {
  const { ticketId, authorAgencyCode, publishedAt } = answer;
  const answers = await manager.find(TicketAnswerRow, { where: { ticketId, authorAgencyCode }, select: { id: true } });
  const files = await manager.find(AttachmentRow, {
    where: { ticketId, ownerKind: 'answer', ownerId: In(answers.map(({ id }) => id)), leftOutAt: IsNull() },
    order: { id: 'ASC' },
  });
  const photos = files.filter(
    ({ mediaType, createdAt }) =>
      mediaType !== 'application/pdf' &&
      (after === null || createdAt > after) &&
      (publishedAt === null || createdAt <= publishedAt),
  );
  if (photos.length === 0) return [];
  const rows = await manager.findBy(PhotoRedactionRow, { ticketId });
  return photos.map(({ id, name, width, height, isPublic: shown }) => {
    const row = rows.find(({ attachmentId }) => attachmentId === id);
    return { id, name, width: width ?? 0, height: height ?? 0, shown: row?.shown ?? shown, areas: row?.areas ?? [] };
  });
}

function wordsOf(fields: readonly SheetField[], texts: FilledSheet['texts']): PublicWords {
  const { title, question, found, done, inCharge, legalBasis } = texts;
  const has = fields.some(({ name }) => name === 'legalBasis');
  return { title, question, answer: { found, done, inCharge, legalBasis: has ? legalBasis : null } };
}

function sealOf(answerId: string, fields: readonly SheetField[], photos: readonly SheetPhoto[]): string {
  const all = JSON.stringify([
    answerId,
    fields.map(({ name, original, marked }) => [name, original, marked]),
    photos.map(({ id, shown, areas }) => [id, shown, areas]),
  ]);
  return createHash('sha256').update(all).digest('base64url').slice(0, 22);
}
