import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { CommandContext } from '../../identity/index.js';
import { cleanText, Clock, dayInVietnam, Problem, type FieldError } from '../../kernel/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { GUIDED_CLASS, Router } from '../../routing/index.js';
import { actorOf, requireClear } from '../acting.js';
import { SlaClockPlanner } from '../clock-planner.js';
import { classify, type Classification } from '../domain/classify.js';
import { boundaryOf, type CategoryFacts, type RouteFacts } from '../domain/open.js';
import { disputeObstacle, returnedBy } from '../domain/return-ticket.js';
import { answeredBy } from '../domain/reopen.js';
import type { LoadedTicket } from '../domain/change.js';
import { newRemark } from '../domain/remark.js';
import { sharedObstacle } from '../domain/shared-ticket.js';
import { isGuided, type Boundary, type RouteMissing, type Ticket } from '../domain/ticket.js';
import { keeperFor } from '../guided-keeper.js';
import { TicketCategories } from '../ticket-categories.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

const MAX_REMARK = 1_000;

export interface ClassifyTicketInput extends TicketReference {
  readonly categoryCode: string;
  /** undefined: as it is; null: none. */
  readonly wardCode?: string | null | undefined;
  readonly subjectAgencyCode?: string | null | undefined;
  /** The lead the coordinator names where the rules would name another, or none. */
  readonly leadAgencyCode?: string | null | undefined;
  /** undefined: as it is. */
  readonly boundary?: Boundary | undefined;
  /** Why so; kept with the ticket. */
  readonly remark?: string | null | undefined;
}

/**
 * A coordinator says what a ticket in the triage queue is about; the rules, or the coordinator, name the
 * agency in charge: received → assigned. What turns out to be a complaint or denunciation stays received
 * with the centre, to be guided.
 */
@Injectable()
export class ClassifyTicket {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly categories: TicketCategories,
    private readonly router: Router,
    private readonly planner: SlaClockPlanner,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem `invalid-input` with what is missing or wrong, `not-found`, `stale-version`, `conflict`. */
  async execute(input: ClassifyTicketInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: ClassifyTicketInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'classify', principal);
    requireClear(isGuided(input.boundary ?? 'ordinary') ? null : disputeObstacle(loaded.ticket));
    const at = this.clock.now();
    const decided = this.decide(loaded.ticket, input, at);
    if (isGuided(decided.boundary)) requireClear(sharedObstacle(loaded));
    else requireAnother(loaded, decided.route.leadAgencyCode);
    const remark = cleanText(input.remark ?? '');
    const change = classify(
      loaded,
      {
        ...decided,
        remark:
          remark === ''
            ? null
            : newRemark(loaded.ticket.id, 'classification', remark.slice(0, MAX_REMARK), actorOf(principal), at),
        ...keeperFor(this.directory, decided.boundary, decided.subjectAgencyCode),
        at,
      },
      this.planner,
    );
    return this.store.write(transaction, loaded, { change, command: 'classify', principal, at });
  }

  private decide(
    ticket: Ticket,
    input: ClassifyTicketInput,
    at: Date,
  ): Omit<Classification, 'remark' | 'centreAgencyCode' | 'keptBy' | 'at'> {
    const wardCode = input.wardCode === undefined ? ticket.wardCode : input.wardCode;
    const subjectAgencyCode =
      input.subjectAgencyCode === undefined ? ticket.subjectAgencyCode : input.subjectAgencyCode;
    const lead = input.leadAgencyCode ?? null;
    const filed = this.categories.find(input.categoryCode);
    const errors = this.unknownCodes({ filed, wardCode, subjectAgencyCode, lead });
    if (errors.length > 0 || filed === null) throw Problem.invalid(errors);

    const boundary = boundaryOf(input.boundary ?? impliedBoundary(ticket.boundary, filed), filed);
    const category = isGuided(boundary) ? (this.categories.guided() ?? filed) : filed;
    const ruled = this.router.route({ categoryCode: category.code, wardCode, subjectAgencyCode, on: dayInVietnam(at) });
    const route = lead === null ? ruled : this.named(lead, ruled, category);
    if (!isGuided(boundary))
      requireLead(
        route,
        subjectAgencyCode !== null && this.categories.neverToSubject(category.code)
          ? (code) => this.directory.isKin(code, subjectAgencyCode)
          : null,
      );
    return { boundary, category, wardCode, subjectAgencyCode, route };
  }

  private unknownCodes(input: {
    readonly filed: CategoryFacts | null;
    readonly wardCode: string | null;
    readonly subjectAgencyCode: string | null;
    readonly lead: string | null;
  }): FieldError[] {
    const { filed, wardCode, subjectAgencyCode, lead } = input;
    const errors: FieldError[] = [];
    if (filed === null) errors.push({ field: 'categoryCode', message: 'Xin chọn lĩnh vực trong danh sách.' });
    if (wardCode !== null && this.directory.unit(wardCode) === null) {
      errors.push({ field: 'wardCode', message: 'Không có phường, xã này; xin chọn lại trong danh sách.' });
    }
    if (subjectAgencyCode !== null && this.directory.agency(subjectAgencyCode) === null) {
      errors.push({ field: 'subjectAgencyCode', message: 'Không có cơ quan này; xin chọn lại trong danh sách.' });
    }
    if (lead !== null && !this.directory.agencies().some((agency) => agency.code === lead)) {
      errors.push({ field: 'leadAgencyCode', message: 'Không có đơn vị này; xin chọn lại trong danh sách.' });
    }
    return errors;
  }

  private named(lead: string, ruled: RouteFacts, category: CategoryFacts): RouteFacts {
    if (ruled.leadAgencyCode === lead) return ruled;
    return {
      leadAgencyCode: lead,
      slaClass: ruled.slaClass ?? category.slaClass,
      supportingAgencyCodes: ruled.supportingAgencyCodes,
      ruleId: null,
      ruleVersion: null,
      reason: `Điều phối viên chỉ định ${this.directory.agency(lead)?.name ?? lead} chủ trì.`,
      missing: null,
    };
  }
}

