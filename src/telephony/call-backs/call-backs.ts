import { Injectable } from '@nestjs/common';
import { Province } from '../../agencies/index.js';
import { Accounts, allows, type CommandContext, type Principal } from '../../identity/index.js';
import { cleanLine, Clock, newId, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, Reader, type Transaction } from '../../platform/database/index.js';
import { Locale } from '../../platform/templates/index.js';
import { TicketRow } from '../../tickets/index.js';
import {
  afterAttempt,
  type AttemptResult,
  type CallBackReason,
  type CallBackState,
  type CHOSEN_OUTCOMES,
} from '../domain/call-back.js';
import { CALLABLE, isCallable } from '../domain/callable.js';
import { readPageKey, writePageKey } from '../domain/page-key.js';
import { CallBackAttemptRow, CallBackRow } from '../entities.js';
import { TelephonySettings } from '../settings.js';
import { CallBackStore } from './call-back-store.js';

export interface CallBackView {
  readonly id: string;
  readonly reason: CallBackReason;
  readonly reasonLabel: string;
  /** What to say first, as a sentence to read. */
  readonly script: string;
  /** E.164. */
  readonly phone: string;
  readonly ticket: { readonly id: string; readonly code: string } | null;
  /** The latest missed call. */
  readonly callId: string | null;
  /** How many missed calls it stands for. */
  readonly times: number;
  readonly state: CallBackState;
  readonly dueAt: Date;
  readonly late: boolean;
  /** Not before; null: now. */
  readonly nextAt: Date | null;
  readonly attempts: number;
  /** Tries that count, of so many after which the trying ends. */
  readonly failures: number;
  readonly claim: { readonly accountId: string; readonly name: string; readonly until: Date } | null;
}

export interface CallBackPage {
  readonly items: readonly CallBackView[];
  /** For the next page; null: this is the last. */
  readonly next: string | null;
}

export interface CallBackCounts {
  readonly open: number;
  readonly late: number;
  readonly unreachable: number;
}

export interface AttemptInput {
  readonly result: AttemptResult;
  /** Of `later`: when the person wants to be called. */
  readonly laterAt: Date | null;
  readonly note: string | null;
}

export interface CloseInput {
  readonly outcome: (typeof CHOSEN_OUTCOMES)[number];
  readonly note: string | null;
}

interface CallBackResult {
  readonly id: string;
  readonly state: CallBackState;
  readonly version: number;
}

const PAGE = 50;
const LONGEST_PUT_OFF_MS = 30 * 24 * 3_600_000;
const HIDDEN = 'Không tìm thấy cuộc gọi lại này.';
const DONE = 'Cuộc gọi lại này đã xong.';

