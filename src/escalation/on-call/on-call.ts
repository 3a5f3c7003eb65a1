import { Injectable } from '@nestjs/common';
import { Accounts } from '../../identity/index.js';
import { Reader } from '../../platform/database/index.js';
import { LONGEST_SHIFT_MS } from './domain/shift-times.js';
import { OnCallShiftRow } from './entities.js';

/** Who answers the phone for an agency at an instant. */
@Injectable()
export class OnCall {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: Accounts,
  ) {}

  /** The accounts on call, who began first standing first; none when nobody is, or whoever is may not sign in any more. */
  async at(agencyCode: string, instant: Date): Promise<string[]> {
    const shifts = await this.shiftsAt(agencyCode, instant);
    const accounts = await this.accounts.byIds(shifts.map(({ accountId }) => accountId));
    const active = new Set(accounts.filter((account) => account.active).map(({ id }) => id));
    return [...new Set(shifts.map(({ accountId }) => accountId))].filter((id) => active.has(id));
  }

  /** Where these people can be called on such an instant, by account: the phone of their shift. */
  async phones(agencyCode: string, instant: Date): Promise<ReadonlyMap<string, string>> {
    const shifts = await this.shiftsAt(agencyCode, instant);
    return new Map(shifts.flatMap(({ accountId, phone }) => (phone === null ? [] : [[accountId, phone]])));
  }

  private shiftsAt(agencyCode: string, instant: Date): Promise<OnCallShiftRow[]> {
    // No shift is longer than a week: the index is read from there on, not from the beginning of the roster.
    const earliest = new Date(instant.getTime() - LONGEST_SHIFT_MS);
    return this.reader.manager
      .createQueryBuilder(OnCallShiftRow, 's')
      .where('s.agencyCode = :agencyCode and s.fromAt >= :earliest and s.fromAt <= :instant', {
        agencyCode,
        earliest,
        instant,
      })
      .andWhere('s.toAt > :instant and s.cancelledAt is null')
      .orderBy('s.fromAt', 'ASC')
      .addOrderBy('s.id', 'ASC')
      .getMany();
  }
}
