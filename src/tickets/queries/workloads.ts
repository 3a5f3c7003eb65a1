import { Injectable } from '@nestjs/common';
import { managerOf, Reader, type Transaction } from '../../platform/database/index.js';
import { OPEN_STATES } from '../domain/state-table.js';
import { TicketRow } from '../entities.js';

/** How much lies with whom. */
@Injectable()
export class Workloads {
  constructor(private readonly reader: Reader) {}

  /**
   * How many open tickets each of these people handles; who handles none is in it with 0. One range of the
   * handlers' index for each of them.
   * @param transaction for a decision that is written in it; left out: what is committed.
   */
  async openOf(accountIds: readonly string[], transaction?: Transaction): Promise<ReadonlyMap<string, number>> {
    if (accountIds.length === 0) return new Map();
    const manager = transaction === undefined ? this.reader.manager : managerOf(transaction);
    const rows = await manager
      .createQueryBuilder(TicketRow, 't')
      .select('t.handler_account_id', 'accountId')
      .addSelect('count(*)', 'total')
      .where('t.handler_account_id in (:...accountIds)', { accountIds })
      .andWhere('t.state in (:...open)', { open: OPEN_STATES })
      .groupBy('t.handler_account_id')
      .getRawMany<{ accountId: string; total: number | string }>();
    const counted = new Map(rows.map(({ accountId, total }) => [accountId, Number(total)]));
    return new Map(accountIds.map((id) => [id, counted.get(id) ?? 0]));
  }
}
