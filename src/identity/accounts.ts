import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { cleanLine, Clock, newId, Problem, type FieldError } from '../kernel/index.js';
import { isUniqueViolation, managerOf, Reader, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { foldLogin, passwordFault } from './domain/login.js';
import { ROLES, type Role } from './domain/principal.js';
import { AccountRow, rolesOf } from './entities.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';

export interface Account {
  readonly id: string;
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly agencyCode: string;
  readonly active: boolean;
  readonly createdAt: Date;
  readonly email: string | null;
}

export interface NewAccount {
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** Not looked up here: agencies are another module's, and the caller has the directory. */
  readonly agencyCode: string;
  readonly password: string;
  /** Where reminders of work go; left out: on the page alone. */
  readonly email?: string | undefined;
}

/** For another module's statement that reads an account along with something else; who may not sign in is left out. */
export const ACCOUNT_BESIDE = {
  entity: AccountRow,
  /** @param alias of the table within the statement. */
  condition: (alias: string): string => `${alias}.active = 1`,
} as const;

const MAX_DISPLAY_NAME = 120;
/** A wrong address does no harm but that the mail comes back; this stops what is none at all. */
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;
const MAX_EMAIL = 254;
const AGENCY_CODE = /^[A-Z0-9][A-Z0-9-]{0,39}$/;

/** The people who work with the service. */
@Injectable()
export class Accounts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
  ) {}

  /** @throws Problem `invalid-input` for what cannot be stored, `conflict` when the login is taken. */
  async add(input: NewAccount): Promise<Account> {
    const { login, displayName, roles } = checked(input);
    const row = {
      id: newId(),
      login,
      displayName,
      passwordHash: await this.passwords.hash(input.password),
      agencyCode: input.agencyCode,
      roles,
      active: true,
      createdAt: this.clock.now(),
      email: input.email === undefined ? null : checkedEmail(input.email),
    };
    try {
      await this.unitOfWork.run((transaction) => managerOf(transaction).insert(AccountRow, row));
    } catch (error) {
      if (isUniqueViolation(error)) throw Problem.conflict(`Tên đăng nhập “${login}” đã có người dùng.`);
      throw error;
    }
    return accountOf(row);
  }

  /** A new password, and out of every browser. @throws Problem `not-found`, `invalid-input`. */
  async setPassword(login: string, password: string): Promise<void> {
    const row = await this.require(login);
    const fault = passwordFault(password, row.login);
    if (fault !== null) throw Problem.invalid([{ field: 'password', message: fault }]);
    const passwordHash = await this.passwords.hash(password);
    await this.unitOfWork.run((transaction) => this.change(transaction, row.id, { passwordHash }));
  }

  /** Lets somebody in or keeps them out; history goes on naming them. @throws Problem `not-found`. */
  async setActive(login: string, active: boolean): Promise<void> {
    const row = await this.require(login);
    await this.unitOfWork.run((transaction) => this.change(transaction, row.id, { active }));
  }

  /** Where somebody's reminders go from now on; null: on the page alone. @throws Problem `not-found`, `invalid-input`. */
  async setEmail(login: string, email: string | null): Promise<void> {
    const row = await this.require(login);
    const address = email === null ? null : checkedEmail(email);
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction).update(AccountRow, { id: row.id }, { email: address }),
    );
  }

  /** These accounts, whether they may sign in or not; unknown ids are left out. */
  async byIds(ids: readonly string[]): Promise<Account[]> {
    if (ids.length === 0) return [];
    const rows = await this.reader.manager.findBy(AccountRow, { id: In([...new Set(ids)]) });
    return rows.map(accountOf);
  }

  /** Who works at an agency and may sign in, by name. */
  async ofAgency(agencyCode: string): Promise<Account[]> {
    const rows = await this.reader.manager.find(AccountRow, {
      where: { agencyCode, active: true },
      order: { displayName: 'ASC', id: 'ASC' },
    });
    return rows.map(accountOf);
  }

  /** Who works at these agencies, whether they may sign in or not, by login. */
  async workingAt(manager: EntityManager, agencyCodes: readonly string[]): Promise<Account[]> {
    if (agencyCodes.length === 0) return [];
    const rows = await manager.find(AccountRow, {
      where: { agencyCode: In([...agencyCodes]) },
      order: { login: 'ASC' },
    });
    return rows.map(accountOf);
  }

  /** These people work at another agency from now on; whoever is signed in goes on there at the next click. */
  async moveTo(transaction: Transaction, ids: readonly string[], agencyCode: string): Promise<void> {
    await managerOf(transaction).update(AccountRow, { id: In([...ids]) }, { agencyCode });
    await this.sessions.changed(transaction, ids);
  }

  /** Everybody, by login: a province has hundreds of accounts, not thousands. */
  async list(): Promise<Account[]> {
    const rows = await this.reader.manager.find(AccountRow, { order: { login: 'ASC' } });
    return rows.map(accountOf);
  }

  /** Display names for history and "who held it". Unknown ids are left out. */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.reader.manager
      .createQueryBuilder(AccountRow, 'account')
      .select(['account.id', 'account.displayName'])
      .where('account.id in (:...ids)', { ids: [...new Set(ids)] })
      .getMany();
    return new Map(rows.map((row) => [row.id, row.displayName]));
  }

  private async change(transaction: Transaction, id: string, change: Partial<AccountRow>): Promise<void> {
    await managerOf(transaction).update(AccountRow, { id }, change);
    await this.sessions.endAll(transaction, id);
  }

  private async require(login: string): Promise<AccountRow> {
    const folded = foldLogin(login);
    const row = folded === null ? null : await this.reader.manager.findOneBy(AccountRow, { login: folded });
    if (!row) throw Problem.notFound('Không có tài khoản này.');
    return row;
  }
}

