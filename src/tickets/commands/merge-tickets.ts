import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { CommandContext, Principal } from '../../identity/index.js';
import { cleanText, Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import type { LoadedTicket } from '../domain/change.js';
import { mergeObstacle, mergeTogether } from '../domain/merge.js';
import { HIDDEN_REASON } from '../domain/policy.js';
import { TicketReporterRow } from '../entities.js';
import { TicketCodes } from '../ticket-codes.js';
import { readyFor } from '../ticket-loading.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

/** So many at once: a coordinator has looked at each. */
const MOST_AT_ONCE = 50;

const REASON = { field: 'remark', what: 'Lý do gộp', most: 1_000, missing: '' } as const;

/**
 * A ticket that is to be merged: as it was before the eyes, or by the code somebody typed, as it is. A code beside a
 * reference says nothing: the version counts.
 */
export type MergedOne = TicketReference | { readonly code: string; readonly ticketId?: never };

export interface MergeTicketsInput extends TicketReference {
  readonly children: readonly MergedOne[];
  /** Why; may be empty. */
  readonly remark?: string | null | undefined;
}

export interface MergeIntoInput extends TicketReference {
  /** The ticket that stands for it from now on, as somebody typed its code. */
  readonly intoCode: string;
  readonly remark?: string | null | undefined;
}

/**
 * A coordinator puts tickets about one matter together: one stays open and stands for all, the others end as
 * merged, and every reporter goes on being told. All of them or none; an older view of any of them is refused.
 */
@Injectable()
export class MergeTickets {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly planner: SlaClockPlanner,
    private readonly codes: TicketCodes,
  ) {}

  /**
   * `children` into the ticket of the input. @returns the parent.
   * @throws Problem `invalid-input` (none, too many, an impossible code), `not-found`, `stale-version`, `conflict` with the ticket and the reason.
   */
  async execute(input: MergeTicketsInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The ticket of the input into another one. @returns the child, merged. @throws Problem as `execute`. */
  async into({ intoCode, ...child }: MergeIntoInput, ctx: CommandContext): Promise<CommandResult> {
    const code = this.codeOf(intoCode, 'intoCode');
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const loaded = await this.store.loadMany(transaction, { ids: [child.ticketId], codes: [code] });
      const parent = loaded.find(({ ticket }) => ticket.code === code);
      const own = loaded.find(({ ticket }) => ticket.id === child.ticketId) ?? null;
      const children = [readyFor(own, child.version, 'merge', ctx.principal)];
      const into = typedOne('intoCode', parent, (one) =>
        named(one, () => readyFor(one, null, 'absorb', ctx.principal)),
      );
      const [, merged] = await this.together(transaction, into, null, children, child.remark ?? null, ctx.principal);
      return merged as CommandResult;
    });
  }

  /** As part of the caller's unit of work. */
  async inside(
    transaction: Transaction,
    input: MergeTicketsInput,
    { principal }: Pick<CommandContext, 'principal'>,
  ): Promise<CommandResult> {
    const wanted = this.wanted(input);
    const loaded = await this.store.loadMany(transaction, {
      ids: [input.ticketId, ...wanted.flatMap(({ ticketId }) => ticketId ?? [])],
      codes: wanted.flatMap((one) => (one.ticketId === undefined ? one.code : [])),
    });
    const parent = loaded.find(({ ticket }) => ticket.id === input.ticketId) ?? null;
    const children = wanted.map((one) => {
      const found = loaded.find(({ ticket }) =>
        one.ticketId === undefined ? ticket.code === one.code : ticket.id === one.ticketId,
      );
      if (one.ticketId === undefined)
        return typedOne('children', found, (child) => named(child, () => readyFor(child, null, 'merge', principal)));
      return named(found, () => readyFor(found ?? null, one.version, 'merge', principal));
    });
    const distinct = [...new Map(children.map((child) => [child.ticket.id, child])).values()];
    const results = await this.together(transaction, parent, input.version, distinct, input.remark ?? null, principal);
    return results[0] as CommandResult;
  }

  private async together(
    transaction: Transaction,
    found: LoadedTicket | null,
    version: number | null,
    children: readonly LoadedTicket[],
    remark: string | null,
    principal: Principal,
  ): Promise<CommandResult[]> {
    const parent = named(found ?? undefined, () => readyFor(found, version, 'absorb', principal));
    const obstacle = mergeObstacle(parent, children);
    if (obstacle !== null) throw Problem.conflict(obstacle);
    if (parent.ticket.visibility === 'private') await this.sameReporter(transaction, parent, children);
    const reason = remark === null || cleanText(remark) === '' ? null : written(remark, REASON);
    const at = this.clock.now();
    const to = {
      reason,
      actor: principal.kind === 'staff' ? principal : null,
      at,
    };
    const changes = mergeTogether(parent, children, to, this.planner);
    const writes = changes.children.map((change, index) => ({
      loaded: children[index] as LoadedTicket,
      change,
      command: 'merge' as const,
    }));
    return this.store.writeMany(
      transaction,
      [{ loaded: parent, change: changes.parent, command: 'absorb' }, ...writes],
      { principal, at },
    );
  }

  private wanted({ children }: MergeTicketsInput): MergedOne[] {
    const wrong = (message: string): Problem => Problem.invalid([{ field: 'children', message }]);
    if (children.length === 0) throw wrong('Xin chọn ít nhất một phiếu để gộp.');
    if (children.length > MOST_AT_ONCE) throw wrong(`Mỗi lần gộp nhiều nhất ${MOST_AT_ONCE} phiếu.`);
    return children.map((one) => (one.ticketId === undefined ? { code: this.codeOf(one.code, 'children') } : one));
  }

  private codeOf(typed: string, field: string): string {
    const parsed = this.codes.parse(typed);
    if (!parsed.ok) throw Problem.invalid([{ field, message: parsed.reason }]);
    return parsed.code;
  }

  /** Only one person's private tickets go together: the answer to one is nobody else's to read. */
  private async sameReporter(
    transaction: Transaction,
    parent: LoadedTicket,
    children: readonly LoadedTicket[],
  ): Promise<void> {
    const ids = [parent, ...children].map(({ ticket }) => ticket.id);
    const reporters = await managerOf(transaction).find(TicketReporterRow, { where: { ticketId: In(ids) } });
    const own = reporters.find(({ ticketId }) => ticketId === parent.ticket.id);
    const stranger = reporters.some(
      ({ phone, email }) =>
        (phone === null || phone !== own?.phone) &&
        (email === null || email.toLowerCase() !== own?.email?.toLowerCase()),
    );
    if (stranger)
      throw Problem.conflict(
        'Phiếu không công khai của hai người khác nhau không gộp được: câu trả lời là riêng của từng người. Xin liên kết các phiếu.',
      );
  }
}

