import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { cleanLine, cleanText, Clock, Problem, type FieldError } from '../../kernel/index.js';
import { Idempotency, managerOf, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import type { LoadedTicket, TicketChange } from '../domain/change.js';
import {
  declareIncident,
  declareObstacle,
  endIncident,
  updateIncident,
  type Incident,
  type IncidentWords,
} from '../domain/incident.js';
import { isOpen } from '../domain/state-table.js';
import { IncidentRow } from '../merging-entities.js';
import { readyFor } from '../ticket-loading.js';
import { staleVersion } from '../stale-ticket.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const MAX_NAME = 200;
const MAX_SCRIPT = 4_000;

/** What a coordinator writes about an incident. */
export interface IncidentInput extends TicketReference {
  readonly name: string;
  readonly script: string;
  /** Empty: the ticket's own ward. */
  readonly wardCodes: readonly string[];
  readonly expectedEndAt: Date | null;
}

export interface UpdateIncidentInput extends IncidentInput {
  /** Whether everybody who reported it is written to. */
  readonly broadcast: boolean;
}

/** A coordinator declares an incident on a ticket, says what callers are told, and ends it. */
@Injectable()
export class ManageIncident {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input`, `not-found`, `stale-version`, `conflict`. */
  async declare(input: IncidentInput, ctx: CommandContext): Promise<CommandResult> {
    return this.once(input, ctx, (loaded, incident, at) => {
      const obstacle = declareObstacle(loaded, incident);
      if (obstacle !== null) throw Problem.conflict(obstacle);
      const words = this.words(input, loaded);
      return declareIncident(loaded, words, { accountId: actorOf(ctx.principal).accountId, at });
    });
  }

  /** @throws Problem as `declare`. */
  async update(input: UpdateIncidentInput, ctx: CommandContext): Promise<CommandResult> {
    return this.once(input, ctx, (loaded, incident, at) =>
      updateIncident(loaded, open(incident), this.words(input, loaded), { broadcast: input.broadcast, at }),
    );
  }

  /** @throws Problem as `declare`. */
  async end(input: TicketReference, ctx: CommandContext): Promise<CommandResult> {
    return this.once(input, ctx, (loaded, incident, at) =>
      endIncident(loaded, open(incident), { accountId: actorOf(ctx.principal).accountId, at }),
    );
  }

  private async once(
    input: TicketReference,
    { principal, idempotency }: CommandContext,
    decide: (
      loaded: LoadedTicket,
      incident: Incident | null,
      at: Date,
    ) => { readonly incident: Incident; readonly change: TicketChange },
  ): Promise<CommandResult> {
    return this.idempotency.once(idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const [found = null] = await this.store.loadMany(transaction, { ids: [input.ticketId] });
      // What is answered takes note of it as it does of a link: an incident may outlast its answer.
      const command = found === null || isOpen(found.ticket.state) ? 'absorb' : 'link';
      const loaded = readyFor(found, input.version, command, principal);
      const before = await manager.findOneBy(IncidentRow, { ticketId: loaded.ticket.id });
      const at = this.clock.now();
      const { incident, change } = decide(loaded, before, at);
      const result = await this.store.write(transaction, loaded, { change, command, principal, at });
      await this.keep(transaction, before, incident);
      return result;
    });
  }

  private async keep(transaction: Transaction, before: Incident | null, after: Incident): Promise<void> {
    const manager = managerOf(transaction);
    const { ticketId, ...columns } = { ...after, wardCodes: [...after.wardCodes] };
    if (before === null) {
      await manager.insert(IncidentRow, { ticketId, ...columns });
      return;
    }
    const updated = await manager.update(IncidentRow, { ticketId, edition: before.edition }, columns);
    if (updated.affected !== 1) throw staleVersion();
  }

  private words(input: IncidentInput, { ticket }: LoadedTicket): IncidentWords {
    const errors: FieldError[] = [];
    const wrong = (field: string, message: string): void => void errors.push({ field, message });
    const name = cleanLine(input.name);
    const script = cleanText(input.script);
    if (name === '') wrong('name', 'Xin đặt tên sự cố, ví dụ: Mất nước phường Trảng Dài.');
    if (name.length > MAX_NAME) wrong('name', `Tên sự cố dài quá ${MAX_NAME} ký tự.`);
    if (script === '') wrong('script', 'Xin ghi điều tổng đài nói với người gọi.');
    if (script.length > MAX_SCRIPT) wrong('script', 'Lời báo dài quá 4.000 ký tự; xin viết gọn lại.');
    const wards = [...new Set(input.wardCodes)];
    if (wards.some((code) => !this.directory.wards().some((ward) => ward.code === code)))
      wrong('wards', 'Có phường, xã không nhận ra. Xin chọn trong danh sách.');
    const own = ticket.wardCode === null ? [] : [ticket.wardCode];
    const wardCodes = wards.length > 0 ? wards : own;
    if (wardCodes.length === 0) wrong('wards', 'Xin ghi phường, xã nào bị ảnh hưởng.');
    if (input.expectedEndAt !== null && input.expectedEndAt <= this.clock.now())
      wrong('expectedEndAt', 'Giờ dự kiến xong phải ở phía trước. Để trống nếu chưa biết.');
    if (errors.length > 0) throw Problem.invalid(errors);
    return { name, script, wardCodes, expectedEndAt: input.expectedEndAt };
  }
}

/** @throws Problem `conflict` when there is none, or it is over. */
function open(incident: Incident | null): Incident {
  if (incident === null) throw Problem.conflict('Phiếu này chưa được báo là sự cố diện rộng.');
  if (incident.endedAt !== null) throw Problem.conflict('Sự cố này đã kết thúc.');
  return incident;
}
