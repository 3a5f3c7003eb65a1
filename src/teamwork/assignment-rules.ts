import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Accounts, allows, Deputies, type Account, type CommandContext, type Principal } from '../identity/index.js';
import { Clock, newId, Problem, type FieldError } from '../kernel/index.js';
import { Idempotency, managerOf, Reader, type Transaction } from '../platform/database/index.js';
import { Catalog } from '../routing/index.js';
import { Workloads } from '../tickets/index.js';
import { personOf, ruleFor, type Placed } from './domain/match-rule.js';
import { AssignmentRuleRow } from './entities.js';

/** As typed; '' : every one, or by load. */
export interface NewAssignmentRule {
  readonly wardCode: string;
  readonly categoryCode: string;
  readonly accountId: string;
}

export interface AssignmentRuleView {
  readonly id: string;
  /** null: every ward. */
  readonly wardName: string | null;
  readonly categoryName: string | null;
  /** null: by load. */
  readonly accountName: string | null;
}

/** Somebody of an agency, with what lies on the desk. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly isHead: boolean;
  readonly openTickets: number;
  /** Until when the person is away, and who does the work; null: present. */
  readonly away: { readonly toOn: string; readonly deputyName: string | null } | null;
}

const HIDDEN = 'Không tìm thấy mục này.';
const MOST_RULES = 200;

