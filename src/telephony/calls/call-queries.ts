import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Province } from '../../agencies/index.js';
import { Accounts, allows, type Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { managerOf, Reader, type Transaction } from '../../platform/database/index.js';
import { msOfDay } from '../domain/time-of-day.js';
import type { CallState, Cause, Direction } from '../domain/call.js';
import type { Party } from '../domain/numbering.js';
import { readPageKey, writePageKey } from '../domain/page-key.js';
import { PhoneCallRow } from '../entities.js';

export interface CallView {
  readonly id: string;
  readonly pbx: string;
  readonly direction: Direction | null;
  readonly state: CallState;
  /** The other end: who called, or who was called. E.164 or a line of the house; null for whoever may not know it, and when it is hidden. */
  readonly number: string | null;
  readonly numberKind: Party['kind'] | null;
  readonly queue: string | null;
  readonly operator: { readonly accountId: string; readonly name: string } | null;
  /** Who has it now; null: nobody, or a line without an account. */
  readonly holderAccountId: string | null;
  /** Whose phones ring or rang. */
  readonly ringing: readonly string[];
  readonly line: string | null;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly waitingSeconds: number | null;
  readonly talkingSeconds: number | null;
  readonly cause: Cause | null;
  readonly missed: boolean;
  readonly voicemail: boolean;
  readonly blocked: boolean;
  readonly endedUnheard: boolean;
  /** null also for whoever neither talked in the call last nor watches over the operators. */
  readonly recordingUrl: string | null;
  /** What was recorded of it; null: nothing yet. */
  readonly contactId: string | null;
}

export interface CallPage {
  readonly items: readonly CallView[];
  /** For the next page; null: this is the last. */
  readonly next: string | null;
}

const PAGE = 50;
/** More calls that ring, and that are talked in, than any centre here has lines. */
const MOST_OPEN = 500;
const MOST_UNWRITTEN = 20;

/** Calls as people look at them. */
@Injectable()
export class CallQueries {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly province: Province,
    private readonly accounts: Accounts,
  ) {}

  /** Calls that ring or are talked in, the longest first. Three statements. */
  async open(principal: Principal): Promise<CallView[]> {
    const rows = await this.openRows();
    return this.views(principal, rows);
  }

  /** Those of them that ring at somebody's phone, or that she talks in. */
  async mine(principal: Principal & { kind: 'staff' }): Promise<CallView[]> {
    const { accountId } = principal;
    const rows = await this.openRows();
    return this.views(
      principal,
      rows.filter((row) =>
        row.state === 'ringing' ? ringingOf(row).includes(accountId) : row.holderAccountId === accountId,
      ),
    );
  }

  /**
   * Incoming calls that somebody talked in last, that are over, and of which nobody has written anything down: the
   * newest first. What came with the exchange's own list counts too.
   */
  async unwritten(principal: Principal & { kind: 'staff' }): Promise<CallView[]> {
    const rows = await this.reader.manager
      .createQueryBuilder(PhoneCallRow, 'c')
      .where('c.operator_account_id = :accountId and c.contact_id is null', principal)
      .andWhere(`c.state = 'ended' and c.direction = 'in' and c.answered_at is not null and c.voicemail = 0`)
      .orderBy('c.started_at', 'DESC')
      .limit(MOST_UNWRITTEN)
      .getMany();
    return this.views(principal, rows);
  }

  /** How many wait to be answered, and since when the first does. One statement. */
  async waiting(): Promise<{ readonly waiting: number; readonly since: Date | null }> {
    const rows = await this.reader.manager.find(PhoneCallRow, {
      select: { id: true, startedAt: true },
      where: { state: 'ringing', direction: 'in', blocked: false },
      order: { startedAt: 'ASC' },
      take: MOST_OPEN,
    });
    return { waiting: rows.length, since: rows[0]?.startedAt ?? null };
  }

  /** null: there is none. */
  async find(principal: Principal, id: string): Promise<CallView | null> {
    const row = await this.reader.manager.findOneBy(PhoneCallRow, { id });
    return row === null ? null : ((await this.views(principal, [row]))[0] ?? null);
  }

  /**
   * The calls that began on a day, the newest first. Two statements.
   * @param day `YYYY-MM-DD`; null: today. @param after `next` of the page before.
   */
  async ofDay(principal: Principal, day: string | null, after: string | null): Promise<CallPage> {
    const { from, to } = this.bounds(day);
    const query = this.reader.manager
      .createQueryBuilder(PhoneCallRow, 'c')
      .where('c.started_at >= :from and c.started_at < :to', { from, to })
      .orderBy('c.started_at', 'DESC')
      .addOrderBy('c.id', 'DESC')
      .limit(PAGE + 1);
    const key = readPageKey(after ?? '');
    if (key !== null) query.andWhere('(c.started_at < :at or (c.started_at = :at and c.id < :id))', key);
    const rows = await query.getMany();
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return {
      items: await this.views(principal, shown),
      next: rows.length > PAGE && last !== undefined ? writePageKey({ at: last.startedAt, id: last.id }) : null,
    };
  }

  /** What callers have said to the voice box, by the ids of their calls; for whoever calls them back. */
  async voiceMessages(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.reader.manager.findBy(PhoneCallRow, { id: In([...ids]), voicemail: true });
    return new Map(
      rows.flatMap(({ id, recordingUrl }) => (recordingUrl === null ? [] : [[id, recordingUrl] as const])),
    );
  }

  /** A call is what this contact came from. Unknown calls, and those that have one already, stay as they are. */
  async linkContact(tx: Transaction, id: string, contactId: string): Promise<void> {
    await managerOf(tx)
      .createQueryBuilder()
      .update(PhoneCallRow)
      .set({ contactId })
      .where('id = :id and contact_id is null', { id })
      .execute();
  }

  /**
   * Of each kind the newest: what an exchange run wild left ringing hides nobody's call. Each kind is read along the
   * index. What rings is read first: a call answered in between is in both, and counts as it was last.
   */
  private async openRows(): Promise<PhoneCallRow[]> {
    const found = new Map<string, PhoneCallRow>();
    for (const state of ['ringing', 'talking']) {
      const rows = await this.reader.manager
        .createQueryBuilder(PhoneCallRow, 'c')
        .where('c.state = :state', { state })
        .orderBy('c.started_at', 'DESC')
        .limit(MOST_OPEN)
        .getMany();
      for (const row of rows) found.set(row.id, row);
    }
    return [...found.values()].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  }

  private async views(principal: Principal, rows: readonly PhoneCallRow[]): Promise<CallView[]> {
    const names = await this.accounts.names(rows.flatMap(({ operatorAccountId }) => operatorAccountId ?? []));
    const mayKnow = allows(principal, 'reporter.read');
    const supervises = allows(principal, 'call.supervise');
    const own = principal.kind === 'staff' ? principal.accountId : null;
    return rows.map((row) =>
      viewOf(row, names, { mayKnow, mayHear: supervises || (own !== null && row.operatorAccountId === own) }),
    );
  }

  /** A day of the province, from midnight to midnight. */
  private bounds(day: string | null): { from: Date; to: Date } {
    const zone = this.province.timeZone;
    const now = this.clock.now();
    const start = day === null ? startOfDay(now, zone) : startOfDay(new Date(`${day}T12:00:00Z`), zone);
    // Noon of the next day is in that day whatever a zone does at night.
    return { from: start, to: startOfDay(new Date(start.getTime() + 36 * 3_600_000), zone) };
  }
}

