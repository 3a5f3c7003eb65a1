import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Directory, Province } from '../agencies/index.js';
import { Clock } from '../kernel/index.js';
import { LetterRow, letterReference } from '../letters/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { Catalog } from '../routing/index.js';
import { SlaError, SlaPolicies, workingSeconds, type ClockExplanation } from '../sla/index.js';
import { Surveys } from '../surveys/index.js';
import type { PublicWords, TicketClockRow } from '../tickets/index.js';
import { deadlineNote } from './domain/deadline-note.js';
import { holdersLine, type Holder } from './domain/holders.js';
import {
  asItStands,
  freeze,
  freezeAnswer,
  revisedSince,
  type FreezePhotos,
  type FrozenNames,
  type PublishedItem,
} from './domain/published-item.js';
import { publicApology, type PublicApology } from './domain/public-apology.js';
import { publicCommitment } from './domain/public-commitment.js';
import { NOT_RATED, publicStatus, type PublicStatus, type Ratings } from './domain/public-status.js';
import { PublicStatusRow, PublishedItemRow } from './entities.js';
import { WithdrawnItemRow } from './moderation-entities.js';
import { PublicChanges } from './public-changes.js';
import { SearchIndex } from './search-index.js';
import { asAnswered, promiseOf, readSource, restoredAt, type PassedAnswer, type PublicationSource } from './source.js';

/** What somebody tries for a copy. */
interface Draft {
  readonly words: PublicWords;
  readonly photos: FreezePhotos;
  readonly at: Date;
}

/**
 * Writes the two public copies of a ticket from what the ticket is now. Events only say that something
 * changed, so handling one twice, late or out of order gives the same rows; a row that shows a newer
 * version is left alone.
 */
@Injectable()
export class Projections {
  constructor(
    private readonly directory: Directory,
    private readonly province: Province,
    private readonly catalog: Catalog,
    private readonly policies: SlaPolicies,
    private readonly changes: PublicChanges,
    private readonly index: SearchIndex,
    private readonly surveys: Surveys,
    private readonly clock: Clock,
  ) {}

  async project(transaction: Transaction, ticketId: string): Promise<void> {
    const copy = () => managerOf(transaction).findOneBy(PublishedItemRow, { ticketId });
    const before = await copy();
    const { status, mayHaveOne } = await this.write(transaction, ticketId, before);
    const after = mayHaveOne ? await copy() : null;
    if (status !== null) await this.changes.note(transaction, status, after?.revisedAt ?? null);
    await this.index.put(transaction, before, after);
  }

  /** Nothing is known of it any more. */
  async hide(transaction: Transaction, ticketId: string): Promise<void> {
    const before = await managerOf(transaction).findOneBy(PublishedItemRow, { ticketId });
    await this.remove(transaction, ticketId);
    await this.index.put(transaction, before, null);
  }

  /** @returns what the public knows of it now, and whether there may be a published copy. */
  private async write(
    transaction: Transaction,
    ticketId: string,
    before: PublishedItemRow | null,
  ): Promise<{ readonly status: PublicStatus | null; readonly mayHaveOne: boolean }> {
    const source = await readSource(managerOf(transaction), ticketId);
    const status =
      source === null
        ? null
        : publicStatus(source.ticket, source.reporterCount, await this.ratings(transaction, source));
    if (source === null || status === null) {
      await this.remove(transaction, ticketId);
      return { status: null, mayHaveOne: false };
    }
    // Of a copy that was taken off it is known that the matter was answered, and nothing else.
    const shown = source.withdrawal === null ? status : { ...status, publishedAt: null, ...NOT_RATED };
    await this.putStatus(transaction, shown);
    if (await this.takenOff(transaction, source, before)) return { status: shown, mayHaveOne: false };
    await this.putItem(transaction, source, before);
    if (source.ticket.publishedAt === null) return { status: shown, mayHaveOne: before !== null };
    await this.putApology(transaction, ticketId);
    await this.putCommitment(transaction, source);
    return { status: shown, mayHaveOne: true };
  }

  /** Counted from what was said, each time: a rating may be changed, and come again. */
  private async ratings(transaction: Transaction, { ticket }: PublicationSource): Promise<Ratings> {
    if (ticket.publishedAt === null) return NOT_RATED;
    const scores = await this.surveys.scores(ticket.id, ticket.publishedAt, managerOf(transaction));
    return {
      verySatisfied: scores.get('very_satisfied') ?? 0,
      satisfied: scores.get('satisfied') ?? 0,
      unsatisfied: scores.get('unsatisfied') ?? 0,
    };
  }

