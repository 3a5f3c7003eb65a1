import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf, written } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { pendingExtension } from '../domain/extension-moves.js';
import type { Ticket } from '../domain/ticket.js';
import { transfer } from '../domain/transfer.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const GROUND = {
  field: 'remark',
  what: 'Lý do chuyển',
  most: 1_000,
  missing: 'Xin ghi vì sao chuyển, để cả hai đơn vị cùng biết.',
} as const;

export interface TransferTicketInput extends TicketReference {
  readonly leadAgencyCode: string;
  /** Why; both agencies read it. */
  readonly remark: string;
}

/**
 * A coordinator gives the ticket to another agency: assigned or in_progress → assigned. Its own clocks begin
 * anew, and end to end the time runs on.
 */
@Injectable()
export class TransferTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly categories: TicketCategories,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` (no ground, an agency that cannot lead it), `not-found`, `stale-version`, `conflict`. */
  async execute(input: TransferTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: TransferTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'transfer', principal);
    const agencyCode = this.leadFor(loaded.ticket, input.leadAgencyCode);
    const ground = written(input.remark, GROUND);
    const at = this.clock.now();
    const reason = `Điều phối viên chuyển từ ${this.nameOf(loaded.ticket.leadAgencyCode ?? '')} sang ${this.nameOf(agencyCode)}.`;
    const pending = loaded.ticket.extensionAsked
      ? pendingExtension(await this.store.extensions(transaction, loaded.ticket.id))
      : null;
    const change = transfer(
      loaded,
      { agencyCode, reason, ground, actor: actorOf(principal), at, pending },
      this.planner,
    );
    return this.store.write(transaction, loaded, { change, command: 'transfer', principal, at });
  }

  private leadFor(ticket: Ticket, code: string): string {
    const wrong = (message: string): Problem => Problem.invalid([{ field: 'leadAgencyCode', message }]);
    if (code === '') throw wrong('Xin chọn đơn vị sẽ chủ trì.');
    if (!this.directory.agencies().some((agency) => agency.code === code))
      throw wrong('Không có đơn vị này; xin chọn lại trong danh sách.');
    if (code === ticket.leadAgencyCode) throw wrong('Phiếu đang ở chính đơn vị này.');
    const { categoryCode, subjectAgencyCode } = ticket;
    if (code === subjectAgencyCode && categoryCode !== null && this.categories.neverToSubject(categoryCode))
      throw wrong('Phản ánh về một cơ quan không giao cho chính cơ quan đó chủ trì.');
    return code;
  }

  private nameOf(code: string): string {
    return this.directory.agency(code)?.name ?? code;
  }
}
