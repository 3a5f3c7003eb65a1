import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { cleanText, Clock, dayInVietnam, Problem } from '../../kernel/index.js';
import { Idempotency, UnitOfWork, type Transaction } from '../../platform/database/index.js';
import { Router } from '../../routing/index.js';
import { actorOf } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import type { LoadedTicket, TicketChange } from '../domain/change.js';
import { boundaryOf } from '../domain/open.js';
import { reclassify, type Correction } from '../domain/reclassify.js';
import { isGuided, type Boundary, type Priority, type Ticket } from '../domain/ticket.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const MAX_REMARK = 1_000;

/** What a correction would do to the deadline end to end. */
export interface CorrectionPreview {
  readonly dueBefore: Date | null;
  readonly dueAfter: Date | null;
}

export interface ReclassifyTicketInput extends TicketReference {
  /** undefined: as it is. */
  readonly categoryCode?: string | undefined;
  readonly priority?: Priority | undefined;
  /** Whether it is an emergency, whatever its category. */
  readonly boundary?: 'ordinary' | 'emergency' | undefined;
  /** Why so; kept with the ticket. */
  readonly remark?: string | null | undefined;
}

/**
 * A coordinator corrects the category, the priority or whether it is an emergency, without moving the
 * ticket: its clocks keep their start and take the new limit. Whoever was promised another deadline is told.
 */
@Injectable()
export class ReclassifyTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly categories: TicketCategories,
    private readonly router: Router,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` (unknown category, nothing changed, a complaint), `not-found`, `stale-version`, `conflict`. */
  async execute(input: ReclassifyTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ReclassifyTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const { loaded, change, at } = await this.changeOf(transaction, input, ctx);
    return this.store.write(transaction, loaded, { change, command: 'reclassify', principal, at });
  }

  /** What it would do, without doing it. Nothing is written. @throws as `execute` */
  async preview(input: ReclassifyTicketInput, ctx: CommandContext): Promise<CorrectionPreview> {
    const { loaded, change } = await this.unitOfWork.run((transaction) => this.changeOf(transaction, input, ctx));
    return { dueBefore: loaded.ticket.resolveDueAt, dueAfter: change.set.resolveDueAt ?? loaded.ticket.resolveDueAt };
  }

  private async changeOf(
    transaction: Transaction,
    input: ReclassifyTicketInput,
    { principal }: CommandContext,
  ): Promise<{ loaded: LoadedTicket; change: TicketChange; at: Date }> {
    const loaded = await this.store.loadFor(transaction, input, 'reclassify', principal);
    const at = this.clock.now();
    const remark = cleanText(input.remark ?? '').slice(0, MAX_REMARK);
    const decided = this.decide(loaded.ticket, input, at);
    const { subjectAgencyCode: subject } = loaded.ticket;
    const never = subject !== null && this.categories.neverToSubject(decided.category.code);
    const correction: Correction = {
      ...decided,
      isAccused: never ? (code) => this.directory.isKin(code, subject) : null,
      remark: remark === '' ? null : remark,
      actor: actorOf(principal),
      centreAgencyCode: this.directory.province.centreAgency,
      at,
    };
    return { loaded, change: reclassify(loaded, correction, this.planner), at };
  }

  private decide(
    ticket: Ticket,
    input: ReclassifyTicketInput,
    at: Date,
  ): Pick<Correction, 'category' | 'slaClass' | 'boundary' | 'priority'> {
    const category = this.categories.find(input.categoryCode ?? ticket.categoryCode);
    if (category === null)
      throw Problem.invalid([{ field: 'categoryCode', message: 'Xin chọn lĩnh vực trong danh sách.' }]);
    const boundary: Boundary = boundaryOf(input.boundary ?? ticket.boundary, category);
    if (isGuided(boundary)) {
      const message =
        'Loại việc này là khiếu nại, tố cáo. Xin dùng “Hướng dẫn nơi khiếu nại, tố cáo” thay vì sửa loại việc.';
      throw Problem.invalid([{ field: 'categoryCode', message }]);
    }
    const { leadAgencyCode, subjectAgencyCode } = ticket;
    const judges =
      leadAgencyCode !== null && subjectAgencyCode !== null && this.directory.isKin(leadAgencyCode, subjectAgencyCode);
    if (judges && this.categories.neverToSubject(category.code)) {
      const message =
        'Loại việc này không giao cho chính cơ quan bị phản ánh. Xin chuyển đơn vị khác trước, rồi sửa loại việc.';
      throw Problem.invalid([{ field: 'categoryCode', message }]);
    }
    const priority = input.priority ?? ticket.priority;
    const same = category.code === ticket.categoryCode && boundary === ticket.boundary;
    if (same && priority === ticket.priority)
      throw Problem.invalid([{ field: 'categoryCode', message: 'Chưa sửa gì: loại việc và mức ưu tiên vẫn như cũ.' }]);
    // Of another priority alone the class is not judged anew: rules may have changed since.
    return {
      category,
      boundary,
      priority,
      slaClass: same ? ticket.slaClass : this.ruledClass(ticket, category.code, at),
    };
  }

  private ruledClass({ wardCode, subjectAgencyCode }: Ticket, categoryCode: string, at: Date): string | null {
    return this.router.route({ categoryCode, wardCode, subjectAgencyCode, on: dayInVietnam(at) }).slaClass;
  }
}
