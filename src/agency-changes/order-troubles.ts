import { Injectable } from '@nestjs/common';
import { In, LessThan } from 'typeorm';
import { Clock, Problem } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { isGuided, TicketRow } from '../tickets/index.js';
import { AgencyOrderTroubleRow } from './entities.js';

const MOST_REASON = 300;
const MOST_LISTED = 100;
const OF_THE_SERVICE = 'Lỗi của hệ thống; chi tiết nằm trong nhật ký kỹ thuật của máy chủ.';

/** A ticket that could not be moved, as it is shown. */
export interface OrderTrouble {
  readonly ticketId: string;
  /** null: a complaint or denunciation, which whoever changes agencies is not told of. */
  readonly code: string | null;
  readonly reason: string;
  /** When it was last tried. */
  readonly at: Date;
}

/** What an order could not move, ticket by ticket: nothing that stayed behind is hidden. */
@Injectable()
export class OrderTroubles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** Keeps why a ticket stays where it was; the last reason counts. */
  async keep(orderId: string, ticketId: string, error: unknown): Promise<void> {
    const now = { reason: reasonOf(error), at: this.clock.now() };
    await this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      const known = await manager.update(AgencyOrderTroubleRow, { orderId, ticketId }, now);
      if (known.affected !== 1) await manager.insert(AgencyOrderTroubleRow, { orderId, ticketId, ...now });
    });
  }

  /** It has moved after all. */
  async forget(transaction: Transaction, orderId: string, ticketId: string): Promise<void> {
    await managerOf(transaction).delete(AgencyOrderTroubleRow, { orderId, ticketId });
  }

  /**
   * How many an order could not move, after all tickets were looked through. What came up before and not since needs
   * no moving any more: somebody has closed it, or moved it by hand.
   */
  async left(orderId: string, since: Date): Promise<number> {
    return this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      await manager.delete(AgencyOrderTroubleRow, { orderId, at: LessThan(since) });
      return manager.countBy(AgencyOrderTroubleRow, { orderId });
    });
  }

  /** How many tickets each order could not move. */
  async counts(orderIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (orderIds.length === 0) return new Map();
    const rows = await this.reader.manager
      .createQueryBuilder(AgencyOrderTroubleRow, 'f')
      .select('f.order_id', 'id')
      .addSelect('count(*)', 'total')
      .where({ orderId: In([...orderIds]) })
      .groupBy('f.order_id')
      .getRawMany<{ id: string; total: number | string }>();
    return new Map(rows.map(({ id, total }) => [id, Number(total)]));
  }

  /** The tickets that an order could not move, oldest first; the first hundred. */
  async of(orderId: string): Promise<readonly OrderTrouble[]> {
    const rows: (AgencyOrderTroubleRow & { ticket?: Pick<TicketRow, 'code' | 'boundary'> })[] =
      await this.reader.manager
        .createQueryBuilder(AgencyOrderTroubleRow, 'f')
        .select(['f', 't.id', 't.code', 't.boundary'])
        .leftJoinAndMapOne('f.ticket', TicketRow, 't', 't.id = f.ticket_id')
        .where('f.order_id = :orderId', { orderId })
        .orderBy('f.ticket_id', 'ASC')
        .limit(MOST_LISTED)
        .getMany();
    return rows.map(({ ticketId, ticket, reason, at }) => ({
      ...{ ticketId, reason, at },
      code: ticket === undefined || isGuided(ticket.boundary) ? null : ticket.code,
    }));
  }
}

/** Why something could not be done, as a sentence: what the service itself got wrong is in the log. */
export function reasonOf(error: unknown): string {
  const sentence = error instanceof Problem ? (error.fields[0]?.message ?? error.title) : OF_THE_SERVICE;
  return sentence.slice(0, MOST_REASON);
}
