import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, dayInVietnam, newId, Problem } from '../../kernel/index.js';
import { isUniqueViolation, managerOf, type Transaction } from '../../platform/database/index.js';
import { Router } from '../../routing/index.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { boundaryOf, openTicket, type OpenFacts } from '../domain/open.js';
import { isGuided, type NewTicket } from '../domain/ticket.js';
import { keeperFor } from '../guided-keeper.js';
import { TicketRow } from '../entities.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketCodes } from '../ticket-codes.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';

const CODE_ATTEMPTS = 8;

export interface OpenedResult extends CommandResult {
  readonly leadAgencyCode: string | null;
  readonly slaClass: string | null;
  /** ISO; null while no class is known. */
  readonly resolveDueAt: string | null;
  readonly routeReason: string;
}

/**
 * Opens a ticket, as part of the unit of work that records the contact: routed to the agency in charge
 * (assigned), or waiting for a coordinator (received) with what is missing. Whoever may open one is
 * decided by the channel; the texts come cleaned and checked for length.
 */
@Injectable()
export class OpenTicket {
  constructor(
    private readonly store: TicketStore,
    private readonly codes: TicketCodes,
    private readonly categories: TicketCategories,
    private readonly router: Router,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws Problem `conflict` when the channel has delivered this before (its own id is known); look it up
   * first with `TicketQueries.byExternalId`. `invalid-input` for a category that does not exist.
   */
  async open(transaction: Transaction, input: NewTicket, ctx: CommandContext): Promise<OpenedResult> {
    const facts = this.facts(input, this.clock.now());
    for (let attempt = 1; ; attempt += 1) {
      const opened = openTicket(input, { ...facts, code: this.codes.draw(facts.at) });
      try {
        await this.store.create(transaction, opened, ctx.principal);
        const {
          id: ticketId,
          code,
          version,
          state,
          leadAgencyCode,
          slaClass,
          resolveDueAt,
          routeReason,
        } = opened.ticket;
        return {
          ticketId,
          code,
          version,
          state,
          leadAgencyCode,
          slaClass,
          resolveDueAt: resolveDueAt?.toISOString() ?? null,
          routeReason,
        };
      } catch (error) {
        // The ticket is the first row written, so nothing of this attempt is there.
        if (!isUniqueViolation(error) || attempt >= CODE_ATTEMPTS) throw error;
        if (await this.isKnown(transaction, input))
          throw Problem.conflict('Nội dung này đã được nhận trước đó, không tạo phiếu mới.');
      }
    }
  }

  private facts(input: NewTicket, at: Date): Omit<OpenFacts, 'code'> {
    const filed = this.categories.find(input.categoryCode);
    if (input.categoryCode !== null && filed === null) {
      throw Problem.invalid([
        { field: 'categoryCode', message: 'Không có lĩnh vực này; xin chọn lại trong danh sách.' },
      ]);
    }
    const boundary = boundaryOf(input.boundary, filed);
    const category = isGuided(boundary) ? this.categories.guided() : filed;
    const route = this.router.route({
      categoryCode: category?.code ?? null,
      wardCode: input.wardCode,
      subjectAgencyCode: input.subjectAgencyCode,
      on: dayInVietnam(at),
    });
    const keeper = keeperFor(this.directory, boundary, input.subjectAgencyCode);
    return { id: newId(), at, boundary, category, route, ...keeper, planner: this.planner };
  }

  private async isKnown(transaction: Transaction, { channel, externalId }: NewTicket): Promise<boolean> {
    if (externalId === null) return false;
    return managerOf(transaction).existsBy(TicketRow, { channel, externalId });
  }
}