/** A code that was typed: the field says so, whether there is no such ticket or not for this person. */
function unknownCode(field: string): Problem {
  return Problem.invalid([{ field, message: HIDDEN_REASON }]);
}

/**
 * A ticket behind a code that was typed, once `ready` has let it through.
 * @throws Problem `invalid-input` beside the field, the same for a code that nobody has and for one that is not this person's to see; and what `ready` throws beside.
 */
export function typedOne(
  field: string,
  found: LoadedTicket | undefined,
  ready: (found: LoadedTicket) => LoadedTicket,
): LoadedTicket {
  if (found === undefined) throw unknownCode(field);
  try {
    return ready(found);
  } catch (error) {
    if (error instanceof Problem && error.kind === 'not-found') throw unknownCode(field);
    throw error;
  }
}

/** What is wrong with one of several says with which; one that is not there for the person is not named. */
function named(loaded: LoadedTicket | undefined, check: () => LoadedTicket): LoadedTicket {
  try {
    return check();
  } catch (error) {
    const known = error instanceof Problem && (error.kind === 'conflict' || error.kind === 'stale-version');
    if (!known || loaded === undefined || error.title === HIDDEN_REASON) throw error;
    throw new Problem(error.kind, `${loaded.ticket.code}: ${error.title}`, error.fields);
  }
}
