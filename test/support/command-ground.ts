import { randomUUID } from 'node:crypto';
import type { Abstract, Type } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { CommandContext, Principal, Role } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import type { UnitOfWork } from '../../src/platform/database/index.js';
import type * as publication from '../../src/publication/index.js';
import type * as tickets from '../../src/tickets/index.js';
import type { FixedClock } from './clock.js';

/** Phường Trảng Dài, its committee, and whom it borders on. */
export const WARD = '25993';
export const WARD_AGENCY = `UBND-${WARD}`;
export const CENTRE = 'TD1022';
export const OTHER_AGENCY = 'SXD';

/** A Tuesday morning. */
export const START = '2026-11-17 08:00';

export const ANSWER = {
  found: 'Sáng 17/11 đo tại chỗ: ba ổ gà, sâu nhất 12 cm.',
  done: 'Đã rào chắn, đặt biển báo và vá tạm bằng nhựa nguội.',
  doneOn: '2026-11-17',
  inCharge: 'Ông Trần Văn Ví Dụ, Phòng Kinh tế, Hạ tầng và Đô thị',
  evidenceWaiver: 'Ảnh chụp nằm trong biên bản giấy.',
} as const;

/** The same with a day that is still to come. */
export const PROMISE = { ...ANSWER, done: 'Đã rào chắn; sẽ vá bằng nhựa nóng.', doneOn: '2026-11-20' } as const;

type Words = (typeof ANSWER | typeof PROMISE) & { readonly draftVersion?: number };

export interface At {
  readonly ticketId: string;
  readonly version: number;
}

/** The service's modules, wired, wherever they were loaded from: the sources under test, or what was built. */
export interface Wired {
  readonly get: <T>(token: Type<T> | Abstract<T>) => T;
  readonly tickets: typeof tickets;
  readonly publication: typeof publication;
  readonly unitOfWork: UnitOfWork;
  readonly dataSource: DataSource;
  readonly clock: FixedClock;
}

/** Who takes part in one ward's ticket; the handler has a colleague, and everybody of the ward an account. */
export interface Crew {
  readonly coordinator: Principal;
  readonly director: Principal;
  readonly overseer: Principal;
  readonly handler: Principal;
  readonly colleagueId: string;
  readonly head: Principal;
  readonly otherHandler: Principal;
  readonly otherHead: Principal;
}

/** A request of somebody, with a key of its own. */
export function by(principal: Principal): CommandContext {
  const scope = principal.kind === 'staff' ? principal.accountId : principal.kind;
  return { principal, requestId: 'cost', idempotency: { scope, key: randomUUID(), hash: 'a'.repeat(64) } };
}

/** A job of the service: it has a claim of its own, and no key. */
export const itself = (name: string): CommandContext => ({
  principal: { kind: 'system', name },
  requestId: name,
  idempotency: null,
});

export const reporterOf = (ticketId: string): CommandContext => by({ kind: 'reporter', ticketId });

/** Brings tickets to where a command begins. */
export class CommandGround {
  private constructor(
    readonly wired: Wired,
    readonly crew: Crew,
  ) {}

  static async open(wired: Wired): Promise<CommandGround> {
    const hire = async (role: Role, agencyCode: string): Promise<Extract<Principal, { kind: 'staff' }>> => {
      const accountId = newId();
      const displayName = `Người thử ${role}`;
      const at = wired.clock.now().toISOString().replace('T', ' ').replace('Z', '');
      await wired.dataSource.query(
        'insert into account (id, login, display_name, password_hash, agency_code, roles, active, created_at) values (?, ?, ?, ?, ?, ?, 1, ?)',
        [accountId, accountId.toLowerCase(), displayName, 'x', agencyCode, JSON.stringify([role]), at],
      );
      return { kind: 'staff', accountId, displayName, roles: [role], agencyCode };
    };
    return new CommandGround(wired, {
      coordinator: await hire('coordinator', CENTRE),
      director: await hire('director', CENTRE),
      overseer: await hire('overseer', 'VPUBND'),
      handler: await hire('handler', WARD_AGENCY),
      colleagueId: (await hire('handler', WARD_AGENCY)).accountId,
      head: await hire('agency_head', WARD_AGENCY),
      otherHandler: await hire('handler', OTHER_AGENCY),
      otherHead: await hire('agency_head', OTHER_AGENCY),
    });
  }

  /** A pothole in the ward of one Nguyễn Thị Thử Nghiệm; the rest as the case says. */
  async opened(ticket: Partial<tickets.NewTicket> = {}): Promise<At & { readonly code: string }> {
    const { get, unitOfWork, clock } = this.wired;
    const open = get(this.wired.tickets.OpenTicket);
    return unitOfWork.run((transaction) =>
      open.open(
        transaction,
        {
          channel: 'phone',
          externalId: null,
          contactId: newId(),
          words: 'Ổ gà sâu trước chợ, xe máy té hai vụ rồi. Gọi chị Thử Nghiệm 0900000123 để biết thêm.',
          title: null,
          placeText: 'Đường Bùi Trọng Nghĩa, gần chợ',
          point: null,
          wardCode: WARD,
          categoryCode: 'gt-mat-duong',
          subjectAgencyCode: null,
          boundary: 'ordinary',
          reporter: {
            kind: 'citizen',
            name: 'Nguyễn Thị Thử Nghiệm',
            phone: '+84900000123',
            email: 'thu.nghiem@example.vn',
            anonymous: false,
          },
          receivedAt: clock.now(),
          enteredByAccountId: null,
          ...ticket,
        },
        itself('cost'),
      ),
    );
  }

