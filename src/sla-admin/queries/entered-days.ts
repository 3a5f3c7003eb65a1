import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { Accounts } from '../../identity/index.js';
import { Reader } from '../../platform/database/index.js';
import { SlaChangeRow } from '../entities.js';

/** Who put a day into a calendar, and by which change. */
export interface EnteredBy {
  readonly changeId: string;
  /** null: an account that is gone. */
  readonly name: string | null;
  readonly at: Date;
}

/** A province changes days a few times a year: so many changes reach back further than anybody looks. */
const MOST_CHANGES = 1000;

/** The days of one table as administrators have entered them. */
@Injectable()
export class EnteredDays {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: Accounts,
  ) {}

  /** By day, `YYYY-MM-DD`; the latest change of each. @param scope `national`, or a calendar's code. */
  async of(scope: string): Promise<ReadonlyMap<string, EnteredBy>> {
    const changes = await this.reader.manager.find(SlaChangeRow, {
      select: { id: true, proposal: true, createdBy: true, appliedBy: true, appliedAt: true },
      where: { kind: 'days', appliedAt: Not(IsNull()) },
      order: { appliedAt: 'DESC', id: 'DESC' },
      take: MOST_CHANGES,
    });
    const people = changes.flatMap(({ appliedBy }) => (appliedBy === null ? [] : [appliedBy]));
    const names = await this.accounts.names([...new Set(people)]);
    const entered = new Map<string, EnteredBy>();
    for (const { id, proposal, appliedBy, appliedAt } of changes) {
      if (proposal.kind !== 'days' || proposal.scope !== scope || appliedAt === null) continue;
      for (const { on } of proposal.entries) {
        if (entered.has(on)) continue;
        entered.set(on, {
          changeId: id,
          name: appliedBy === null ? null : (names.get(appliedBy) ?? null),
          at: appliedAt,
        });
      }
    }
    return entered;
  }
}
