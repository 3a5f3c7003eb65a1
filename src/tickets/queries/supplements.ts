import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Attachments, type AttachmentRow } from '../../attachments/index.js';
import { Accounts } from '../../identity/index.js';
import { Clock, dayInVietnam, Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { Router } from '../../routing/index.js';
import type { CorrectableField } from '../domain/correct.js';
import type { Question } from '../domain/supplement-question.js';
import { TicketCorrectionRow, TicketQuestionRow, TicketRemarkRow, TicketRow } from '../entities.js';
import { additionsElsewhere } from './said-elsewhere.js';

const REPORTERS: readonly AttachmentRow['ownerKind'][] = ['ticket', 'addition', 'reply'];

/** A field that a coordinator put right. */
export interface CorrectionView {
  readonly field: CorrectableField;
  /** Names for codes; null: nothing stood there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly byName: string | null;
  readonly at: Date;
  readonly why: string | null;
}

/** What was said and put right beside a ticket's way. For pages that have made sure that the reader may see the ticket. */
@Injectable()
export class Supplements {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly router: Router,
    private readonly clock: Clock,
    private readonly attachments: Attachments,
  ) {}

  /** What the citizen was asked, in order. */
  questions(ticketId: string): Promise<Question[]> {
    return this.reader.manager.find(TicketQuestionRow, { where: { ticketId }, order: { number: 'ASC' } });
  }

  /** The question behind an id; null when there is none. */
  question(id: string): Promise<Question | null> {
    return this.reader.manager.findOneBy(TicketQuestionRow, { id });
  }

  /** Photos that the reporter sent with answers and additions, then those of people whose tickets were merged into it; oldest first. */
  async photos(ticketId: string): Promise<AttachmentRow[]> {
    const { manager } = this.reader;
    const [rows, elsewhere] = await Promise.all([
      this.attachments.ofTicket(manager, ticketId),
      additionsElsewhere(manager, ticketId),
    ]);
    const joined = await this.attachments.of(manager, 'addition', elsewhere);
    return [...rows.filter(({ ownerKind }) => REPORTERS.includes(ownerKind)), ...joined];
  }

  /** One of them. @throws Problem `not-found`. */
  async photo(ticketId: string, id: string): Promise<AttachmentRow> {
    const row = await this.attachments.find(id);
    if (row === null || !REPORTERS.includes(row.ownerKind)) throw Problem.notFound();
    if (row.ticketId === ticketId) return row;
    const here =
      row.ownerKind === 'addition' && (await additionsElsewhere(this.reader.manager, ticketId)).includes(row.ownerId);
    if (!here) throw Problem.notFound();
    return row;
  }

  /** All that was put right, in order. */
  async corrections(ticketId: string): Promise<CorrectionView[]> {
    const { manager } = this.reader;
    const rows = await manager.find(TicketCorrectionRow, { where: { ticketId }, order: { at: 'ASC', id: 'ASC' } });
    if (rows.length === 0) return [];
    const [people, remarks] = await Promise.all([
      this.accounts.names([...new Set(rows.map(({ byAccountId }) => byAccountId))]),
      manager.findBy(TicketRemarkRow, { ticketId, kind: 'correction' }),
    ]);
    return rows.map(({ field, before, after, byAccountId, at, remarkId }) => ({
      field,
      before: this.shown(field, before),
      after: this.shown(field, after),
      byName: people.get(byAccountId) ?? null,
      at,
      why: remarks.find(({ id }) => id === remarkId)?.text ?? null,
    }));
  }

  /**
   * The agency to which the rules would send the ticket now, when it is another one than the one in charge, and a
   * correction of ward or subject is the reason to look; null otherwise.
   */
  async routedElsewhere(ticketId: string): Promise<{ readonly code: string; readonly name: string } | null> {
    const { manager } = this.reader;
    const [ticket, corrected] = await Promise.all([
      manager.findOneBy(TicketRow, { id: ticketId }),
      manager.find(TicketCorrectionRow, { where: { ticketId }, order: { at: 'DESC' } }),
    ]);
    const last = corrected.find(({ field }) => field === 'ward' || field === 'subject');
    if (ticket === null || last === undefined || ticket.categoryCode === null || ticket.leadAgencyCode === null)
      return null;
    // Somebody has decided on the lead since.
    if (ticket.leadLocked || (ticket.assignedAt !== null && ticket.assignedAt > last.at)) return null;
    const { categoryCode, wardCode, subjectAgencyCode } = ticket;
    const on = dayInVietnam(this.clock.now());
    const { leadAgencyCode: code } = this.router.route({ categoryCode, wardCode, subjectAgencyCode, on });
    if (code === null || code === ticket.leadAgencyCode) return null;
    return { code, name: this.directory.agency(code)?.name ?? code };
  }

  private shown(field: CorrectableField, value: string | null): string | null {
    if (value === null) return null;
    if (field === 'ward') return this.directory.unit(value)?.name ?? value;
    if (field === 'subject') return this.directory.agency(value)?.name ?? value;
    return value;
  }
}
