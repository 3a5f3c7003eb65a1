import { allows, approvesFor, type Permission } from '../../identity/domain/permissions.js';
import type { Principal } from '../../identity/domain/principal.js';
import { NO_LINE, type AgencyLine } from '../../kernel/index.js';
import {
  COMMAND_LABELS,
  isOpen,
  OPEN_STATES,
  TICKET_COMMANDS,
  stateLabel,
  stateRow,
  type TicketCommand,
  type TicketState,
} from './state-table.js';
import type { Apology } from './apology.js';
import type { SupportPart } from './support-part.js';
import { isGuided, type Boundary } from './ticket.js';

/** What the policy has to know of a ticket. */
export interface PolicyTicket {
  readonly state: TicketState;
  readonly boundary: Boundary;
  readonly leadAgencyCode: string | null;
  readonly enteredByAccountId: string | null;
  /** The letter owed or sent for it, where that is known to matter; left out: none. */
  readonly apology?: Pick<Apology, 'agencyCode' | 'status'> | null;
  /** Left out where no holder of a secret link can ask. */
  readonly id?: string;
  /** What other agencies were asked for; left out: nothing. */
  readonly supports?: readonly Pick<SupportPart, 'agencyCode' | 'status'>[];
  /** Whom it is about. */
  readonly subjectAgencyCode?: string | null;
}

/**
 * - `hidden`: this ticket does not exist for this person; missing and forbidden look the same.
 * - `denied`: the person sees it, but this is not theirs to do.
 * - `untimely`: theirs to do, but not in the present state.
 */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly kind: 'hidden' | 'denied' | 'untimely'; readonly reason: string };

export type TicketAction = 'read' | 'read_reporter' | TicketCommand;

const ALLOWED: Verdict = { allowed: true };
export const HIDDEN_REASON = 'Không tìm thấy phiếu này.';

/** Which tickets somebody sees at all. The list queries put the same scope into their `where`. */
export type TicketScope =
  /** Nothing. */
  | { readonly kind: 'none' }
  /**
   * The tickets an agency leads, and those for which it owes a letter; never a complaint or denunciation. The same of
   * the agencies whose whole work came to it (`line.before`), but for what one of them had judged about another.
   */
  | { readonly kind: 'agency'; readonly agencyCode: string; readonly line: AgencyLine }
  /**
   * All agencies' tickets; never a complaint or denunciation, because the watching units can be accused as well:
   * but what an outside office keeps of them, because it is about the centre (`keeps`, of its overseers).
   */
  | { readonly kind: 'watch'; readonly keeps: string | null; readonly line: AgencyLine }
  /**
   * The centre's desk: all but complaints that an outside office keeps, and denunciations entered by somebody else: a
   * denouncer is hidden even inside the centre.
   */
  | { readonly kind: 'desk'; readonly accountId: string; readonly agencyCode: string; readonly line: AgencyLine }
  /**
   * Whoever decides on complaints and denunciations at the centre, and the service itself (null). Of those only what
   * the own agency keeps; of denunciations only what is not about it.
   */
  | { readonly kind: 'all'; readonly agencyCode: string | null; readonly line: AgencyLine }
  /** The reporter's own ticket, behind the secret link. */
  | { readonly kind: 'own'; readonly ticketId: string };

/** The widest scope that the roles of somebody give. */
export function ticketScope(principal: Principal): TicketScope {
  if (principal.kind === 'system') return { kind: 'all', agencyCode: null, line: NO_LINE };
  if (principal.kind === 'reporter') return { kind: 'own', ticketId: principal.ticketId };
  if (principal.kind === 'public' || !allows(principal, 'ticket.read')) return { kind: 'none' };
  const { roles, agencyCode, accountId, line = NO_LINE } = principal;
  if (roles.includes('coordinator') || roles.includes('director')) return { kind: 'all', agencyCode, line };
  if (roles.includes('operator')) return { kind: 'desk', accountId, agencyCode, line };
  if (roles.includes('overseer')) return { kind: 'watch', keeps: agencyCode, line };
  if (roles.includes('auditor')) return { kind: 'watch', keeps: null, line };
  return { kind: 'agency', agencyCode, line };
}