  private async remove(transaction: Transaction, ticketId: string): Promise<void> {
    const manager = managerOf(transaction);
    await manager.delete(PublicStatusRow, { ticketId });
    await manager.delete(PublishedItemRow, { ticketId });
    await manager.delete(WithdrawnItemRow, { ticketId });
    await this.changes.forget(transaction, ticketId);
  }

  /** In the place of a copy that was taken off stands that there was one. @returns whether it is off now. */
  private async takenOff(
    transaction: Transaction,
    { ticket, withdrawal }: PublicationSource,
    before: PublishedItemRow | null,
  ): Promise<boolean> {
    if (ticket.publishedAt === null) return false;
    const manager = managerOf(transaction);
    const { id: ticketId, code } = ticket;
    if (withdrawal === null) {
      await manager.delete(WithdrawnItemRow, { ticketId });
      return false;
    }
    await manager.delete(PublishedItemRow, { ticketId });
    const { ground, withdrawnAt } = withdrawal;
    const { publishedAt = null, wardCode = null, field = null, agencyCode = null } = before ?? {};
    await manager
      .createQueryBuilder()
      .insert()
      .into(WithdrawnItemRow)
      .values({ ticketId, code, ground, withdrawnAt, publishedAt, wardCode, field, agencyCode })
      .orUpdate(['ground', 'withdrawn_at'], ['ticket_id'])
      .updateEntity(false)
      .execute();
    return true;
  }

  /**
   * What everybody would read, with other words and photos than those that are kept: for whoever decides on them.
   * @param at as if it were published at this instant, where it is not yet.
   * @returns null when there is nothing that could be published.
   */
  async draft(
    manager: EntityManager,
    ticketId: string,
    { words, photos, at }: Draft,
  ): Promise<PublishedItemRow | null> {
    const source = await readSource(manager, ticketId, at);
    if (source === null || source.answer === null) return null;
    const { title, question, answer: publicAnswer } = words;
    const present = await manager.findOneBy(PublishedItemRow, { ticketId });
    const item = this.frozen(
      { ...source, answer: { ...source.answer, publicAnswer, photos }, confirmed: { title, question } },
      source.ticket.state === 'awaiting_publication' ? null : present,
    );
    if (item === null) return null;
    const apology = await this.apology(manager, ticketId);
    const commitment = publicCommitment(source.clocks);
    return { ...item, apology, commitment, revisedAt: null } as unknown as PublishedItemRow;
  }

  private async putStatus(transaction: Transaction, status: PublicStatusRow): Promise<void> {
    const manager = managerOf(transaction);
    const { ticketId, ...change } = status;
    const present = await manager.findOne(PublicStatusRow, {
      where: { ticketId },
      select: { ticketId: true, ticketVersion: true },
    });
    if (present === null) await manager.insert(PublicStatusRow, status);
    else if (present.ticketVersion <= status.ticketVersion) await manager.update(PublicStatusRow, { ticketId }, change);
  }

  private async putItem(
    transaction: Transaction,
    source: PublicationSource,
    present: PublishedItemRow | null,
  ): Promise<void> {
    const manager = managerOf(transaction);
    const { id: ticketId } = source.ticket;
    const item = this.frozen(source, present);
    // Nothing has passed the gate yet; a copy is taken away only with the whole ticket.
    if (item === null) return;
    const { ticketId: _, ...change } = item;
    if (present === null) {
      const revisedAt = await restoredAt(manager, ticketId, item.publishedAt);
      await manager.insert(PublishedItemRow, { ...item, revisedAt } as unknown as PublishedItemRow);
    } else if (present.ticketVersion <= item.ticketVersion) {
      const revisedAt = revisedSince(present, item, this.clock.now());
      const changed = { ...change, revisedAt } as unknown as Omit<PublishedItemRow, 'ticketId'>;
      await manager.update(PublishedItemRow, { ticketId }, changed);
    }
  }

  /** The letter goes out at a time of its own, also long after the answer: it is put beside the copy, wherever the ticket is. */
  private async putApology(transaction: Transaction, ticketId: string): Promise<void> {
    const manager = managerOf(transaction);
    const apology = await this.apology(manager, ticketId);
    if (apology !== null) await manager.update(PublishedItemRow, { ticketId }, { apology });
  }

