import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { AgencyLines, Clock, dayInVietnam, newId } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { managerOf, Reader, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { csrfToken } from './csrf.js';
import {
  endOf,
  expiryLimits,
  isLive,
  needsTouch,
  SESSION_ABSOLUTE_SECONDS,
  SESSION_TOUCH_SECONDS,
} from './domain/session-life.js';
import { AccountRow, DeputationRow, principalOf, SessionRow, type StaffPrincipal } from './entities.js';

export const SESSION_COOKIE = 'sid';
/**
 * Somebody was signed out, or an account is not what it was (blocked, a new password, another agency): `aggregateId`
 * is the account. Whoever holds something open for a session looks at once whether it still holds.
 */
export const SESSIONS_CHANGED = 'account.sessions_changed';
const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The deputations of somebody that hold today; a head who has left, or works elsewhere now, lends nothing. */
const DEPUTED_NOW = `deputation.deputy_account_id = account.id and deputation.agency_code = account.agency_code
  and deputation.cancelled_at is null and deputation.from_on <= :today and deputation.to_on >= :today
  and exists (select 1 from account head where head.id = deputation.head_account_id
    and head.active = :yes and head.agency_code = deputation.agency_code)`;

/** A session that is good right now. */
export interface LiveSession {
  readonly id: string;
  readonly principal: StaffPrincipal;
  /** For forms (`_csrf`) and scripts (`X-CSRF-Token`) of this session. */
  readonly csrf: string;
  /** It is over then, unless somebody does something before. */
  readonly endsAt: Date;
}

export interface StartedSession {
  readonly session: LiveSession;
  readonly setCookie: string;
}

/** Sessions of signed-in staff. The cookie holds a random token; the database only its hash. */
@Injectable()
export class Sessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly lines: AgencyLines,
    private readonly outbox: Outbox,
  ) {}

  /** Who sends this `Cookie` header; null: nobody who is signed in. It does not keep the session awake. */
  async authenticate(cookieHeader: string | undefined): Promise<StaffPrincipal | null> {
    return (await this.find(cookieHeader, 'page'))?.principal ?? null;
  }

  /**
   * The live session of a `Cookie` header: one SELECT, and at most once a minute one UPDATE.
   * @param by what a page does by itself (sockets, live refetches) does not put off the idle limit.
   */
  async find(cookieHeader: string | undefined, by: 'person' | 'page' = 'person'): Promise<LiveSession | null> {
    const token = tokenIn(cookieHeader);
    if (token === null) return null;
    const now = this.clock.now();
    const row = await this.reader.manager
      .createQueryBuilder(SessionRow, 'session')
      .innerJoinAndMapOne('session.account', AccountRow, 'account', 'account.id = session.accountId')
      // Asked each time: a deputation begins and ends in windows that are open.
      .leftJoinAndMapMany('session.deputations', DeputationRow, 'deputation', DEPUTED_NOW, {
        today: dayInVietnam(now),
        yes: 1,
      })
      .where('session.tokenHash = :hash', { hash: hashOf(token) })
      .getOne();
    if (!row?.account?.active || !isLive(row, now)) return null;
    if (by === 'person' && needsTouch(row, now)) await this.touch(row.id, now);
    return this.live(row, row.account, row.deputations);
  }

  /**
   * Starts a session and ends the one the browser had, so that a token planted before signing in is worthless.
   * @returns the session and its `Set-Cookie` header; the token is nowhere else.
   */
  async start(
    transaction: Transaction,
    account: AccountRow,
    previousCookie: string | undefined,
  ): Promise<StartedSession> {
    const manager = managerOf(transaction);
    const now = this.clock.now();
    const previous = tokenIn(previousCookie);
    if (previous !== null) await this.endOne(transaction, previous);
    await this.forgetExpired(transaction, account.id);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const row = { id: newId(), accountId: account.id, createdAt: now, lastSeenAt: now };
    await manager.insert(SessionRow, { ...row, tokenHash: hashOf(token) });
    return { session: this.live(row, account), setCookie: this.cookie(token, SESSION_ABSOLUTE_SECONDS) };
  }

  /** Ends the session of this browser. @returns the `Set-Cookie` header that takes the cookie away. */
  async end(cookieHeader: string | undefined): Promise<string> {
    const token = tokenIn(cookieHeader);
    if (token !== null) {
      await this.unitOfWork.run((transaction) => this.endOne(transaction, token));
    }
    return this.cookie('', 0);
  }

  /** Signs an account out everywhere. */
  async endAll(transaction: Transaction, accountId: string): Promise<void> {
    await managerOf(transaction).delete(SessionRow, { accountId });
    await this.changed(transaction, [accountId]);
  }

  /** What these accounts may do has changed: whatever is open for them is looked at again at once, in every process. */
  async changed(transaction: Transaction, accountIds: readonly string[]): Promise<void> {
    await this.outbox.append(
      transaction,
      // Nobody's page hears of it; the processes do.
      accountIds.map((aggregateId) => ({ type: SESSIONS_CHANGED, aggregateId, version: 1, data: {}, audience: [] })),
    );
  }

  private async endOne(transaction: Transaction, token: string): Promise<void> {
    const manager = managerOf(transaction);
    const row = await manager.findOneBy(SessionRow, { tokenHash: hashOf(token) });
    if (row === null) return;
    await manager.delete(SessionRow, { id: row.id });
    await this.changed(transaction, [row.accountId]);
  }

  private live(
    row: Pick<SessionRow, 'id' | 'createdAt' | 'lastSeenAt'>,
    account: AccountRow,
    deputations: readonly DeputationRow[] = [],
  ): LiveSession {
    const principal = principalOf(account, this.lines.of(account.agencyCode), deputations);
    return { id: row.id, principal, csrf: csrfToken(this.config.secret, row.id), endsAt: endOf(row) };
  }

  private async forgetExpired(transaction: Transaction, accountId: string): Promise<void> {
    await managerOf(transaction)
      .createQueryBuilder()
      .delete()
      .from(SessionRow)
      .where('account_id = :accountId and (created_at <= :createdBefore or last_seen_at <= :lastSeenBefore)', {
        accountId,
        ...expiryLimits(this.clock.now()),
      })
      .execute();
  }

  private async touch(id: string, now: Date): Promise<void> {
    const before = new Date(now.getTime() - SESSION_TOUCH_SECONDS * 1000);
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction)
        .createQueryBuilder()
        .update(SessionRow)
        .set({ lastSeenAt: now })
        // Of many requests at that moment one writes.
        .where('id = :id and last_seen_at <= :before', { id, before })
        .execute(),
    );
  }

  private cookie(value: string, maxAge: number): string {
    return stringifySetCookie({
      name: SESSION_COOKIE,
      value,
      path: '/',
      httpOnly: true,
      // Lax, not Strict: a link in a mail must find its reader signed in.
      sameSite: 'lax',
      secure: this.config.env === 'production',
      maxAge,
    });
  }
}

function tokenIn(cookieHeader: string | undefined): string | null {
  const token = cookieHeader === undefined ? undefined : parseCookie(cookieHeader)[SESSION_COOKIE];
  return token !== undefined && TOKEN.test(token) ? token : null;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