/** Whether a ticket lies in a scope; the query side is `scopeCondition`. */
export function inScope(scope: TicketScope, ticket: PolicyTicket): boolean {
  switch (scope.kind) {
    case 'none':
      return false;
    case 'all':
      return scope.agencyCode === null || !isGuided(ticket.boundary) || keeps(scope.agencyCode, scope.line, ticket);
    case 'own':
      return ticket.id === scope.ticketId;
    case 'watch':
      return !isGuided(ticket.boundary) || (scope.keeps !== null && keeps(scope.keeps, scope.line, ticket));
    case 'desk':
      return (
        !isGuided(ticket.boundary) ||
        (keeps(scope.agencyCode, scope.line, ticket) &&
          (ticket.boundary === 'complaint' || ticket.enteredByAccountId === scope.accountId))
      );
    case 'agency':
      if (isGuided(ticket.boundary)) return false;
      if (concerns(ticket, scope.agencyCode)) return true;
      return (
        scope.line.before.some((code) => concerns(ticket, code)) && !judgesItself(scope.agencyCode, scope.line, ticket)
      );
  }
}

/** An agency that leads, owes a letter or gives a part. */
function concerns(ticket: PolicyTicket, agencyCode: string): boolean {
  return (
    ticket.leadAgencyCode === agencyCode || ticket.apology?.agencyCode === agencyCode || supports(ticket, agencyCode)
  );
}

/** Whether what another agency had judged about one is now of whoever came after both. */
function judgesItself(
  agencyCode: string,
  line: AgencyLine,
  { leadAgencyCode, subjectAgencyCode = null }: PolicyTicket,
): boolean {
  return subjectAgencyCode !== leadAgencyCode && isAbout(subjectAgencyCode, agencyCode, line);
}

/** Whether an agency is accused as itself, as one it came from or as one that came from it. */
function isAbout(subjectAgencyCode: string | null, agencyCode: string, { kin }: AgencyLine): boolean {
  return subjectAgencyCode !== null && [agencyCode, ...kin].includes(subjectAgencyCode);
}

/**
 * Whether a complaint or denunciation is kept by an agency; what is about the centre an office outside it keeps. Of a
 * denunciation the unit accused has no access at any level, wherever it lies.
 */
function keeps(
  agencyCode: string,
  line: AgencyLine,
  { boundary, leadAgencyCode, subjectAgencyCode = null }: PolicyTicket,
): boolean {
  if (leadAgencyCode !== agencyCode) return false;
  return boundary === 'complaint' || !isAbout(subjectAgencyCode, agencyCode, line);
}

/** An agency that was asked for a part, until the lead does without it: what it delivered stays its own to see. */
function supports(ticket: PolicyTicket, agencyCode: string): boolean {
  return (ticket.supports ?? []).some((part) => part.agencyCode === agencyCode && part.status !== 'withdrawn');
}

interface Rule {
  /** null: whoever is on that side, without a permission. */
  readonly permission: Permission | null;
  /**
   * Who of those with the permission: the centre (and whoever watches, where the permission is theirs), the
   * agency in charge of this ticket, the one that owes a letter, one asked for a part; the reporter; the service.
   */
  readonly side: 'centre' | 'lead' | 'owing' | 'support' | 'reporter' | 'service';
  readonly who: string;
}

const CENTRE_CLASSIFIES: Rule = {
  permission: 'ticket.classify',
  side: 'centre',
  who: 'Điều phối viên của Tổng đài 1022',
};
const LEAD_ANSWERS: Rule = { permission: 'ticket.answer', side: 'lead', who: 'Cán bộ của đơn vị chủ trì' };
const HEAD_APPROVES: Rule = { permission: 'ticket.approve', side: 'lead', who: 'Thủ trưởng đơn vị chủ trì' };
const CENTRE_PUBLISHES: Rule = {
  permission: 'ticket.publish',
  side: 'centre',
  who: 'Điều phối viên của Tổng đài 1022',
};

const LEAD_ACCEPTS: Rule = { permission: 'ticket.accept', side: 'lead', who: 'Cán bộ của đơn vị chủ trì' };
const CENTRE_RECORDS: Rule = { permission: 'contact.record', side: 'centre', who: 'Tổng đài 1022' };
const REPORTER: Rule = { permission: null, side: 'reporter', who: 'Người gửi hoặc Tổng đài 1022' };
const SERVICE: Rule = { permission: null, side: 'service', who: 'Hệ thống' };