/** Filing a supposed complaint under an ordinary category says that it is none. */
function impliedBoundary(present: Boundary, filed: CategoryFacts): Boundary {
  return isGuided(present) && filed.slaClass !== GUIDED_CLASS ? 'ordinary' : present;
}

/**
 * @param isAccused whether an agency is the one complained about; null: it may answer itself.
 * @throws Problem `invalid-input` when no agency is named, or the one complained about: it would judge itself.
 */
function requireLead(route: RouteFacts, isAccused: ((agencyCode: string) => boolean) | null): void {
  if (route.leadAgencyCode === null) {
    throw Problem.invalid([MISSING[route.missing ?? 'rule']], route.reason);
  }
  if (isAccused?.(route.leadAgencyCode) === true) {
    throw Problem.invalid([
      { field: 'leadAgencyCode', message: 'Phản ánh về một cơ quan không giao cho chính cơ quan đó chủ trì.' },
    ]);
  }
}

/** @throws Problem `invalid-input`: it has just been given back by this agency, or is to look at its own answer again. */
function requireAnother(loaded: LoadedTicket, lead: string | null): void {
  const { routeMissing } = loaded.ticket;
  const message =
    routeMissing === 'returned' && lead === returnedBy(loaded)
      ? 'Đơn vị này vừa trả lại phiếu. Xin chọn đơn vị khác, hoặc ra quyết định giao đơn vị này chủ trì.'
      : routeMissing === 'reopened' && lead === answeredBy(loaded)
        ? 'Phiếu được mở lại để nơi khác xem câu trả lời của đơn vị này. Xin chọn đơn vị khác.'
        : null;
  if (message !== null) throw Problem.invalid([{ field: 'leadAgencyCode', message }]);
}

const MISSING: Readonly<Record<RouteMissing, FieldError>> = {
  category: { field: 'categoryCode', message: 'Xin chọn lĩnh vực trong danh sách.' },
  ward: { field: 'wardCode', message: 'Xin chọn phường, xã nơi xảy ra việc này.' },
  subject: { field: 'subjectAgencyCode', message: 'Xin chọn cơ quan bị phản ánh hoặc nơi nộp hồ sơ.' },
  rule: { field: 'leadAgencyCode', message: 'Chưa có quy định nơi phụ trách; xin chọn đơn vị chủ trì.' },
  returned: { field: 'leadAgencyCode', message: 'Xin chọn đơn vị chủ trì.' },
  reopened: { field: 'leadAgencyCode', message: 'Xin chọn đơn vị chủ trì.' },
};