function checked(input: NewAccount): { login: string; displayName: string; roles: Role[] } {
  const faults: FieldError[] = [];
  const login = foldLogin(input.login);
  const displayName = cleanLine(input.displayName);
  const roles = ROLES.filter((role) => input.roles.includes(role));
  const unknown = input.roles.filter((role) => !(ROLES as readonly string[]).includes(role));
  if (login === null) {
    faults.push({ field: 'login', message: 'Tên đăng nhập có từ 2 đến 64 chữ, số hoặc . _ @ -, không có dấu cách.' });
  }
  if (displayName === '' || displayName.length > MAX_DISPLAY_NAME) {
    faults.push({ field: 'displayName', message: `Xin ghi họ tên, không quá ${MAX_DISPLAY_NAME} ký tự.` });
  }
  if (unknown.length > 0 || roles.length === 0) {
    faults.push({ field: 'roles', message: `Vai trò là một hay nhiều trong: ${ROLES.join(', ')}.` });
  }
  if (!AGENCY_CODE.test(input.agencyCode))
    faults.push({ field: 'agencyCode', message: 'Xin ghi mã đơn vị, như TD1022.' });
  const fault = passwordFault(input.password, login ?? input.login);
  if (fault !== null) faults.push({ field: 'password', message: fault });
  if (faults.length > 0 || login === null) throw Problem.invalid(faults);
  return { login, displayName, roles };
}

export function accountOf(row: AccountRow): Account {
  const { id, login, displayName, agencyCode, active, createdAt, email } = row;
  return { id, login, displayName, roles: rolesOf(row), agencyCode, active, createdAt, email };
}

/** @throws Problem `invalid-input` */
function checkedEmail(typed: string): string {
  const email = cleanLine(typed);
  if (email.length > MAX_EMAIL || !EMAIL.test(email)) {
    throw Problem.invalid([{ field: 'email', message: 'Địa chỉ thư chưa đúng, cần dạng ten@donvi.gov.vn.' }]);
  }
  return email;
}
