import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Attachments, attachmentView, type AttachmentView } from '../../attachments/index.js';
import { Accounts, type Principal } from '../../identity/index.js';
import { Reader } from '../../platform/database/index.js';
import type { CleanAnswer } from '../domain/answer-check.js';
import { seesAnswerFiles } from '../domain/answer-files.js';
import {
  answerHints,
  unnamedCopy,
  type AnswerHint,
  type CopyHint,
  type EarlierAnswer,
} from '../domain/answer-hints.js';
import { ticketScope } from '../domain/policy.js';
import { AnswerVersionRow, isTicketId, TicketAnswerRow, TicketRow } from '../entities.js';
import { TicketCategories } from '../ticket-categories.js';
import { withinReach } from './scope-condition.js';

/** Answers that a new one is compared with: so many of its agency, and so many on the same kind of matter. */
const COMPARED = 200;
const VERSIONS = 30;

/** A draft as somebody had written it. */
export interface DraftVersion {
  readonly authorAccountId: string;
  readonly slot: number;
  readonly authorName: string | null;
  readonly savedAt: Date;
  readonly parts: CleanAnswer;
}

/** What stands beside an answer: photos, earlier drafts, and what the service notices. Who may see it, the caller has decided. */
@Injectable()
export class AnswerQueries {
  constructor(
    private readonly reader: Reader,
    private readonly attachments: Attachments,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly categories: TicketCategories,
  ) {}

  /** What an answer of this category must bring beside its four parts. */
  needed(categoryCode: string | null): 'photo' | 'legal' | null {
    return this.categories.evidence(categoryCode);
  }

  /** The files of some answers, parts of other agencies or reports that a promise is kept, by what they belong to, oldest first. */
  async evidence(
    ownerIds: readonly string[],
    of: 'answer' | 'support' | 'done' = 'answer',
  ): Promise<ReadonlyMap<string, readonly AttachmentView[]>> {
    const rows = await this.attachments.of(this.reader.manager, of, ownerIds);
    const byOwner = new Map<string, AttachmentView[]>(ownerIds.map((id) => [id, []]));
    for (const row of rows) byOwner.get(row.ownerId)?.push(attachmentView(row));
    return byOwner;
  }

  /** Whether somebody who sees the ticket may open the files of one of its answers. */
  async seesFiles(principal: Principal, answerId: string): Promise<boolean> {
    const answer = await this.reader.manager.findOneBy(TicketAnswerRow, { id: answerId });
    return answer !== null && seesAnswerFiles(principal, answer);
  }

  /** The versions of a draft, newest first. */
  async versions(answerId: string): Promise<DraftVersion[]> {
    const rows = await this.reader.manager.find(AnswerVersionRow, {
      where: { answerId },
      order: { draftVersion: 'DESC' },
      take: VERSIONS,
    });
    const names = await this.accounts.names([...new Set(rows.map((row) => row.authorAccountId))]);
    return rows.map(({ authorAccountId, slot, savedAt, parts }) => ({
      authorAccountId,
      slot,
      savedAt,
      parts,
      authorName: names.get(authorAccountId) ?? null,
    }));
  }

  /**
   * What the service notices about words that are, or would be, the ticket's answer: two reads, and one more for a copy.
   * @param principal whom it is said to: another ticket is named to those who may see it.
   */
  async hints(
    principal: Principal,
    ticketId: string,
    parts: { readonly found: string; readonly done: string },
  ): Promise<AnswerHint[]> {
    if (`${parts.found}${parts.done}`.trim() === '') return [];
    const ticket = isTicketId(ticketId) ? await this.reader.manager.findOneBy(TicketRow, { id: ticketId }) : null;
    if (ticket === null) return [];
    const asked = {
      words: ticket.words,
      title: ticket.title,
      placeText: ticket.placeText,
      wardName: ticket.wardCode === null ? null : (this.directory.unit(ticket.wardCode)?.name ?? null),
      categoryName: ticket.categoryCode === null ? null : this.categories.name(ticket.categoryCode),
    };
    const hints = answerHints(parts, asked, await this.earlier(ticket));
    return Promise.all(hints.map(async (hint) => (hint.kind === 'copy' ? this.named(principal, hint) : hint)));
  }

  private async named(principal: Principal, hint: CopyHint): Promise<CopyHint> {
    const other = this.reader.manager.createQueryBuilder(TicketRow, 't').where('t.id = :id', { id: hint.ticketId });
    return (await withinReach(other, ticketScope(principal)).getExists()) ? hint : unnamedCopy(hint);
  }

  /** The newest answers of the agency, and on the same kind of matter: two index ranges. */
  private async earlier({ id, leadAgencyCode, categoryCode }: TicketRow): Promise<EarlierAnswer[]> {
    const of = async (column: string, value: string | null): Promise<EarlierAnswer[]> => {
      if (value === null) return [];
      const rows: (TicketAnswerRow & { ticket?: TicketRow })[] = await this.reader.manager
        .createQueryBuilder(TicketAnswerRow, 'a')
        .innerJoinAndMapOne('a.ticket', TicketRow, 't', 't.id = a.ticket_id')
        .select(['a.id', 'a.ticketId', 'a.sketch', 't.id', 't.code'])
        .where(`a.${column} = :value and a.submitted_at is not null and a.ticket_id <> :id`, { value, id })
        // Where one turned out to be a complaint or denunciation, even its code is nobody's to be told.
        .andWhere('t.boundary not in (:...guided)', { guided: ['complaint', 'denunciation'] })
        .orderBy('a.submittedAt', 'DESC')
        .limit(COMPARED)
        .getMany();
      return rows.flatMap(({ ticketId, sketch, ticket }) =>
        sketch === null || ticket === undefined ? [] : [{ ticketId, code: ticket.code, sketch }],
      );
    };
    const [ofAgency, ofMatter] = await Promise.all([
      of('author_agency_code', leadAgencyCode),
      of('category_code', categoryCode),
    ]);
    return [...new Map([...ofAgency, ...ofMatter].map((answer) => [answer.ticketId, answer])).values()];
  }
}
