import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
} from '../platform/database/index.js';
import type { AgencyLine } from '../kernel/index.js';
import { ROLES, type Principal, type Role } from './domain/principal.js';

@Entity('account')
export class AccountRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** Folded, see `foldLogin`; unique. */
  @CodeColumn('login', 64) login!: string;
  @LineColumn('display_name', 120) displayName!: string;
  /** argon2id with its parameters and salt. */
  @CodeColumn('password_hash', 200) passwordHash!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @JsonColumn('roles') roles!: string[];
  @FlagColumn('active') active!: boolean;
  @InstantColumn('created_at') createdAt!: Date;
  /** Where reminders of work go; null: they are read on the page alone. */
  @LineColumn('email', 254, { nullable: true }) email!: string | null;
}

@Entity('session')
export class SessionRow {
  @IdColumn('id', { primary: true }) id!: string;
  /** SHA-256 of the token in the cookie: who reads the database cannot sign in with what is there. */
  @CodeColumn('token_hash', 64) tokenHash!: string;
  @IdColumn('account_id') accountId!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('last_seen_at') lastSeenAt!: Date;
  /** Filled by the query that joins them, see `Sessions`. */
  account?: AccountRow;
  deputations?: DeputationRow[];
}

@Entity('sign_in_throttle')
export class ThrottleRow {
  /** Kind and keyed hash, never the name or the address itself. */
  @CodeColumn('subject', 90, { primary: true }) subject!: string;
  @IntegerColumn('failures') failures!: number;
  @InstantColumn('last_attempt_at') lastAttemptAt!: Date;
  @InstantColumn('wait_until', { nullable: true }) waitUntil!: Date | null;
}

/** Somebody of an agency is away on these days, both included; new work and reminders go to the deputy. Never deleted. */
@Entity('absence')
export class AbsenceRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('account_id') accountId!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @DayColumn('from_on') fromOn!: string;
  @DayColumn('to_on') toOn!: string;
  @IdColumn('deputy_account_id', { nullable: true }) deputyAccountId!: string | null;
  @IdColumn('created_by') createdBy!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('cancelled_at', { nullable: true }) cancelledAt!: Date | null;
  @IdColumn('cancelled_by', { nullable: true }) cancelledBy!: string | null;
}

/** A head lets somebody of the agency approve on these days, both included. Never deleted: answers were signed by it. */
@Entity('deputation')
export class DeputationRow {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @IdColumn('head_account_id') headAccountId!: string;
  @IdColumn('deputy_account_id') deputyAccountId!: string;
  @DayColumn('from_on') fromOn!: string;
  @DayColumn('to_on') toOn!: string;
  @IdColumn('created_by') createdBy!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('cancelled_at', { nullable: true }) cancelledAt!: Date | null;
  @IdColumn('cancelled_by', { nullable: true }) cancelledBy!: string | null;
}

export const identityEntities = [AccountRow, SessionRow, ThrottleRow, AbsenceRow, DeputationRow];

/** A signed-in member of staff. */
export type StaffPrincipal = Extract<Principal, { kind: 'staff' }>;

/** The stored roles; what this version does not know grants nothing. */
export function rolesOf(account: Pick<AccountRow, 'roles'>): Role[] {
  return ROLES.filter((role) => account.roles.includes(role));
}

/** @param deputations those that hold today and lend this person a head's right to approve. */
export function principalOf(
  account: AccountRow,
  line: AgencyLine,
  deputations: readonly DeputationRow[] = [],
): StaffPrincipal {
  const deputyFor = deputations.map(({ headAccountId }) => headAccountId);
  return {
    kind: 'staff',
    accountId: account.id,
    displayName: account.displayName,
    roles: rolesOf(account),
    agencyCode: account.agencyCode,
    line,
    ...(deputyFor.length === 0 ? {} : { deputyFor }),
  };
}
