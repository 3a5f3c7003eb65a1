import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, requireClear, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import type { LoadedTicket } from '../domain/change.js';
import {
  askSupport,
  askSupportObstacle,
  openPartOf,
  supportChoiceOn,
  supportChoices,
  type SupportChoice,
} from '../domain/support.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';
import { together } from '../together.js';

const ASK = {
  field: 'ask',
  what: 'Việc cần phối hợp',
  most: 4_000,
  missing: 'Xin ghi cần đơn vị ấy làm gì, cho biết gì.',
} as const;

export interface AskSupportInput extends TicketReference {
  readonly agencyCode: string;
  /** What is asked for. */
  readonly ask: string;
  /** 'YYYY-MM-DD': a working day of the agency asked, at most the lead's own deadline. */
  readonly dueOn: string;
}

/**
 * The agency in charge asks another one for its part: stays in_progress. The part gets a clock of its own, held
 * by the agency asked; the lead's clocks run on.
 */
@Injectable()
export class AskSupport {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly categories: TicketCategories,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` (no words, an agency that cannot be asked, a day that cannot be), `not-found`, `stale-version`, `conflict`. */
  async execute(input: AskSupportInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: AskSupportInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'ask_support', principal);
    const at = this.clock.now();
    const facts = { ...loaded, at, planner: this.planner };
    requireClear(askSupportObstacle(facts));
    const wrong = this.wrongAgency(loaded, input.agencyCode);
    // The days of an agency that cannot be asked are nobody's: then the lead's stand for them.
    const days = supportChoices(facts, wrong === null ? input.agencyCode : (loaded.ticket.leadAgencyCode ?? ''));
    const { agencyCode, ask, choice } = together({
      agencyCode: () => codeOf(input.agencyCode, wrong),
      ask: () => written(input.ask, ASK),
      choice: () => choiceOn(days, input.dueOn),
    });
    const change = askSupport(loaded, { agencyCode, ask, choice, actor: actorOf(principal), at }, this.planner);
    return this.store.write(transaction, loaded, { change, command: 'ask_support', principal, at });
  }

  private wrongAgency(loaded: LoadedTicket, code: string): string | null {
    const { leadAgencyCode, subjectAgencyCode, categoryCode } = loaded.ticket;
    if (code === '') return 'Xin chọn đơn vị phối hợp.';
    if (!this.directory.agencies().some((agency) => agency.code === code))
      return 'Không có đơn vị này; xin chọn lại trong danh sách.';
    if (code === leadAgencyCode) return 'Đây là chính đơn vị chủ trì.';
    if (openPartOf(loaded, code) !== null) return 'Đơn vị này đang được đề nghị phối hợp rồi.';
    // Who is complained about has no look at the case, at any level.
    if (
      subjectAgencyCode !== null &&
      categoryCode !== null &&
      this.categories.neverToSubject(categoryCode) &&
      this.directory.isKin(code, subjectAgencyCode)
    )
      return 'Phản ánh về một cơ quan không đưa cho chính cơ quan đó.';
    return null;
  }
}

function codeOf(code: string, wrong: string | null): string {
  if (wrong !== null) throw Problem.invalid([{ field: 'agencyCode', message: wrong }]);
  return code;
}

function choiceOn(days: readonly SupportChoice[], day: string): SupportChoice {
  const choice = supportChoiceOn(days, day);
  if (typeof choice === 'string') throw Problem.invalid([{ field: 'dueOn', message: choice }]);
  return choice;
}
