import { Injectable } from '@nestjs/common';
import { Accounts, Deputies } from '../identity/index.js';
import { AgencyLines } from '../kernel/index.js';
import { Staff } from './domain/recipients.js';

/** For so long somebody who was let in or kept out meanwhile is not noticed. */
const FRESH_MS = 30_000;

/** Who may sign in, in memory: a portion of steps asks for many people, and a province has hundreds. */
@Injectable()
export class StaffList {
  private current: { readonly staff: Staff; readonly at: number } | null = null;

  constructor(
    private readonly accounts: Accounts,
    private readonly deputies: Deputies,
    private readonly lines: AgencyLines,
  ) {}

  async read(): Promise<Staff> {
    const now = performance.now();
    if (this.current === null || now - this.current.at > FRESH_MS) {
      const active = (await this.accounts.list()).filter((account) => account.active);
      const away = await this.deputies.awayToday();
      const deputies = new Map(
        away.flatMap(({ accountId }) => {
          const deputy = this.deputies.standIn(accountId, away);
          return deputy === null ? [] : [[accountId, deputy] as const];
        }),
      );
      const members = active.map(({ id, roles, agencyCode }) => ({
        accountId: id,
        roles,
        agencyCode,
        line: this.lines.of(agencyCode),
      }));
      const staff = new Staff(members, deputies);
      this.current = { staff, at: now };
    }
    return this.current.staff;
  }
}
