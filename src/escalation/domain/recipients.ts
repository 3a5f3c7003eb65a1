import type { Role } from '../../identity/domain/principal.js';
import type { AgencyLine } from '../../kernel/index.js';
import { inScope, ticketScope, type PolicyTicket } from '../../tickets/domain/policy.js';
import { isGuided } from '../../tickets/domain/ticket.js';
import type { Fallback, RecipientRole } from './step.js';

/** Somebody who works with the service now. */
export interface StaffMember {
  readonly accountId: string;
  readonly roles: readonly Role[];
  readonly agencyCode: string;
  /** Whom the agency came from and who came from it; left out: no order has touched it. */
  readonly line?: AgencyLine;
}

/** The people of the service, found by what they are. */
export class Staff {
  private readonly byAccount = new Map<string, StaffMember>();
  private readonly byRole = new Map<Role, StaffMember[]>();
  private readonly byAgencyRole = new Map<string, StaffMember[]>();

  /**
   * @param members those who may sign in; nobody else is ever told.
   * @param deputies who does the work of those who are away today.
   */
  constructor(
    members: readonly StaffMember[],
    private readonly deputies: ReadonlyMap<string, string> = new Map(),
  ) {
    for (const member of members) {
      this.byAccount.set(member.accountId, member);
      for (const role of member.roles) {
        push(this.byRole, role, member);
        push(this.byAgencyRole, `${member.agencyCode} ${role}`, member);
      }
    }
  }

  member(accountId: string): StaffMember | null {
    return this.byAccount.get(accountId) ?? null;
  }

  /** Who does somebody's work today; null: the person is there, or nobody stands in. */
  deputyOf(accountId: string): StaffMember | null {
    const deputy = this.deputies.get(accountId);
    return deputy === undefined ? null : this.member(deputy);
  }

  withRole(role: Role): readonly StaffMember[] {
    return this.byRole.get(role) ?? [];
  }

  in(agencyCode: string, role: Role): readonly StaffMember[] {
    return this.byAgencyRole.get(`${agencyCode} ${role}`) ?? [];
  }
}

function push<K>(map: Map<K, StaffMember[]>, key: K, member: StaffMember): void {
  const members = map.get(key);
  if (members === undefined) map.set(key, [member]);
  else members.push(member);
}

/** What decides who the roles of a step are. */
export interface Addressing {
  readonly ticket: PolicyTicket & {
    readonly subjectAgencyCode: string | null;
    /** Left out: nobody in particular. */
    readonly handlerAccountId?: string | null;
  };
  /** Who holds the clock. */
  readonly agencyCode: string;
  readonly accountId: string | null;
  readonly centreAgencyCode: string;
  /** Whoever stands above the holder; null: nobody. */
  readonly superiorAgencyCode: string | null;
  /** Accounts on duty at the holder's now. */
  readonly onCall: readonly string[];
}

export interface Recipient {
  readonly member: StaffMember;
  readonly role: RecipientRole;
}

export interface Recipients {
  readonly told: readonly Recipient[];
  readonly fallback: Fallback | null;
}

/** Upwards, when a step reaches nobody. */
const UPWARDS = ['head', 'director', 'coordinator'] as const;

/**
 * Whom a step reaches: each person once, as the first of the roles the step names. Where the roster is
 * empty the head stands in; where the whole step finds nobody, the head, else the director, else the
 * coordinators: that nobody hears of a step must not happen silently.
 */
export function recipientsOf(roles: readonly RecipientRole[], staff: Staff, to: Addressing): Recipients {
  const told = new Map<string, Recipient>();
  const tell = (role: RecipientRole): boolean => {
    // Whoever is away is told as well: the notice waits, and the deputy has it today.
    const members = membersOf(role, staff, to)
      .flatMap((member) => [member, staff.deputyOf(member.accountId) ?? []].flat())
      .filter((member) => mayBeTold(member, to));
    for (const member of members) {
      if (!told.has(member.accountId)) told.set(member.accountId, { member, role });
    }
    return members.length > 0;
  };
  let fallback: Fallback | null = null;
  for (const role of roles) {
    if (!tell(role) && role === 'on_call' && tell('head')) fallback = 'head';
  }
  if (told.size === 0) fallback = UPWARDS.find((role) => tell(role)) ?? 'nobody';
  return { told: [...told.values()], fallback };
}

function membersOf(role: RecipientRole, staff: Staff, to: Addressing): readonly StaffMember[] {
  const atCentre = to.agencyCode === to.centreAgencyCode;
  switch (role) {
    case 'handler': {
      const holder = to.accountId === null ? null : staff.member(to.accountId);
      if (holder !== null) return [holder];
      return [...staff.in(to.agencyCode, 'handler'), ...(atCentre ? staff.in(to.agencyCode, 'coordinator') : [])];
    }
    case 'head':
      return headsOf(to.agencyCode, staff, to);
    case 'superior':
      return to.superiorAgencyCode === null ? [] : headsOf(to.superiorAgencyCode, staff, to);
    case 'lead': {
      const { leadAgencyCode, handlerAccountId = null } = to.ticket;
      const handler = handlerAccountId === null ? null : staff.member(handlerAccountId);
      if (handler !== null) return [handler];
      return leadAgencyCode === null ? [] : headsOf(leadAgencyCode, staff, to);
    }
    case 'on_call':
      return to.onCall.flatMap((accountId) => staff.member(accountId) ?? []);
    case 'coordinator':
    case 'director':
    case 'overseer':
    case 'leader':
      return staff.withRole(role);
  }
}

/** The centre is led by its director; what accuses the centre is kept by the overseers of an outside office. */
function headsOf(agencyCode: string, staff: Staff, to: Addressing): readonly StaffMember[] {
  if (agencyCode === to.centreAgencyCode) return staff.in(agencyCode, 'director');
  return staff.in(agencyCode, isGuided(to.ticket.boundary) ? 'overseer' : 'agency_head');
}

/**
 * A complaint or denunciation is for those at the centre who may read it. Nobody else needs to be able to
 * open the ticket (the leaders and the agency above see that it is late, not what is in it), but the agency
 * complained about hears of it only as the one that holds it.
 */
function mayBeTold(member: StaffMember, { ticket, agencyCode, centreAgencyCode }: Addressing): boolean {
  if (isGuided(ticket.boundary)) {
    const principal = { kind: 'staff' as const, displayName: '', ...member };
    const keeps = member.agencyCode === centreAgencyCode || member.agencyCode === ticket.leadAgencyCode;
    return keeps && inScope(ticketScope(principal), ticket);
  }
  const { subjectAgencyCode } = ticket;
  return (
    subjectAgencyCode === null ||
    ![member.agencyCode, ...(member.line?.kin ?? [])].includes(subjectAgencyCode) ||
    member.agencyCode === agencyCode ||
    member.agencyCode === centreAgencyCode
  );
}