/** Who may do a command: whoever one of its rules fits. */
const RULES: Readonly<Record<TicketCommand, readonly [Rule, ...Rule[]]>> = {
  classify: [CENTRE_CLASSIFIES],
  accept: [LEAD_ACCEPTS],
  save_draft: [LEAD_ANSWERS],
  submit_answer: [LEAD_ANSWERS],
  approve_answer: [HEAD_APPROVES],
  return_answer: [HEAD_APPROVES],
  publish: [CENTRE_PUBLISHES],
  // Of a denunciation about the centre the office that keeps it says where it goes.
  guide_elsewhere: [CENTRE_CLASSIFIES, { permission: 'ticket.guide', side: 'lead', who: 'Cơ quan giữ phiếu' }],
  report_action: [LEAD_ANSWERS],
  reclassify: [CENTRE_CLASSIFIES],
  transfer: [CENTRE_CLASSIFIES],
  ask_citizen: [LEAD_ANSWERS],
  // The citizen answers by the link, the handler or the hotline.
  record_reply: [
    REPORTER,
    { ...LEAD_ANSWERS, who: 'Cán bộ của đơn vị chủ trì và Tổng đài 1022' },
    { permission: 'contact.record', side: 'centre', who: 'Cán bộ của đơn vị chủ trì và Tổng đài 1022' },
  ],
  request_extension: [LEAD_ANSWERS],
  decide_extension: [HEAD_APPROVES],
  send_apology: [{ permission: 'ticket.approve', side: 'owing', who: 'Thủ trưởng đơn vị phải xin lỗi' }],
  report_done: [LEAD_ANSWERS],
  return_ticket: [LEAD_ACCEPTS],
  appeal_lead: [HEAD_APPROVES],
  rule_lead: [
    { ...CENTRE_CLASSIFIES, who: 'Điều phối viên, hoặc Văn phòng UBND khi đã có quyết định,' },
    { permission: 'ticket.rule', side: 'centre', who: 'Văn phòng UBND' },
  ],
  // The head gives it to anybody of the agency; a handler takes it over.
  assign: [
    { permission: 'ticket.assign', side: 'lead', who: 'Thủ trưởng, cán bộ của đơn vị chủ trì' },
    LEAD_ACCEPTS,
    SERVICE,
  ],
  ask_support: [LEAD_ANSWERS],
  deliver_support: [{ permission: 'ticket.answer', side: 'support', who: 'Đơn vị được đề nghị phối hợp' }],
  remind_support: [LEAD_ANSWERS],
  withdraw_support: [LEAD_ANSWERS],
  remind_question: [SERVICE],
  expire_question: [SERVICE],
  correct: [CENTRE_CLASSIFIES],
  add_facts: [REPORTER, CENTRE_RECORDS],
  enquire: [REPORTER, CENTRE_RECORDS],
  chase: [REPORTER, CENTRE_RECORDS],
  remind_holder: [
    CENTRE_CLASSIFIES,
    { permission: 'overview.read', side: 'centre', who: 'Điều phối viên, Văn phòng UBND' },
    HEAD_APPROVES,
  ],
  // Once the days for it are over the director alone answers for a refusal.
  reject: [CENTRE_CLASSIFIES, { permission: 'ticket.order', side: 'centre', who: 'Giám đốc Trung tâm' }],
  withdraw: [REPORTER, CENTRE_RECORDS],
  // Whoever calls about a declared incident joins it without a coordinator.
  merge: [CENTRE_CLASSIFIES, SERVICE],
  absorb: [CENTRE_CLASSIFIES, SERVICE],
  split: [CENTRE_CLASSIFIES],
  link: [CENTRE_CLASSIFIES],
  reopen: [REPORTER, CENTRE_CLASSIFIES],
  close: [SERVICE],
  move_agency: [SERVICE],
  moderate: [CENTRE_PUBLISHES],
};

/** An answer is sent back by whoever has it on the desk: the head before the approval, the centre at the gate. */
function rulesFor(command: TicketCommand, state: TicketState): readonly [Rule, ...Rule[]] {
  return command === 'return_answer' && state === 'awaiting_publication' ? [CENTRE_PUBLISHES] : RULES[command];
}

/**
 * Whether somebody may do something with this ticket now. Every refusal carries a Vietnamese sentence that
 * says who may, or when.
 */
export function can(principal: Principal, action: TicketAction, ticket: PolicyTicket): Verdict {
  if (!inScope(ticketScope(principal), ticket)) return { allowed: false, kind: 'hidden', reason: HIDDEN_REASON };
  if (action === 'read') return ALLOWED;
  if (action === 'read_reporter') return canReadReporter(principal, ticket);

  const rules = rulesFor(action, ticket.state);
  if (!rules.some((rule) => mayEver(principal, rule, ticket))) {
    return { allowed: false, kind: 'denied', reason: `${rules[0].who} mới làm được việc này.` };
  }
  if (stateRow(ticket.state).on[action] === undefined) {
    return { allowed: false, kind: 'untimely', reason: untimely(action, ticket.state) };
  }
  // Field staff of the centre may answer the centre's own tickets, but a complaint or denunciation is only ever guided.
  if (isGuided(ticket.boundary) && !ON_GUIDED.includes(action)) {
    return {
      allowed: false,
      kind: 'untimely',
      reason: 'Khiếu nại, tố cáo không xử lý như phản ánh; chỉ hướng dẫn nơi nhận.',
    };
  }
  if (action === 'send_apology' && ticket.apology?.status === 'sent')
    return { allowed: false, kind: 'untimely', reason: 'Thư xin lỗi của phiếu này đã gửi rồi.' };
  return ALLOWED;
}

