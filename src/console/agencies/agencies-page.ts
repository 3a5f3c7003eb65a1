import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { AgencyOrders, isBefore, type OrderPreview, type OrderView } from '../../agency-changes/index.js';
import { allows, type Principal } from '../../identity/index.js';
import { formatDay, formatInstant } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { Catalog } from '../../routing/index.js';
import { Frames } from '../calendars/frame.js';
import { Choices } from '../choices.js';
import type { FormState } from '../form-field.js';
import { OrderForm } from './order-form.js';
import {
  effectVi,
  figuresView,
  haltOf,
  FORM_PATHS,
  KIND_WORDS,
  orderLines,
  orderTitle,
  progressOf,
  STATUS,
  troubleLines,
  type FormPath,
  type OrderNames,
  type Stage,
} from './order-words.js';

export interface OrderNotice {
  readonly tone: string;
  readonly icon: string;
  readonly text: string;
}

/** The agencies of the province, and the orders that change them. */
@Injectable()
export class AgenciesPage {
  constructor(
    private readonly orders: AgencyOrders,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly choices: Choices,
    private readonly frames: Frames,
    private readonly form: OrderForm,
    private readonly pages: Pages,
  ) {}

  async list(principal: Principal, cursor: string | null, page: PageContext): Promise<string> {
    const { orders, nextCursor } = await this.orders.list(cursor);
    const model = {
      ...(await this.frames.of(principal, '/quan-tri/don-vi')),
      title: 'Đơn vị',
      heading: 'Đơn vị',
      lead: 'Đơn vị thay đổi theo quyết định, từ một ngày. Phiếu đang mở, tài khoản và quy tắc chuyển theo; tên cũ vẫn tra được.',
      notice: null,
      kinds: Object.entries(FORM_PATHS).map(([path, kind]) => ({
        href: `/quan-tri/don-vi/${path}`,
        label: KIND_WORDS[kind],
      })),
      orders: orders.map((order) => ({
        id: order.id,
        href: `/quan-tri/don-vi/quyet-dinh/${order.id}`,
        what: orderTitle(order, this.namesOf(order)),
        decision: order.number,
        content: order.content,
        status: STATUS[order.status],
        effective: `Có hiệu lực từ ${formatDay(order.effectiveOn)}`,
        progress: order.phase === 'tickets' || order.status === 'failed' ? (progressOf(order)?.text ?? null) : null,
      })),
      newestHref: cursor === null ? null : '/quan-tri/don-vi',
      olderHref: nextCursor === null ? null : `/quan-tri/don-vi?truoc=${nextCursor}`,
      agencies: this.directory.agencies().map(({ code, name, parentCode }) => ({
        code,
        name,
        parent: parentCode === null ? null : (this.directory.successorOf(parentCode)?.shortName ?? parentCode),
        former: this.directory.formerNamesOf(code).join('; ') || null,
      })),
    };
    return this.pages.render('console/agencies/list', model, page);
  }

  async entry(
    principal: Principal,
    path: FormPath,
    { form, formKey }: { readonly form: FormState; readonly formKey: string | null },
    page: PageContext,
  ): Promise<string> {
    const kind = FORM_PATHS[path];
    const model = {
      ...(await this.frames.of(principal, '/quan-tri/don-vi')),
      title: KIND_WORDS[kind],
      heading: `${KIND_WORDS[kind]} đơn vị`,
      lead: null,
      notice: null,
      action: `/quan-tri/don-vi/${path}`,
      errors: form.errors.length === 0 ? null : form.errors,
      groups: this.form.groups(path, form),
      agencies: this.choices.agencyNames(),
      formKey,
    };
    return this.pages.render('console/agencies/form', model, page);
  }

  /** @throws Problem `not-found`. */
  async one(principal: Principal, id: string, notice: OrderNotice | null, page: PageContext): Promise<string> {
    const order = await this.orders.get(id);
    const { status } = order;
    const before = isBefore(order);
    const stage: Stage = before ? 'before' : status === 'done' ? 'after' : 'between';
    const preview = before ? await this.orders.preview(id) : null;
    const names = this.namesOf(order);
    const figures = preview?.figures ?? order.done;
    const changes = allows(principal, 'agency.change');
    const model = {
      ...(await this.frames.of(principal, '/quan-tri/don-vi')),
      title: KIND_WORDS[order.kind],
      heading: orderTitle(order, names),
      lead: `Có hiệu lực từ ${formatDay(order.effectiveOn)}.`,
      notice,
      id,
      status: STATUS[status],
      doing: orderLines(order, names),
      decision: `${order.number}, ký ${formatDay(order.decidedOn)}`,
      content: order.content,
      by: `${order.createdByName ?? 'Hệ thống'}, ${formatInstant(order.createdAt, { year: true })}`,
      confirmedBy:
        order.confirmedAt === null
          ? null
          : `${order.confirmedByName ?? 'Hệ thống'}, ${formatInstant(order.confirmedAt, { year: true })}`,
      busy: status === 'applying' || order.nextTryAt !== null,
      progress: progressOf(order),
      halt: haltOf(order),
      troubles: order.troubles.length === 0 ? null : troubleLines(order),
      moreTroubles: Math.max(0, order.stuck - order.troubles.length) || null,
      warnings: preview !== null && preview.warnings.length > 0 ? preview.warnings : null,
      stage: { [stage]: true },
      effect: figures === null ? null : effectVi(figures, stage),
      figures: figures === null ? null : figuresView(figures),
      lists: preview === null ? null : this.lists(preview, names),
      decide:
        changes && (before || status === 'failed')
          ? { confirm: status === 'proposed', retry: status === 'failed', drop: before }
          : null,
    };
    return this.pages.render('console/agencies/order', model, page);
  }

  private lists(preview: OrderPreview, names: OrderNames): object {
    const { tickets, firstTickets, accounts, rules } = preview;
    const orNone = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);
    return {
      moves: orNone(
        tickets.map(({ from, to, count }) => ({
          from: names.agency(from),
          to: names.agency(to),
          count: count.toLocaleString('vi-VN'),
        })),
      ),
      tickets: orNone(firstTickets.map(({ code, title, to }) => ({ code, title, to: names.agency(to) }))),
      accounts: orNone(accounts.map(({ login, name, to }) => ({ login, name, to: names.agency(to) }))),
      rules: orNone(
        rules.map(({ id, categoryCode, lead }) => ({
          name: categoryCode === null ? id : names.category(categoryCode),
          lead: LEADS[lead] ?? names.agency(lead),
        })),
      ),
    };
  }

  private namesOf(order: OrderView): OrderNames {
    const begun = new Map(order.plan.begins.map(({ code, name }) => [code, name]));
    return {
      agency: (code) => this.directory.agency(code)?.name ?? begun.get(code) ?? code,
      ward: (code) => this.directory.unit(code)?.name ?? code,
      category: (code) => this.catalog.category(code)?.name ?? code,
    };
  }
}

/** Leads that depend on the ticket. */
const LEADS: Readonly<Record<string, string>> = {
  ward: 'UBND phường, xã nơi xảy ra',
  'ward-police': 'Công an phường, xã nơi xảy ra',
  subject: 'Đơn vị giữ hồ sơ',
  'superior-of-subject': 'Cấp trên của đơn vị bị phản ánh',
};
