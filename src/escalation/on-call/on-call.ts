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

  /**
   * Where people could be called at an instant: the phones of their shifts, in the order asked for.
   * null: no shift, or none with a phone.
   */
  async phonesOf(asked: readonly { readonly accountId: string; readonly at: Date }[]): Promise<(string | null)[]> {
    if (asked.length === 0) return [];
    const instants = asked.map(({ at }) => at.getTime());
    const shifts = await this.reader.manager
      .createQueryBuilder(OnCallShiftRow, 's')
      .where('s.accountId in (:...accountIds)', { accountIds: [...new Set(asked.map(({ accountId }) => accountId))] })
      .andWhere('s.fromAt >= :earliest and s.fromAt <= :latest', {
        earliest: new Date(Math.min(...instants) - LONGEST_SHIFT_MS),
        latest: new Date(Math.max(...instants)),
      })
      .andWhere('s.cancelledAt is null')
      .getMany();
    return asked.map(({ accountId, at }) => {
      const shift = shifts.find((one) => one.accountId === accountId && one.fromAt <= at && one.toAt > at);
      return shift?.phone ?? null;
    });
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