/**
 * In whose place somebody does something: the head who has lent the right that it needs; null: in one's own right,
 * or with a right that is not lent.
 */
export function decidesFor(principal: Principal, command: TicketCommand, ticket: PolicyTicket): string | null {
  const lentBy = approvesFor(principal);
  if (lentBy === null) return null;
  const fitting = rulesFor(command, ticket.state).filter((rule) => mayEver(principal, rule, ticket));
  return fitting.length > 0 && fitting.every(({ permission }) => permission === 'ticket.approve') ? lentBy : null;
}

/** Not yet, not now, or not any more: a command whose step is over is not "not yet" possible. */
function untimely(command: TicketCommand, state: TicketState): string {
  const what = `làm được việc “${COMMAND_LABELS[command]}”.`;
  if (!isOpen(state)) return `Phiếu đã kết thúc (“${stateLabel(state)}”) nên không ${what}`;
  const present = `Phiếu đang ở bước “${stateLabel(state)}” nên`;
  const later = OPEN_STATES.slice(OPEN_STATES.indexOf(state) + 1).some(
    (next) => stateRow(next).on[command] !== undefined,
  );
  return later ? `${present} chưa ${what}` : `${present} lúc này không ${what}`;
}

/** What is still done with a complaint or denunciation; whoever sent it may always ask how it stands. */
const ON_GUIDED: readonly TicketCommand[] = ['guide_elsewhere', 'classify', 'send_apology', 'enquire', 'move_agency'];

function mayEver(principal: Principal, rule: Rule, ticket: PolicyTicket): boolean {
  // The service itself does what it has a task for, not what people decide: no permission reaches it.
  if (principal.kind === 'system' || rule.side === 'service')
    return principal.kind === 'system' && rule.side === 'service';
  if (rule.side === 'reporter') return principal.kind === 'reporter';
  if (rule.permission === null || !allows(principal, rule.permission)) return false;
  if (rule.side === 'centre') return true;
  if (rule.side === 'support') return principal.kind === 'staff' && supports(ticket, principal.agencyCode);
  const agencyCode = rule.side === 'lead' ? ticket.leadAgencyCode : owingAgency(ticket);
  return principal.kind === 'staff' && principal.agencyCode === agencyCode;
}

/** Who writes the letter that is owed: of a complaint or denunciation the centre, because no agency sees it. */
function owingAgency({ apology, boundary, leadAgencyCode }: PolicyTicket): string | null {
  if (!apology) return null;
  return isGuided(boundary) ? leadAgencyCode : apology.agencyCode;
}

function canReadReporter(principal: Principal, ticket: PolicyTicket): Verdict {
  // Jobs have no business with the person either.
  if (principal.kind !== 'staff' || !allows(principal, 'reporter.read'))
    return { allowed: false, kind: 'hidden', reason: HIDDEN_REASON };
  if (ticket.boundary === 'denunciation') {
    return {
      allowed: false,
      kind: 'denied',
      reason: 'Danh tính người tố cáo được giữ kín, kể cả trong Tổng đài 1022.',
    };
  }
  return ALLOWED;
}

export interface ActionOffer {
  readonly command: TicketCommand;
  readonly label: string;
  readonly allowed: boolean;
  /** Why not now; null when allowed. */
  readonly reason: string | null;
}

/**
 * What a page offers somebody on this ticket: what is theirs to do, with the reason where it is not the time for it.
 * @param obstacle why a command that its state allows does not go through now; null when it does.
 */
export function offers(
  principal: Principal,
  ticket: PolicyTicket,
  obstacle: (command: TicketCommand) => string | null = () => null,
): ActionOffer[] {
  return TICKET_COMMANDS.flatMap((command) => {
    const verdict = can(principal, command, ticket);
    if (!verdict.allowed && verdict.kind !== 'untimely') return [];
    const reason = verdict.allowed ? obstacle(command) : verdict.reason;
    return [{ command, label: COMMAND_LABELS[command], allowed: reason === null, reason }];
  });
}
