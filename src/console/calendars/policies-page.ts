import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock, dayInVietnam } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { Catalog } from '../../routing/index.js';
import { ANY, type ClockKind, type SlaPolicyRow, type SlaRows } from '../../sla/index.js';
import { fullDay } from './day-words.js';
import { Frames } from './frame.js';
import { groupedBy } from './grouped.js';
import { CLOCK_NAMES, limitText, ROLE_NAMES_VI, statesOf, VERSION_WORDS } from './rule-words.js';
import { RulesOfTime } from './rules-of-time.js';

/** Classes, and how long each clock may run: `/quan-tri/han`. */
@Injectable()
export class PoliciesPage {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/han')]);
    const today = dayInVietnam(this.clock.now());
    const kinds = Object.keys(CLOCK_NAMES) as ClockKind[];
    const model = {
      ...frame,
      title: 'Hạn xử lý',
      heading: 'Hạn xử lý',
      lead: 'Hạn mới áp dụng cho việc bắt đầu từ ngày có hiệu lực; việc đang chạy giữ hạn đã hứa. Dòng cụ thể hơn (lĩnh vực, đơn vị, ưu tiên, lớp) được dùng trước.',
      notice: null,
      classes: rows.classes.map(({ code, name, phrase, startRule }) => ({
        code,
        name,
        phrase,
        startRule: startRule === 'event_day' ? 'đếm từ sau ngày xảy ra' : 'đếm từ sau ngày mở cửa kế tiếp',
      })),
      clocks: kinds.map((kind) => ({
        kind,
        name: CLOCK_NAMES[kind],
        addHref: `/quan-tri/han/moi?dong-ho=${kind}`,
        rows: this.policyViews(rows, kind, today),
      })),
    };
    return this.pages.render('console/calendars/policies', model, page);
  }

  /** Rules in force and to come first, by class; those that have ended below. */
  private policyViews(rows: SlaRows, kind: ClockKind, today: string): object[] {
    const groups = groupedBy(
      rows.policies.filter(({ clock }) => clock === kind),
      (policy) => [policy.slaClass, policy.categoryCode, policy.priority, policy.agencyCode].join(' '),
    );
    const views = [...groups.values()].flatMap((versions) => {
      const states = statesOf(versions, today);
      return versions.map((policy) => ({ policy, state: states.get(policy.version) ?? 'past' }));
    });
    const order = { soon: 0, now: 0, past: 1 };
    views.sort(
      (a, b) =>
        order[a.state] - order[b.state] ||
        a.policy.slaClass.localeCompare(b.policy.slaClass) ||
        a.policy.categoryCode.localeCompare(b.policy.categoryCode) ||
        b.policy.version - a.policy.version,
    );
    return views.map(({ policy, state }) => ({
      ...this.scopeOf(policy, rows),
      limit: limitText(policy.limit),
      calendar: ROLE_NAMES_VI[policy.calendar],
      extension: policy.extension === null ? null : limitText(policy.extension),
      enabled: policy.enabled,
      version: policy.version,
      from: fullDay(policy.validFrom),
      until: policy.validTo === null ? null : fullDay(policy.validTo),
      basis: policy.basis ?? '',
      state: VERSION_WORDS[state],
      past: state === 'past',
      by: policy.origin === 'admin' ? 'quản trị ghi' : 'dữ liệu của tỉnh',
      editHref: state === 'past' ? null : `/quan-tri/han/moi?${keyQuery(policy)}`,
    }));
  }

  private scopeOf(policy: SlaPolicyRow, rows: SlaRows): { slaClass: string; scope: string | null } {
    const named = rows.classes.find(({ code }) => code === policy.slaClass);
    const parts = [
      policy.categoryCode === ANY ? null : (this.catalog.category(policy.categoryCode)?.name ?? policy.categoryCode),
      policy.agencyCode === ANY ? null : (this.directory.agency(policy.agencyCode)?.shortName ?? policy.agencyCode),
      policy.priority === ANY ? null : policy.priority === 'high' ? 'ưu tiên cao' : 'ưu tiên thường',
    ].filter((part) => part !== null);
    return {
      slaClass: policy.slaClass === ANY ? 'Mọi lớp' : `${policy.slaClass} ${named?.name ?? ''}`.trim(),
      scope: parts.length === 0 ? null : parts.join(', '),
    };
  }
}

/** Which rule a new version would follow, as the form's address says it. */
function keyQuery({ clock, slaClass, categoryCode, priority, agencyCode, version }: SlaPolicyRow): string {
  return new URLSearchParams({
    'dong-ho': clock,
    lop: slaClass,
    'linh-vuc': categoryCode,
    'uu-tien': priority,
    'don-vi': agencyCode,
    ban: String(version),
  }).toString();
}