  async accepted(ticket: Partial<tickets.NewTicket> = {}): Promise<At> {
    return this.wired.get(this.wired.tickets.AcceptTicket).execute(await this.opened(ticket), by(this.crew.handler));
  }

  async asked(at: At): Promise<At> {
    const ask = this.wired.get(this.wired.tickets.AskCitizen);
    return ask.execute({ ...at, text: 'Chỗ nào trước chợ?' }, by(this.crew.handler));
  }

  async submitted(at?: At, answer: Words = ANSWER): Promise<At> {
    const { get, tickets: t } = this.wired;
    return get(t.SubmitAnswer).execute({ ...(at ?? (await this.accepted())), ...answer }, by(this.crew.handler));
  }

  async approved(answer?: Words, at?: At): Promise<At> {
    const { get, tickets: t } = this.wired;
    return get(t.ApproveAnswer).execute(await this.submitted(at, answer), by(this.crew.head));
  }

  async published(answer?: Words): Promise<At> {
    const { get, tickets: t } = this.wired;
    return get(t.PublishAnswer).execute(
      { ...(await this.approved(answer)), checks: this.checks() },
      by(this.crew.coordinator),
    );
  }

  /** The gate with everything looked at. */
  checks(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.wired.tickets.GATE_CHECKS.map((check) => [check, 'passed']));
  }

  /** A part of another agency is open. @returns its id too. */
  async withPart(from?: At): Promise<At & { readonly supportId: string }> {
    const { get, tickets: t, dataSource } = this.wired;
    const at = await get(t.AskSupport).execute(
      {
        ...(from ?? (await this.accepted())),
        agencyCode: OTHER_AGENCY,
        ask: 'Xin cho biết đường ống nào chạy dưới đây.',
        dueOn: '2026-11-18',
      },
      by(this.crew.handler),
    );
    const { id } = await dataSource.manager.findOneByOrFail(t.TicketSupportRow, { ticketId: at.ticketId });
    return { ticketId: at.ticketId, version: at.version, supportId: id };
  }

  /** More time is asked for, and the head has not decided yet. */
  async withRequest(): Promise<At> {
    const { get, tickets: t } = this.wired;
    return get(t.RequestExtension).execute(
      {
        ...(await this.accepted({ categoryCode: 'dat-lan-chiem' })),
        reason: 'Chờ trích lục bản đồ.',
        newDay: '2026-12-09',
      },
      by(this.crew.handler),
    );
  }

  async givenBack(): Promise<At> {
    const { get, tickets: t } = this.wired;
    return get(t.ReturnTicket).execute(
      {
        ...(await this.accepted()),
        ground: 'not_competent',
        words: 'Đoạn này do Sở quản lý.',
        proposedAgencyCode: OTHER_AGENCY,
      },
      by(this.crew.handler),
    );
  }

  async ruled(): Promise<At> {
    const { get, tickets: t } = this.wired;
    return get(t.RuleLead).execute(
      { ...(await this.givenBack()), leadAgencyCode: OTHER_AGENCY, words: 'Đường tỉnh, Sở quản lý.' },
      by(this.crew.coordinator),
    );
  }

  /** The second into the first. @returns both as they are then. */
  async merged(): Promise<{ readonly parent: At; readonly child: At }> {
    const { get, tickets: t } = this.wired;
    const [parent, child] = [await this.accepted(), await this.opened()];
    const done = await get(t.MergeTickets).execute(
      { ...at(parent), children: [at(child)], remark: 'Cùng một ổ gà.' },
      by(this.crew.coordinator),
    );
    return { parent: done, child: await this.now(child.ticketId) };
  }

  /** The ticket missed its end-to-end deadline: the letter is owed, as the escalation writes it. */
  async late(): Promise<At> {
    const { get, tickets: t, dataSource } = this.wired;
    const at = await this.accepted();
    const manager = dataSource.manager;
    const ticket = await manager.findOneByOrFail(t.TicketRow, { id: at.ticketId });
    const clocks = await manager.findBy(t.TicketClockRow, { ticketId: at.ticketId });
    const resolve = clocks.find(({ kind }) => kind === 'resolve');
    if (resolve === undefined) throw new Error('Nothing to miss.');
    const debt = t.owedApology(ticket, resolve, {
      holderAgencyCode: ticket.leadAgencyCode ?? CENTRE,
      position: clocks.length + 1,
      planner: get(t.SlaClockPlanner),
    });
    if (debt === null) throw new Error('No letter is owed for this class.');
    await manager.increment(t.TicketRow, { id: at.ticketId }, 'deadlineRevision', 1);
    await manager.insert(t.TicketClockRow, { ...debt.clock, pauses: [] });
    await manager.insert(t.ClockHoldingRow, { ...debt.holding, stage: ticket.state });
    await manager.insert(t.TicketApologyRow, debt.apology);
    return at;
  }

  async now(ticketId: string): Promise<At> {
    const { dataSource, tickets: t } = this.wired;
    const { version } = await dataSource.manager.findOneByOrFail(t.TicketRow, { id: ticketId });
    return { ticketId, version };
  }
}

export function at({ ticketId, version }: At): At {
  return { ticketId, version };
}