/** Who gets which tickets inside an agency: rules that its head keeps. */
@Injectable()
export class AssignmentRules {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly deputies: Deputies,
    private readonly workloads: Workloads,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
  ) {}

  /** Those who can be given tickets of an agency, by name. @throws Problem `not-found` for another agency. */
  async colleagues(principal: Principal, agencyCode: string): Promise<Colleague[]> {
    if (principal.kind !== 'staff' || principal.agencyCode !== agencyCode) throw Problem.notFound(HIDDEN);
    const people = await this.workers(agencyCode);
    const [load, away] = await Promise.all([
      this.workloads.openOf(people.map(({ id }) => id)),
      this.deputies.awayToday(agencyCode),
    ]);
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    return people.map(({ id, displayName, roles }) => {
      const absence = away.find(({ accountId }) => accountId === id);
      const deputy = absence?.deputyAccountId ?? null;
      return {
        id,
        name: displayName,
        isHead: roles.includes('agency_head') || roles.includes('director'),
        openTickets: load.get(id) ?? 0,
        away:
          absence === undefined
            ? null
            : { toOn: absence.toOn, deputyName: deputy === null ? null : (names.get(deputy) ?? null) },
      };
    });
  }

  /** In the order in which they were written. @throws Problem `not-found` for whoever does not keep them. */
  async list(principal: Principal, agencyCode: string): Promise<AssignmentRuleView[]> {
    this.require(principal, agencyCode);
    const rows = await this.rows(agencyCode);
    const names = await this.accounts.names(rows.flatMap(({ accountId }) => accountId ?? []));
    const wards = new Map(this.directory.wards().map(({ code, name }) => [code, name]));
    return rows.map(({ id, wardCode, categoryCode, accountId }) => ({
      id,
      wardName: wardCode === null ? null : (wards.get(wardCode) ?? wardCode),
      categoryName: categoryCode === null ? null : (this.catalog.category(categoryCode)?.name ?? categoryCode),
      accountName: accountId === null ? null : (names.get(accountId) ?? 'Tài khoản đã xoá'),
    }));
  }

  /** @throws Problem `invalid-input`, `not-found`, `conflict` when the same is said already. */
  async add(agencyCode: string, input: NewAssignmentRule, ctx: CommandContext): Promise<{ id: string }> {
    const by = this.require(ctx.principal, agencyCode);
    const people = await this.workers(agencyCode);
    const errors: FieldError[] = [];
    if (input.wardCode !== '' && !this.directory.wards().some(({ code }) => code === input.wardCode))
      errors.push({ field: 'wardCode', message: 'Chưa rõ là phường, xã nào. Xin chọn trong danh sách.' });
    if (input.categoryCode !== '' && this.catalog.category(input.categoryCode) === null)
      errors.push({ field: 'categoryCode', message: 'Xin chọn lĩnh vực trong danh sách.' });
    if (input.accountId !== '' && !people.some(({ id }) => id === input.accountId))
      errors.push({
        field: 'accountId',
        message: 'Xin chọn giao cho ai: một người của đơn vị này, hoặc người đang giữ ít phiếu nhất.',
      });
    if (errors.length > 0) throw Problem.invalid(errors);
    const [wardCode, categoryCode, accountId] = [input.wardCode, input.categoryCode, input.accountId].map((code) =>
      code === '' ? null : code,
    ) as [string | null, string | null, string | null];
    const row = { id: newId(), agencyCode, wardCode, categoryCode, accountId, createdBy: by };
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const known = await managerOf(tx).findBy(AssignmentRuleRow, { agencyCode, removedAt: IsNull() });
      if (known.some((rule) => rule.wardCode === wardCode && rule.categoryCode === categoryCode))
        throw Problem.conflict('Đã có quy tắc cho đúng địa bàn và lĩnh vực này; xin bỏ quy tắc cũ trước.');
      if (known.length >= MOST_RULES)
        throw Problem.conflict(`Mỗi đơn vị giữ nhiều nhất ${String(MOST_RULES)} quy tắc.`);
      await managerOf(tx).insert(AssignmentRuleRow, {
        ...row,
        createdAt: this.clock.now(),
        removedAt: null,
        removedBy: null,
      });
      return { id: row.id };
    });
  }

  /** What it gave out stays. Twice does no harm. @throws Problem `not-found`. */
  async remove(id: string, ctx: CommandContext): Promise<void> {
    await this.idempotency.once(ctx.idempotency, async (tx) => {
      const row = /^[0-9A-Z]{26}$/.test(id) ? await managerOf(tx).findOneBy(AssignmentRuleRow, { id }) : null;
      if (row === null) throw Problem.notFound(HIDDEN);
      const removedBy = this.require(ctx.principal, row.agencyCode);
      await managerOf(tx)
        .createQueryBuilder()
        .update(AssignmentRuleRow)
        .set({ removedAt: this.clock.now(), removedBy })
        .where('id = :id and removed_at is null', { id })
        .execute();
      return {};
    });
  }

  /** Whom the rules of an agency give a ticket to today; null: no rule fits, or nobody is there. */
  async personFor(agencyCode: string, ticket: Placed, transaction: Transaction): Promise<string | null> {
    const rules = await managerOf(transaction).find(AssignmentRuleRow, {
      where: { agencyCode, removedAt: IsNull() },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const rule = ruleFor(rules, ticket);
    if (rule === null) return null;
    const people = (await this.workers(agencyCode)).map(({ id }) => id);
    const [load, away] = await Promise.all([
      this.workloads.openOf(people, transaction),
      this.deputies.awayToday(agencyCode),
    ]);
    return personOf(rule, { load, standIn: (accountId) => this.deputies.standIn(accountId, away) });
  }

  private async rows(agencyCode: string): Promise<AssignmentRuleRow[]> {
    return this.reader.manager.find(AssignmentRuleRow, {
      where: { agencyCode, removedAt: IsNull() },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  private async workers(agencyCode: string): Promise<Account[]> {
    const people = await this.accounts.ofAgency(agencyCode);
    return people.filter(({ id, displayName, roles }) =>
      allows({ kind: 'staff', accountId: id, displayName, roles, agencyCode }, 'ticket.accept'),
    );
  }

  private require(principal: Principal, agencyCode: string): string {
    if (principal.kind !== 'staff' || principal.agencyCode !== agencyCode || !allows(principal, 'deputy.edit'))
      throw Problem.notFound(HIDDEN);
    return principal.accountId;
  }
}