/** People whom the centre owes a call: who takes it on, what came of it, and what is left. */
@Injectable()
export class CallBacks {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly settings: TelephonySettings,
    private readonly province: Province,
    private readonly store: CallBackStore,
    private readonly texts: Locale,
  ) {}

  /** Two statements. What has been promised longest comes first. @param after `next` of the page before. */
  async list(state: 'open' | 'unreachable', after: string | null = null): Promise<CallBackPage> {
    const query = this.reader.manager
      .createQueryBuilder(CallBackRow, 'c')
      .leftJoinAndMapOne('c.ticket', TicketRow, 't', 't.id = c.ticket_id')
      .where('c.state = :state', { state })
      // What has become a denunciation since, or is kept outside the centre, is nobody's to call about.
      .andWhere(`(t.id is null or ${CALLABLE})`, { centre: this.province.centreAgency })
      .orderBy('c.due_at', 'ASC')
      .addOrderBy('c.id', 'ASC')
      .limit(PAGE + 1);
    const key = readPageKey(after ?? '');
    if (key !== null) query.andWhere('(c.due_at > :at or (c.due_at = :at and c.id > :id))', key);
    const rows = (await query.getMany()) as (CallBackRow & { ticket: TicketRow | null })[];
    const shown = rows.slice(0, PAGE);
    const names = await this.accounts.names(shown.flatMap(({ claimedBy }) => claimedBy ?? []));
    const last = shown.at(-1);
    return {
      items: shown.map((row) => this.view(row, row.ticket, names)),
      next: rows.length > PAGE && last !== undefined ? writePageKey({ at: last.dueAt, id: last.id }) : null,
    };
  }

  /** One entry; null: there is none. */
  async find(id: string): Promise<CallBackView | null> {
    const row = await this.reader.manager.findOneBy(CallBackRow, { id });
    if (row === null) return null;
    const ticket = row.ticketId === null ? null : await this.reader.manager.findOneBy(TicketRow, { id: row.ticketId });
    if (ticket !== null && !isCallable(ticket, this.province.centreAgency)) return null;
    return this.view(row, ticket, await this.accounts.names(row.claimedBy === null ? [] : [row.claimedBy]));
  }

  /** One statement: of what the list shows. */
  async counts(): Promise<CallBackCounts> {
    const row = await this.reader.manager
      .createQueryBuilder(CallBackRow, 'c')
      .leftJoin(TicketRow, 't', 't.id = c.ticket_id')
      .select(`sum(case when c.state = 'open' then 1 else 0 end)`, 'open')
      .addSelect(`sum(case when c.state = 'open' and c.due_at < :now then 1 else 0 end)`, 'late')
      .addSelect(`sum(case when c.state = 'unreachable' then 1 else 0 end)`, 'unreachable')
      .where(`c.state in ('open', 'unreachable')`)
      .andWhere(`(t.id is null or ${CALLABLE})`, { centre: this.province.centreAgency })
      .setParameter('now', this.clock.now())
      .getRawOne<Record<'open' | 'late' | 'unreachable', string | number | null>>();
    return { open: Number(row?.open ?? 0), late: Number(row?.late ?? 0), unreachable: Number(row?.unreachable ?? 0) };
  }

  /** Somebody takes it on; nobody else can for a while. @throws Problem `not-found`, `conflict`. */
  claim(id: string, ctx: CommandContext): Promise<CallBackResult> {
    return this.once(ctx, async (tx, by) => {
      const row = await this.load(tx, id, by);
      const claimedUntil = this.claimEnd();
      await this.store.change(tx, row, { claimedBy: by, claimedUntil });
      return { id, state: row.state, version: row.version + 1 };
    });
  }

  /** Somebody gives it back untried. Twice does no harm. @throws Problem `not-found`, `conflict`. */
  release(id: string, ctx: CommandContext): Promise<CallBackResult> {
    return this.once(ctx, async (tx, by) => {
      const row = await this.load(tx, id, by);
      await this.store.change(tx, row, { claimedBy: null, claimedUntil: null });
      return { id, state: row.state, version: row.version + 1 };
    });
  }

  /** Somebody has tried. @throws Problem `not-found`, `conflict`, `invalid-input`. */
  attempt(id: string, input: AttemptInput, ctx: CommandContext): Promise<CallBackResult> {
    return this.once(ctx, async (tx, by) => {
      const now = this.clock.now();
      const laterAt = input.result === 'later' ? this.checkedLater(input.laterAt) : null;
      const row = await this.load(tx, id, by);
      const after = afterAttempt(
        row,
        { result: input.result, at: now, hour: this.hourAt(now), laterAt },
        this.settings.callBacks,
      );
      const note = noteOf(input.note);
      await managerOf(tx).insert(CallBackAttemptRow, {
        id: newId(),
        callBackId: id,
        accountId: by,
        madeAt: now,
        result: input.result,
        laterAt,
        note,
      });
      // Whoever talks with the person keeps it until it is closed.
      const claim =
        input.result === 'reached'
          ? { claimedBy: by, claimedUntil: this.claimEnd() }
          : { claimedBy: null, claimedUntil: null };
      await this.store.change(tx, row, { ...after, ...claim });
      return { id, state: after.state, version: row.version + 1 };
    });
  }

  /**
   * It is done. Told or helped is only who was reached; what could not be done needs a reason, and one who is out of
   * reach is closed by whoever watches over the calls.
   * @throws Problem `not-found`, `conflict`, `invalid-input`.
   */
  close(id: string, { outcome, note }: CloseInput, ctx: CommandContext): Promise<CallBackResult> {
    return this.once(ctx, async (tx, by) => {
      const row = await this.load(tx, id, by);
      const reason = noteOf(note);
      if ((outcome === 'told' || outcome === 'helped') && !(await this.wasReached(tx, id)))
        throw Problem.conflict('Chưa ghi lần gọi nào gặp được người dân. Xin ghi lần gọi trước khi đóng.');
      if ((outcome === 'not_needed' || outcome === 'given_up') && reason === null)
        throw Problem.invalid([{ field: 'note', message: 'Xin ghi lý do không gọi nữa.' }]);
      const supervised = outcome === 'given_up' || row.state === 'unreachable';
      if (supervised && !allows(ctx.principal, 'call.supervise'))
        throw Problem.conflict('Người không liên lạc được thì điều phối viên quyết định. Xin để lại trong danh sách.');
      await this.store.change(tx, row, { ...this.store.closing(outcome, by), closeNote: reason });
      return { id, state: 'closed', version: row.version + 1 };
    });
  }

  private once(
    ctx: CommandContext,
    work: (tx: Transaction, accountId: string) => Promise<CallBackResult>,
  ): Promise<CallBackResult> {
    const by = staffOf(ctx.principal);
    return this.idempotency.once(ctx.idempotency, (tx) => work(tx, by));
  }

  /** An entry that is not done, and that nobody else has taken on. */
  private async load(tx: Transaction, id: string, by: string): Promise<CallBackRow> {
    const row = /^[0-9A-Z]{26}$/.test(id) ? await managerOf(tx).findOneBy(CallBackRow, { id }) : null;
    if (row === null) throw Problem.notFound(HIDDEN);
    if (row.state === 'closed') throw Problem.conflict(DONE);
    if (row.ticketId !== null) {
      const ticket = await managerOf(tx).findOneBy(TicketRow, { id: row.ticketId });
      if (ticket !== null && !isCallable(ticket, this.province.centreAgency)) throw Problem.notFound(HIDDEN);
    }
    if (row.claimedBy !== null && row.claimedBy !== by && this.isClaimed(row)) {
      const name = (await this.accounts.names([row.claimedBy])).get(row.claimedBy) ?? 'Người khác';
      throw Problem.conflict(`${name} đang gọi cho người này.`);
    }
    return row;
  }

  private async wasReached(tx: Transaction, callBackId: string): Promise<boolean> {
    return managerOf(tx).existsBy(CallBackAttemptRow, { callBackId, result: 'reached' });
  }

  private checkedLater(laterAt: Date | null): Date {
    const ms = (laterAt?.getTime() ?? 0) - this.clock.now().getTime();
    if (laterAt !== null && ms > 0 && ms <= LONGEST_PUT_OFF_MS) return laterAt;
    throw Problem.invalid([{ field: 'laterAt', message: 'Xin ghi giờ hẹn gọi lại, trong vòng 30 ngày tới.' }]);
  }

  private claimEnd(): Date {
    return new Date(this.clock.now().getTime() + this.settings.callBacks.claimMinutes * 60_000);
  }

  private isClaimed({ claimedUntil }: CallBackRow): boolean {
    return claimedUntil !== null && claimedUntil > this.clock.now();
  }

  private hourAt(at: Date): number {
    const { timeZone } = this.province;
    return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
  }

  private view(row: CallBackRow, ticket: TicketRow | null, names: ReadonlyMap<string, string>): CallBackView {
    const { id, reason, phone, callId, times, state, dueAt, nextAt, attempts, failures, claimedBy, claimedUntil } = row;
    const now = this.clock.now();
    const code = ticket === null ? {} : { code: ticket.code };
    return {
      id,
      reason,
      reasonLabel: this.texts.text(`telephony.call_back.reason.${reason}`),
      script: this.texts.text(`telephony.call_back.script.${reason}`, code),
      phone,
      ticket: ticket === null ? null : { id: ticket.id, code: ticket.code },
      callId,
      times,
      state,
      dueAt,
      late: state === 'open' && dueAt < now,
      nextAt: nextAt !== null && nextAt > now ? nextAt : null,
      attempts,
      failures,
      claim:
        claimedBy === null || claimedUntil === null || !this.isClaimed(row)
          ? null
          : { accountId: claimedBy, name: names.get(claimedBy) ?? 'Tài khoản đã xoá', until: claimedUntil },
    };
  }
}

function staffOf(principal: Principal): string {
  if (principal.kind !== 'staff') throw Problem.notFound(HIDDEN);
  return principal.accountId;
}

function noteOf(note: string | null): string | null {
  const text = cleanLine(note ?? '').slice(0, 500);
  return text === '' ? null : text;
}
