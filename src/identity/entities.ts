import { Entity } from 'typeorm';
import {
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
} from '../platform/database/index.js';
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
  /** Filled by the query that joins it, see `Sessions`. */
  account?: AccountRow;
}

@Entity('sign_in_throttle')
export class ThrottleRow {
  /** Kind and keyed hash, never the name or the address itself. */
  @CodeColumn('subject', 90, { primary: true }) subject!: string;
  @IntegerColumn('failures') failures!: number;
  @InstantColumn('last_attempt_at') lastAttemptAt!: Date;
  @InstantColumn('wait_until', { nullable: true }) waitUntil!: Date | null;
}

export const identityEntities = [AccountRow, SessionRow, ThrottleRow];

/** A signed-in member of staff. */
export type StaffPrincipal = Extract<Principal, { kind: 'staff' }>;

/** The stored roles; what this version does not know grants nothing. */
export function rolesOf(account: Pick<AccountRow, 'roles'>): Role[] {
  return ROLES.filter((role) => account.roles.includes(role));
}

export function principalOf(account: AccountRow): StaffPrincipal {
  return {
    kind: 'staff',
    accountId: account.id,
    displayName: account.displayName,
    roles: rolesOf(account),
    agencyCode: account.agencyCode,
  };
}
