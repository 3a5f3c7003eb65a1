import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Clock } from '../kernel/index.js';
import { Reader } from '../platform/database/index.js';
import { RoutingRuleRow } from '../routing/index.js';
import { CalendarRow, SlaPolicyRow } from '../sla/index.js';
import { AgencySwitch } from './agency-switch.js';
import type { Figures } from './domain/figures.js';
import { rulesAfter } from './domain/rules-after.js';
import type { OrderPlan } from './domain/plan.js';
import { OpenTickets, type PreviewedTicket } from './open-tickets.js';

/** What an order would do now. */
export interface OrderPreview {
  readonly figures: Figures;
  readonly tickets: readonly { readonly from: string; readonly to: string; readonly count: number }[];
  readonly firstTickets: readonly PreviewedTicket[];
  readonly accounts: readonly { readonly login: string; readonly name: string; readonly to: string }[];
  readonly rules: readonly { readonly id: string; readonly lead: string; readonly categoryCode: string | null }[];
  /** What stays behind and somebody has to look at, in Vietnamese. */
  readonly warnings: readonly string[];
}

const MOST = 20;

/** Counts what hangs on the agencies of an order, as it is at the moment somebody asks. */
@Injectable()
export class OrderPreviews {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly agencySwitch: AgencySwitch,
    private readonly openTickets: OpenTickets,
  ) {}

  async of(plan: OrderPlan): Promise<OrderPreview> {
    const { manager } = this.reader;
    const { counts, first } = await this.openTickets.preview(plan, MOST);
    const { parts, apologies } = await this.openTickets.beside(plan);
    const following = await this.agencySwitch.following(manager, plan, this.clock.now());
    const people = await this.agencySwitch.people(manager, plan);
    const rules = rulesAfter(plan, await manager.find(RoutingRuleRow));
    const rows = (table: string): number => following.find((one) => one.table === table)?.rows.length ?? 0;
    return {
      figures: {
        tickets: [...counts.values()].reduce((sum, count) => sum + count, 0),
        parts,
        apologies,
        accounts: people.length,
        routingRules: rules.added.length,
        shifts: rows('on_call_shift'),
        absences: rows('absence'),
        deputations: rows('deputation'),
        assignmentRules: rows('assignment_rule'),
      },
      tickets: [...counts].map(([pair, count]) => {
        const [from = '', to = ''] = pair.split(' ');
        return { from, to, count };
      }),
      firstTickets: first,
      accounts: people.map(({ login, displayName, to }) => ({ login, name: displayName, to })),
      rules: rules.added.map(({ id, lead, categoryCode }) => ({ id, lead, categoryCode })),
      warnings: await this.warnings(plan),
    };
  }

  private async warnings(plan: OrderPlan): Promise<string[]> {
    const { manager } = this.reader;
    const warnings: string[] = [];
    const nameOf = (code: string): string =>
      this.directory.agency(code)?.name ?? plan.begins.find((one) => one.code === code)?.name ?? code;
    for (const { from, rest } of plan.hands.filter((one) => plan.ends.includes(one.from))) {
      const limits = await manager.countBy(SlaPolicyRow, { agencyCode: from });
      if (limits > 0)
        warnings.push(
          `${nameOf(from)} có ${String(limits)} hạn xử lý riêng; hạn riêng không tự chuyển. Nếu ${nameOf(rest)} cũng cần, xin thêm ở trang Hạn.`,
        );
      const hours = await manager.findOneBy(CalendarRow, { agencyCode: from });
      const fresh = plan.begins.some(({ code }) => code === rest);
      if (hours !== null)
        warnings.push(
          fresh
            ? `${nameOf(rest)} sẽ theo giờ làm việc riêng của ${nameOf(from)}.`
            : `${nameOf(from)} có giờ làm việc riêng. Việc đang chạy giữ hạn theo giờ đó; việc mới theo giờ của ${nameOf(rest)}.`,
        );
    }
    const fresh = plan.begins.filter(
      ({ code }) =>
        !plan.hands.some(
          ({ rest, parts }) => rest === code || parts.some(({ logins, to }) => to === code && logins.length > 0),
        ),
    );
    for (const { name } of fresh)
      warnings.push(`${name} chưa có tài khoản nào được chuyển sang; xin thêm tài khoản trước ngày có hiệu lực.`);
    return warnings;
  }
}
