import { Injectable } from '@nestjs/common';
import { Accounts, type Principal } from '../identity/index.js';
import { Clock, newId } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { TicketQueries } from '../tickets/index.js';
import { TicketPresenceRow } from './entities.js';

export type Doing = TicketPresenceRow['doing'];

/** A colleague who has the same ticket open. */
export interface Present {
  readonly accountId: string;
  readonly name: string;
  readonly doing: Doing;
}

/** Pages say every twenty seconds that they are there; who has been silent for twice as long is gone. */
const SILENT_MS = 45_000;
/** Rows of windows that were cut off stay for so long at most. */
const FORGET_MS = 3_600_000;

/**
 * Who looks at a ticket now. Kept in the database and not in a process: of two people on one ticket each may be
 * connected to another one. A window that goes without a word is forgotten after a while.
 */
@Injectable()
export class Presence {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly queries: TicketQueries,
  ) {}

  newWindow(): string {
    return newId();
  }

  /**
   * A window is on a ticket, and shows who else is: nobody for whoever may not see the ticket, as if nobody were there.
   * @returns null when the ticket is not this person's to see.
   */
  async look(principal: Principal, windowId: string, ticketId: string, doing: Doing): Promise<Present[] | null> {
    if (principal.kind !== 'staff' || !(await this.queries.sees(principal, ticketId))) return null;
    const seenAt = this.clock.now();
    const { accountId } = principal;
    await this.unitOfWork.run((tx) =>
      managerOf(tx)
        .createQueryBuilder()
        .insert()
        .into(TicketPresenceRow)
        .values({ id: windowId, ticketId, accountId, doing, seenAt })
        .orUpdate(['ticket_id', 'account_id', 'doing', 'seen_at'], ['id'])
        .updateEntity(false)
        .execute(),
    );
    return this.others(ticketId, accountId);
  }

  /** A window is closed, or shows something else. */
  async leave(windowId: string): Promise<void> {
    const forgotten = new Date(this.clock.now().getTime() - FORGET_MS);
    await this.unitOfWork.run((tx) =>
      managerOf(tx)
        .createQueryBuilder()
        .delete()
        .from(TicketPresenceRow)
        .where('id = :windowId or seen_at < :forgotten', { windowId, forgotten })
        .execute(),
    );
  }

  private async others(ticketId: string, accountId: string): Promise<Present[]> {
    const since = new Date(this.clock.now().getTime() - SILENT_MS);
    const rows = await this.reader.manager
      .createQueryBuilder(TicketPresenceRow, 'p')
      .where('p.ticket_id = :ticketId and p.seen_at > :since and p.account_id <> :accountId', {
        ticketId,
        since,
        accountId,
      })
      .getMany();
    const doing = new Map<string, Doing>();
    for (const row of rows) if (doing.get(row.accountId) !== 'writing') doing.set(row.accountId, row.doing);
    const names = await this.accounts.names([...doing.keys()]);
    return [...doing].flatMap(([id, what]) => {
      const name = names.get(id);
      return name === undefined ? [] : [{ accountId: id, name, doing: what }];
    });
  }
}
