import { Injectable } from '@nestjs/common';
import { In, LessThan, Not, type EntityManager } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Accounts, type CommandContext } from '../identity/index.js';
import { Clock, newId, Problem, type FieldError } from '../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import { Catalog } from '../routing/index.js';
import type { AgencyOrder } from './domain/order.js';
import { planOf } from './domain/plan.js';
import { AgencyOrderRow, type OrderStatus } from './entities.js';
import { OrderJob, UNTRIED } from './order-job.js';
import { OrderTroubles, type OrderTrouble } from './order-troubles.js';
import { OrderPreviews, type OrderPreview } from './order-previews.js';

const PAGE = 30;
const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const BEFORE: readonly OrderStatus[] = ['proposed', 'confirmed'];
const GOES_ON: readonly OrderStatus[] = ['confirmed', 'applying', 'done'];

/** An order as it is shown. */
export interface OrderView extends Omit<AgencyOrderRow, 'createdBy' | 'confirmedBy'> {
  readonly createdByName: string | null;
  readonly confirmedByName: string | null;
  /** How many tickets it could not move so far. */
  readonly stuck: number;
}

/** One order, with the tickets that it could not move. */
export interface OrderDetail extends OrderView {
  readonly troubles: readonly OrderTrouble[];
}

/** Orders on agencies: proposed, previewed, confirmed; carried out on their day. */
@Injectable()
export class AgencyOrders {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly previews: OrderPreviews,
    private readonly troubles: OrderTroubles,
    private readonly job: OrderJob,
  ) {}

  /**
   * Keeps an order; nothing changes before it is confirmed.
   * @throws Problem `invalid-input` with everything that is wrong, by field.
   */
  async propose(order: AgencyOrder, ctx: CommandContext): Promise<{ id: string }> {
    const { plan, errors } = await this.planned(order);
    if (errors.length > 0) throw Problem.invalid(errors);
    const { kind, number, decidedOn, effectiveOn, content } = order;
    const id = newId();
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      await managerOf(transaction).insert(AgencyOrderRow, {
        ...{ id, kind, number, decidedOn, effectiveOn, content, plan },
        status: 'proposed',
        phase: 'switch',
        createdAt: this.clock.now(),
        createdBy: accountOf(ctx),
        confirmedAt: null,
        confirmedBy: null,
        switchedAt: null,
        finishedAt: null,
        total: 0,
        moved: 0,
        previewed: null,
        done: null,
        ...UNTRIED,
      });
      return { id };
    });
  }

  /** Everything that is wrong with an order, by field; nothing is kept. */
  async faults(order: AgencyOrder): Promise<readonly FieldError[]> {
    return (await this.planned(order)).errors;
  }

  /**
   * From now on the order waits for its day; one whose day has come is carried out at once. A second click does
   * nothing more.
   * @throws Problem `not-found`; `conflict` when it is cancelled, or an agency of it has changed since.
   */
  async confirm(id: string, ctx: CommandContext): Promise<{ id: string }> {
    const { plan } = await required(this.reader.manager, id);
    const { figures } = await this.previews.of(plan);
    const result = await this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      await oneAfterAnother(manager);
      const order = await required(manager, id);
      if (order.status === 'cancelled') throw Problem.conflict('Quyết định này đã bỏ.');
      if (order.status !== 'proposed') return { id };
      await this.stillFits(manager, order);
      const confirmed = await manager.update(
        AgencyOrderRow,
        { id, status: 'proposed' },
        { status: 'confirmed', confirmedAt: this.clock.now(), confirmedBy: accountOf(ctx), previewed: figures },
      );
      if (confirmed.affected !== 1) throw Problem.conflict('Quyết định này vừa có người khác xử lý.');
      return { id };
    });
    this.job.nudge();
    return result;
  }

  /**
   * Lets an order that has failed go on where it stands: nothing that has moved moves again. A second click does nothing
   * more.
   * @throws Problem `not-found`; `conflict` when it has not failed, or an agency of it has changed since.
   */
  async retry(id: string, ctx: CommandContext): Promise<{ id: string }> {
    const result = await this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      await oneAfterAnother(manager);
      const order = await required(manager, id);
      if (GOES_ON.includes(order.status)) return { id };
      if (order.status !== 'failed')
        throw Problem.conflict('Quyết định này chưa thực hiện nên không có gì để chạy lại.');
      if (order.phase === 'switch') await this.stillFits(manager, order);
      const status = order.phase === 'switch' ? 'confirmed' : 'applying';
      await manager.update(AgencyOrderRow, { id, status: 'failed' }, { status, ...UNTRIED });
      return { id };
    });
    this.job.nudge();
    return result;
  }

  /** Leaves an order that is not carried out yet. A second click does nothing more. @throws Problem `not-found`, `conflict`. */
  async cancel(id: string, ctx: CommandContext): Promise<{ id: string }> {
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const { status, phase } = await required(manager, id);
      if (status === 'cancelled') return { id };
      const at = this.clock.now();
      const cancelled = isBefore({ status, phase })
        ? await manager.update(AgencyOrderRow, { id, status }, { status: 'cancelled', finishedAt: at })
        : null;
      if (cancelled?.affected !== 1)
        throw Problem.conflict('Quyết định này đã có hiệu lực. Muốn trở lại như cũ, xin nhập một quyết định khác.');
      return { id };
    });
  }

  /** @throws Problem `not-found`. */
  async get(id: string): Promise<OrderDetail> {
    const [view] = await this.views([await required(this.reader.manager, id)]);
    return { ...(view as OrderView), troubles: await this.troubles.of(id) };
  }

  /** What it would do now. @throws Problem `not-found`. */
  async preview(id: string): Promise<OrderPreview> {
    return this.previews.of((await required(this.reader.manager, id)).plan);
  }

  /** The newest first. @param cursor the `nextCursor` of the page before; null: the first page. */
  async list(cursor: string | null): Promise<{ orders: OrderView[]; nextCursor: string | null }> {
    const rows = await this.reader.manager.find(AgencyOrderRow, {
      where: cursor !== null && ID.test(cursor) ? { id: LessThan(cursor) } : {},
      order: { id: 'DESC' },
      take: PAGE + 1,
    });
    const page = rows.slice(0, PAGE);
    return {
      orders: await this.views(page),
      nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  }

  private async planned(order: AgencyOrder): Promise<ReturnType<typeof planOf>> {
    const places = new Map((await this.accounts.list()).map(({ login, agencyCode }) => [login, agencyCode]));
    const { province } = this.directory;
    const inForce = new Set(this.directory.agencies().map(({ code }) => code));
    return planOf(order, {
      agency: (code) => this.directory.agency(code),
      inForce: (code) => inForce.has(code),
      ward: (code) => this.directory.wards().some((ward) => ward.code === code),
      category: (code) => this.catalog.category(code) !== null,
      agencyOfLogin: (login) => places.get(login) ?? null,
      fixed: [province.centreAgency, province.governmentAgency, province.policeAgency],
    });
  }

  /** What it names may have ended, or begun, by another order since. */
  private async stillFits(manager: EntityManager, order: AgencyOrderRow): Promise<void> {
    const { plan } = order;
    const others = await manager.find(AgencyOrderRow, {
      where: { id: Not(order.id), status: In(['confirmed', 'applying', 'failed']) },
    });
    const begun = new Set([
      ...this.directory.agencies().map(({ code }) => code),
      ...others.flatMap(({ plan: other }) => other.begins.map(({ code }) => code)),
    ]);
    const ended = new Set(others.flatMap(({ plan: other }) => other.ends));
    const own = new Set(plan.begins.map(({ code }) => code));
    const named = [
      ...plan.ends,
      ...plan.renames.map(({ code }) => code),
      ...plan.hands.flatMap(({ from, rest, parts }) => [from, rest, ...parts.map(({ to }) => to)]),
    ].filter((code) => !own.has(code));
    const name = (code: string): string => this.directory.agency(code)?.name ?? code;
    for (const code of own)
      if (begun.has(code) || this.directory.agency(code) !== null)
        throw Problem.conflict(`Mã ${code} vừa được dùng cho đơn vị khác. Xin nhập lại quyết định này.`);
    for (const code of named)
      if (!begun.has(code) || ended.has(code))
        throw Problem.conflict(`${name(code)} đã kết thúc theo quyết định khác. Xin nhập lại quyết định này.`);
  }

  private async views(rows: readonly AgencyOrderRow[]): Promise<OrderView[]> {
    const ids = rows.flatMap(({ createdBy, confirmedBy }) => [createdBy, confirmedBy].filter((id) => id !== null));
    const names = await this.accounts.names(ids);
    const stuck = await this.troubles.counts(rows.map(({ id }) => id));
    return rows.map(({ createdBy, confirmedBy, ...row }) => ({
      ...row,
      stuck: stuck.get(row.id) ?? 0,
      createdByName: createdBy === null ? null : (names.get(createdBy) ?? null),
      confirmedByName: confirmedBy === null ? null : (names.get(confirmedBy) ?? null),
    }));
  }
}

/**
 * Holds every order that has not ended until the transaction does: whoever confirms next sees what this one begins and
 * ends. First of all its statements, so that nothing is read from before the wait.
 */
async function oneAfterAnother(manager: EntityManager): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(AgencyOrderRow)
    .set({ attempts: () => 'attempts' })
    .where({ status: In(['proposed', 'confirmed', 'applying', 'failed'] satisfies OrderStatus[]) })
    .execute();
}

async function required(manager: EntityManager, id: string): Promise<AgencyOrderRow> {
  const order = ID.test(id) ? await manager.findOneBy(AgencyOrderRow, { id }) : null;
  if (order === null) throw Problem.notFound('Không có quyết định này.');
  return order;
}

/** Whether nothing of it has been carried out. */
export function isBefore({ status, phase }: Pick<AgencyOrderRow, 'status' | 'phase'>): boolean {
  return BEFORE.includes(status) || (status === 'failed' && phase === 'switch');
}

function accountOf({ principal }: CommandContext): string | null {
  return principal.kind === 'staff' ? principal.accountId : null;
}
