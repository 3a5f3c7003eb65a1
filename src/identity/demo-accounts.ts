import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock, newId } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import type { Role } from './domain/principal.js';
import { AccountRow } from './entities.js';
import { Passwords } from './passwords.js';

export interface DemoAccount {
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
  readonly agencyCode: string;
}

/** Where the demo people work; codes of the province that is loaded. */
export interface DemoAgencies {
  readonly centre: string;
  readonly office: string;
  readonly government: string;
  readonly department: string;
  readonly ward: string;
}

export interface DemoAccess {
  readonly accounts: readonly DemoAccount[];
  readonly password: string;
}

/** One invented person per role, a second pair at a department, and three who take calls, to try the service with. */
export function demoAccounts(at: DemoAgencies): DemoAccount[] {
  return [
    { login: 'tongdai', displayName: 'Lê Thị Hoa', role: 'operator', agencyCode: at.centre },
    { login: 'tongdai2', displayName: 'Ngô Minh Thư', role: 'operator', agencyCode: at.centre },
    { login: 'tongdai3', displayName: 'Trịnh Gia Bảo', role: 'operator', agencyCode: at.centre },
    { login: 'dieuphoi', displayName: 'Trần Minh Châu', role: 'coordinator', agencyCode: at.centre },
    { login: 'canbo.phuong', displayName: 'Phạm Văn Bình', role: 'handler', agencyCode: at.ward },
    { login: 'lanhdao.phuong', displayName: 'Nguyễn Thị Hạnh', role: 'agency_head', agencyCode: at.ward },
    { login: 'canbo.so', displayName: 'Đỗ Tiến Dũng', role: 'handler', agencyCode: at.department },
    { login: 'lanhdao.so', displayName: 'Võ Quốc Khánh', role: 'agency_head', agencyCode: at.department },
    { login: 'giamdoc', displayName: 'Bùi Thanh Sơn', role: 'director', agencyCode: at.centre },
    { login: 'vanphong', displayName: 'Hoàng Thu Trang', role: 'overseer', agencyCode: at.office },
    { login: 'lanhdao.tp', displayName: 'Đặng Hữu Phước', role: 'leader', agencyCode: at.government },
    { login: 'quantri', displayName: 'Mai Anh Tuấn', role: 'admin', agencyCode: at.centre },
    { login: 'kiemtra', displayName: 'Lý Ngọc Yến', role: 'auditor', agencyCode: at.office },
  ];
}

/** Accounts to try the service with. There are none in production. */
@Injectable()
export class DemoAccounts {
  private current: DemoAccess | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly passwords: Passwords,
  ) {}

  /**
   * Makes the demo accounts that are missing, and gives all of them the password of today's settings.
   * @throws Error in production.
   */
  async ensure(agencies: DemoAgencies): Promise<DemoAccess> {
    if (this.config.env === 'production') throw new Error('There are no demo accounts in production.');
    const password = this.config.demoPassword ?? keptPassword(this.config.dataDir);
    const accounts = demoAccounts(agencies);
    const rows = await this.reader.manager.findBy(AccountRow, { login: In(accounts.map(({ login }) => login)) });
    await this.write(accounts, rows, password);
    this.current = { accounts, password };
    return this.current;
  }

  /** For the sign-in page; null when there are none. */
  access(): DemoAccess | null {
    return this.current;
  }

  private async write(accounts: readonly DemoAccount[], rows: readonly AccountRow[], password: string): Promise<void> {
    // They share one password, so they may share one hash: a start takes one slow hash, not eleven.
    const known = rows[0]?.passwordHash ?? null;
    const kept = await this.passwords.matches(known, password);
    const passwordHash = kept && known !== null ? known : await this.passwords.hash(password);
    const missing = accounts.filter(({ login }) => !rows.some((row) => row.login === login));
    const changed = rows.filter((row) => row.passwordHash !== passwordHash);
    const withoutEmail = rows.filter((row) => row.email === null);
    if (missing.length === 0 && changed.length === 0 && withoutEmail.length === 0) return;
    const createdAt = this.clock.now();
    await this.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      if (changed.length > 0)
        await manager.update(AccountRow, { id: In(changed.map(({ id }) => id)) }, { passwordHash });
      for (const { id, login } of withoutEmail) await manager.update(AccountRow, { id }, { email: emailOf(login) });
      const added = missing.map(({ role, ...account }) => ({
        ...account,
        id: newId(),
        roles: [role],
        passwordHash,
        active: true,
        createdAt,
        email: emailOf(account.login),
      }));
      if (added.length > 0) await manager.insert(AccountRow, added);
    });
  }
}

/** Invented people: nothing ever arrives at this domain (RFC 2606). */
function emailOf(login: string): string {
  return `${login}@example.test`;
}

// No letters that look like others: the password is read off a terminal.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password made once and kept where only the owner reads it, so that the next start prints the same. */
function keptPassword(dataDir: string): string {
  const file = join(dataDir, 'demo-password');
  if (!existsSync(file)) writeFileSync(file, madeUpPassword(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Three groups of four, 59 bits. */
export function madeUpPassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}