  private async apology(manager: EntityManager, ticketId: string): Promise<PublicApology | null> {
    const row = await manager.findOne(LetterRow, { where: { ticketId, kind: 'apology' }, order: { id: 'DESC' } });
    if (row === null) return null;
    return publicApology({
      agencyName: this.agencyName(row.agencyCode),
      reference: letterReference(row),
      sentAt: row.signedAt,
      parts: row.parts,
      signer: row.form.signer,
    });
  }

  /** The promise lives on after the copy is made: kept, missed, or not asked for any more. */
  private async putCommitment(transaction: Transaction, { ticket, clocks }: PublicationSource): Promise<void> {
    const commitment = publicCommitment(clocks);
    await managerOf(transaction).update(PublishedItemRow, { ticketId: ticket.id }, { commitment });
  }

  private frozen(source: PublicationSource, present: PublishedItemRow | null): PublishedItem | null {
    const { answer, earlier, confirmed } = source;
    if (answer === null) return null;
    const ended = source.ticket.state === 'published' || source.ticket.state === 'closed';
    // What is looked at again stays as it was answered until there is another answer; only a coordinator's hand changes it.
    const again = !ended && present !== null;
    if (again && (confirmed === null || present.answerId !== answer.id)) return null;
    const resolve = promiseOf(source, answer);
    const ticket = ended ? source.ticket : { ...source.ticket, ...asAnswered(answer, resolve) };
    // A copy that is written again (a rebuild) keeps the names of its own time.
    const same = present?.answerId === answer.id ? present : null;
    const item = freeze({
      ticket,
      answer,
      photos: answer.photos,
      confirmed,
      names: same ? namesOf(same) : this.names(ticket.categoryCode, ticket.wardCode, ticket.leadAgencyCode),
      holders: same?.holders ?? this.holders(source, answer, resolve),
      deadline: deadlineNote((resolve?.explanation as ClockExplanation | undefined) ?? null, same?.deadline ?? null),
      earlier: earlier.map((one) => ({
        id: one.id,
        agencyName: this.agencyName(one.authorAgencyCode),
        answer: freezeAnswer(one, one.photos),
        publishedAt: one.publishedAt.toISOString(),
      })),
    });
    return again && item !== null ? asItStands(present, item) : item;
  }

  /** Of this round alone: what others did before it was opened again is told with their answer. */
  private holders(
    { ticket, clocks, holdings, earlier }: PublicationSource,
    { publishedAt }: PassedAnswer,
    resolve: TicketClockRow | null,
  ): Holder[] {
    return holdersLine({
      receivedAt: earlier.length > 0 && resolve !== null ? resolve.startedAt : ticket.receivedAt,
      publishedAt,
      centreCode: this.province.centreAgency,
      holdings: holdings.filter((holding) => holding.clockId === resolve?.id),
      ownDeadlines: clocks
        .filter((clock) => clock.kind === 'resolve_holder' || clock.kind === 'publish')
        .map((clock) => ({ agencyCode: clock.holderAgencyCode, startedAt: clock.startedAt, dueAt: clock.dueAt })),
      agencyName: (code) => this.agencyName(code),
      workingSeconds: (agencyCode, from, to) => this.worked(agencyCode, from, to),
    });
  }

  private worked(agencyCode: string, from: Date, to: Date): number | null {
    try {
      return workingSeconds(from, to, this.policies.agencyCalendar(agencyCode));
    } catch (error) {
      // A ticket from years before the calendar begins: the line is shown without this figure.
      if (error instanceof SlaError) return null;
      throw error;
    }
  }

  private names(categoryCode: string | null, wardCode: string | null, agencyCode: string | null): FrozenNames {
    const category = categoryCode === null ? null : this.catalog.category(categoryCode);
    return {
      categoryName: category?.name ?? null,
      field: category?.field ?? null,
      fieldName: category?.fieldName ?? null,
      wardName: wardCode === null ? null : (this.directory.unit(wardCode)?.name ?? null),
      agencyName: agencyCode === null ? '' : this.agencyName(agencyCode),
    };
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }
}

function namesOf({ categoryName, field, fieldName, wardName, agencyName }: FrozenNames): FrozenNames {
  return { categoryName, field, fieldName, wardName, agencyName };
}
