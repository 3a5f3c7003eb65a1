import { Injectable } from '@nestjs/common';
import { Accounts } from '../identity/index.js';
import { Staff } from './domain/recipients.js';

/** For so long somebody who was let in or kept out meanwhile is not noticed. */
const FRESH_MS = 30_000;

/** Who may sign in, in memory: a portion of steps asks for many people, and a province has hundreds. */
@Injectable()
export class StaffList {
  private current: { readonly staff: Staff; readonly at: number } | null = null;

  constructor(private readonly accounts: Accounts) {}

  async read(): Promise<Staff> {
    const now = performance.now();
    if (this.current === null || now - this.current.at > FRESH_MS) {
      const active = (await this.accounts.list()).filter((account) => account.active);
      const staff = new Staff(active.map(({ id, roles, agencyCode }) => ({ accountId: id, roles, agencyCode })));
      this.current = { staff, at: now };
    }
    return this.current.staff;
  }
}