function ringingOf({ trail }: PhoneCallRow): string[] {
  return trail.filter(({ kind }) => kind === 'newCall').flatMap(({ accounts = [] }) => accounts);
}

/** Midnight of the day in which an instant lies. */
function startOfDay(instant: Date, timeZone: string): Date {
  return new Date(instant.getTime() - msOfDay(instant, timeZone));
}

function viewOf(
  row: PhoneCallRow,
  names: ReadonlyMap<string, string>,
  { mayKnow, mayHear }: { readonly mayKnow: boolean; readonly mayHear: boolean },
): CallView {
  const outgoing = row.direction === 'out';
  const kind = outgoing ? row.toKind : row.fromKind;
  const number = outgoing ? row.toNumber : row.fromNumber;
  const { operatorAccountId } = row;
  return {
    id: row.id,
    pbx: row.pbx,
    direction: row.direction,
    state: row.state,
    number: mayKnow || kind !== 'phone' ? number : null,
    numberKind: kind,
    queue: row.queue,
    operator:
      operatorAccountId === null
        ? null
        : { accountId: operatorAccountId, name: names.get(operatorAccountId) ?? 'Tài khoản đã xoá' },
    holderAccountId: row.holderAccountId,
    ringing: ringingOf(row),
    line: row.line,
    startedAt: row.startedAt,
    answeredAt: row.answeredAt,
    endedAt: row.endedAt,
    waitingSeconds: row.waitingSeconds,
    talkingSeconds: row.talkingSeconds,
    cause: row.cause,
    missed: row.missed,
    voicemail: row.voicemail,
    blocked: row.blocked,
    endedUnheard: row.endedUnheard,
    recordingUrl: mayHear ? row.recordingUrl : null,
    contactId: row.contactId,
  };
}
