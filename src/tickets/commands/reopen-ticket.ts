import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { authorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import type { LoadedTicket } from '../domain/change.js';
import { withoutReporter } from '../domain/escrow.js';
import { CENTRE_GROUNDS, type ReopenGround } from '../domain/grounds.js';
import { answeredBy, MIN_REASON, reopen, reopenObstacle, resumesWork } from '../domain/reopen.js';
import { LeadChoice } from '../lead-choice.js';
import { loadBeside, readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult } from '../ticket-store.js';
import { together } from '../together.js';

const WORDS = {
  field: 'words',
  what: 'Lý do',
  most: 5_000,
  missing: 'Xin ghi vì sao cần xem lại.',
} as const;

export interface ReopenTicketInput {
  readonly ticketId: string;
  /** null: whatever it is now, for the reporter, whose page may be old. */
  readonly version: number | null;
  readonly words: string;
  /** Of a coordinator: one of the grounds of the list. The reporter's own is known from the state. */
  readonly ground?: string | null | undefined;
}

/**
 * Ended work is looked at again, one level up from whoever answered, with clocks of its own → assigned; where
 * nobody stands above, the centre names another agency → received. By the reporter within the days for rating,
 * once; by a coordinator at any time. Whose ticket was merged has the one looked at that stands for it: one matter,
 * one answer, and everybody who reported it is told.
 */
@Injectable()
export class ReopenTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
    private readonly leads: LeadChoice,
  ) {}

  /** @throws Problem `invalid-input` (no reason, too short, no ground), `not-found`, `stale-version`, `conflict` with why not. */
  async execute(input: ReopenTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ReopenTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const own = principal.kind === 'reporter';
    const found = await loadBeside(managerOf(transaction), input.ticketId, { reporter: own, parent: own });
    const mine = found?.loaded ?? null;
    const shared = own && principal.ticketId === input.ticketId ? (mine?.ticket.mergedIntoId ?? null) : null;
    const loaded =
      shared === null
        ? readyFor(mine, own ? input.version : (input.version ?? 0), 'reopen', principal)
        : // The version of the ticket that stands for it is not before the reporter's eyes.
          readyFor(found?.parent ?? null, null, 'reopen', {
            kind: 'reporter',
            ticketId: shared,
          });
    const at = this.clock.now();
    if (own) requireClear(reopenObstacle(loaded, at));
    const { ground, typed } = together({
      ground: () => (own ? ownGround(loaded) : centreGround(loaded, input.ground ?? '')),
      typed: () => written(input.words, WORDS),
    });
    if (own && ground === 'not_satisfied' && typed.length < MIN_REASON)
      throw Problem.invalid([
        { field: 'words', message: `Xin nói rõ hơn chỗ nào chưa được, ít nhất ${MIN_REASON} ký tự.` },
      ]);
    const words = own ? withoutReporter(typed, found?.reporter ?? null) : typed;
    const change = reopen(loaded, {
      ground,
      by: shared !== null ? 'merged_reporter' : own ? 'reporter' : 'centre',
      words,
      ...this.placeOf(loaded),
      centreAgencyCode: this.directory.province.centreAgency,
      author: authorOf(principal),
      at,
      planner: this.planner,
    });
    return this.store.write(transaction, loaded, { change, command: 'reopen', principal, at });
  }

  /** Where it goes: back to whoever had it when it was withdrawn, one level up from an answer, or to the centre. */
  private placeOf(loaded: LoadedTicket): { agencyCode: string | null; reason: string } {
    const { ticket } = loaded;
    if (ticket.state === 'rejected')
      return { agencyCode: null, reason: 'Phiếu đã bị từ chối được mở lại: điều phối viên 1022 xem và chuyển.' };
    if (resumesWork(loaded)) {
      const last = ticket.leadAgencyCode;
      return last !== null && ticket.slaClass !== null && this.leads.wrong(last, ticket) === null
        ? { agencyCode: last, reason: `Mở lại: ${this.leads.nameOf(last)} giải quyết tiếp.` }
        : { agencyCode: null, reason: 'Phiếu được mở lại: điều phối viên 1022 xem và chuyển.' };
    }
    const first = answeredBy(loaded);
    const superior = this.leads.above(first, ticket);
    return superior === null
      ? { agencyCode: null, reason: 'Phiếu được mở lại: 1022 chọn nơi khác xem câu trả lời.' }
      : {
          agencyCode: superior,
          reason: `Mở lại, lên một cấp: ${this.leads.nameOf(superior)} xem câu trả lời của ${this.leads.nameOf(first ?? '')}.`,
        };
  }
}

function ownGround(loaded: LoadedTicket): ReopenGround {
  return resumesWork(loaded) ? 'came_back' : 'not_satisfied';
}

function centreGround(loaded: LoadedTicket, ground: string): ReopenGround {
  const known = CENTRE_GROUNDS.find((one) => one === ground);
  if (known === undefined)
    throw Problem.invalid([{ field: 'ground', message: 'Xin chọn lý do mở lại trong danh sách.' }]);
  return known === 'order' && resumesWork(loaded) ? 'came_back' : known;
}
