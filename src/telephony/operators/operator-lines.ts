import { Injectable } from '@nestjs/common';
import { Accounts, allows, type Account } from '../../identity/index.js';
import { Clock, fold, Problem } from '../../kernel/index.js';
import { isUniqueViolation, managerOf, Reader, UnitOfWork } from '../../platform/database/index.js';
import { OperatorLineRow } from '../entities.js';

/** Somebody who takes calls. */
export interface Operator {
  readonly accountId: string;
  readonly name: string;
  readonly extension: string | null;
}

interface Known {
  readonly at: number;
  /** By line, login, id and e-mail. */
  readonly byKey: ReadonlyMap<string, string>;
  /** By folded name; null where two people have it. */
  readonly byName: ReadonlyMap<string, string | null>;
  readonly operators: ReadonlyMap<string, Operator>;
}

/** Accounts and lines change rarely; another process's change is seen after this at the latest. */
const FRESH_MS = 30_000;
/** Somebody who is not known may be new, and is looked for again, but not with each call. */
const MISSED_MS = 2_000;

/** Who is meant by the names and lines that a telephone system writes. */
@Injectable()
export class OperatorLines {
  private known: Known | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
  ) {}

  /**
   * Whose account it is: by line, then by login or id, then by e-mail, then by the name in full if only one person has it.
   * @param name as the telephone system writes it.
   */
  async find(name: string): Promise<string | null> {
    const key = name.trim();
    if (key === '') return null;
    const known = await this.load(FRESH_MS);
    const found = lookUp(known, key);
    if (found !== undefined) return found;
    return lookUp(await this.load(MISSED_MS), key) ?? null;
  }

  /** Everybody who may take calls, by name. */
  async all(): Promise<Operator[]> {
    const { operators } = await this.load(FRESH_MS);
    return [...operators.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  }

  /** The line somebody sits at; null: none. */
  async extensionOf(accountId: string): Promise<string | null> {
    const row = await this.reader.manager.findOneBy(OperatorLineRow, { accountId });
    return row?.extension ?? null;
  }

  /**
   * Gives somebody a line; null takes it away. A line belongs to one person.
   * @throws Problem `invalid-input`, `not-found`, `conflict` when somebody else has the line.
   */
  async set(login: string, extension: string | null): Promise<void> {
    if (extension !== null && !/^[0-9A-Za-z*#_-]{1,20}$/.test(extension))
      throw Problem.invalid([{ field: 'extension', message: 'Số máy lẻ có 1 đến 20 chữ số.' }]);
    const account = (await this.accounts.list()).find((one) => one.login === login.trim().toLowerCase());
    if (account === undefined) throw Problem.notFound('Không có tài khoản này.');
    const row = { accountId: account.id, setAt: this.clock.now() };
    try {
      await this.unitOfWork.run(async (tx) => {
        await managerOf(tx).delete(OperatorLineRow, { accountId: account.id });
        if (extension !== null) await managerOf(tx).insert(OperatorLineRow, { ...row, extension });
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw Problem.conflict(`Máy lẻ ${extension ?? ''} đã có người ngồi.`);
      throw error;
    } finally {
      this.known = null;
    }
  }

  /** Gives lines to those who have none. @param wanted login → line; one that is taken is left where it is. */
  async ensure(wanted: Readonly<Record<string, string>>): Promise<void> {
    const [accounts, lines] = await Promise.all([this.accounts.list(), this.reader.manager.find(OperatorLineRow)]);
    for (const [login, extension] of Object.entries(wanted)) {
      const account = accounts.find((one) => one.login === login);
      const taken = lines.some((line) => line.accountId === account?.id || line.extension === extension);
      if (account !== undefined && !taken) await this.set(login, extension);
    }
  }

  private async load(maxAgeMs: number): Promise<Known> {
    const now = performance.now();
    if (this.known !== null && now - this.known.at < maxAgeMs) return this.known;
    const [accounts, lines] = await Promise.all([this.accounts.list(), this.reader.manager.find(OperatorLineRow)]);
    const extensions = new Map(lines.map(({ accountId, extension }) => [accountId, extension]));
    const people = accounts.filter((account) => account.active && (takesCalls(account) || extensions.has(account.id)));
    this.known = { at: now, ...indexed(people, extensions) };
    return this.known;
  }
}

function takesCalls({ id, displayName, roles, agencyCode }: Account): boolean {
  return allows({ kind: 'staff', accountId: id, displayName, roles, agencyCode }, 'contact.record');
}

function indexed(
  people: readonly Account[],
  extensions: ReadonlyMap<string, string>,
): Pick<Known, 'byKey' | 'byName' | 'operators'> {
  const byKey = new Map<string, string>();
  const byName = new Map<string, string | null>();
  const operators = new Map<string, Operator>();
  // What comes later gives way: an e-mail before a login before a line.
  for (const { id, email } of people) if (email !== null) byKey.set(email.toLowerCase(), id);
  for (const { id, login } of people) byKey.set(id.toLowerCase(), id).set(login.toLowerCase(), id);
  for (const { id } of people) {
    const extension = extensions.get(id);
    if (extension !== undefined) byKey.set(extension.toLowerCase(), id);
  }
  for (const { id, displayName } of people) {
    const name = fold(displayName);
    byName.set(name, byName.has(name) ? null : id);
    operators.set(id, { accountId: id, name: displayName, extension: extensions.get(id) ?? null });
  }
  return { byKey, byName, operators };
}

function lookUp({ byKey, byName }: Known, name: string): string | null | undefined {
  return byKey.get(name.toLowerCase()) ?? byName.get(fold(name));
}
