import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock, dayInVietnam } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import {
  ANY,
  type ClockKind,
  type EscalationStepRow,
  type RecipientRole,
  type SlaRows,
  type StepAction,
} from '../../sla/index.js';
import { fullDay } from './day-words.js';
import { Frames } from './frame.js';
import { groupedBy } from './grouped.js';
import { ACTION_NAMES, CLOCK_NAMES, markVi, RECIPIENT_NAMES, statesOf, VERSION_WORDS } from './rule-words.js';
import { RulesOfTime } from './rules-of-time.js';

/** Who is told when a clock runs down: `/quan-tri/leo-thang`. */
@Injectable()
export class LaddersPage {
  constructor(
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, page: PageContext): Promise<string> {
    const [rows, frame] = await Promise.all([this.rules.read(), this.frames.of(principal, '/quan-tri/leo-thang')]);
    const today = dayInVietnam(this.clock.now());
    const kinds = Object.keys(CLOCK_NAMES) as ClockKind[];
    const model = {
      ...frame,
      title: 'Leo thang',
      heading: 'Leo thang: ai được báo khi nào',
      lead: 'Mỗi bước chỉ xảy ra một lần cho mỗi đồng hồ. Bước không ghi “báo ngay” thì báo trong giờ làm việc của người nhận.',
      notice: null,
      clocks: kinds.map((kind) => ({
        kind,
        name: CLOCK_NAMES[kind],
        addHref: `/quan-tri/leo-thang/moi?dong-ho=${kind}&lop=${encodeURIComponent(ANY)}`,
        ladders: ladderViews(rows, kind, today),
      })),
    };
    return this.pages.render('console/calendars/ladders', model, page);
  }
}

function ladderViews(rows: SlaRows, kind: ClockKind, today: string): object[] {
  const ofKind = rows.steps.filter(({ clock }) => clock === kind);
  const classes = [...new Set(ofKind.map(({ slaClass }) => slaClass))].sort();
  return classes.flatMap((slaClass) => {
    const versions = [
      ...groupedBy(
        ofKind.filter((step) => step.slaClass === slaClass),
        ({ version }) => version,
      ),
    ];
    const states = statesOf(
      versions.flatMap(([, [first]]) => (first === undefined ? [] : [first])),
      today,
    );
    const named = rows.classes.find(({ code }) => code === slaClass);
    return versions
      .sort(([a], [b]) => b - a)
      .map(([version, steps]) => {
        const state = states.get(version) ?? 'past';
        const [first] = steps;
        return {
          slaClass: slaClass === ANY ? 'Mọi lớp' : `${slaClass} ${named?.name ?? ''}`.trim(),
          version,
          line: ladderLine(steps),
          from: fullDay(first?.validFrom ?? ''),
          until: endOf(first),
          basis: first?.basis ?? '',
          state: VERSION_WORDS[state],
          past: state === 'past',
          by: first?.origin === 'admin' ? 'quản trị ghi' : 'dữ liệu của tỉnh',
          editHref:
            state === 'past'
              ? null
              : `/quan-tri/leo-thang/moi?${new URLSearchParams({ 'dong-ho': kind, lop: slaClass, ban: String(version) }).toString()}`,
          steps: ordered(steps).map((step) => ({
            mark: markVi(step.mark),
            to: recipientsVi(step.recipients),
            does: actionsVi(step.actions),
            atOnce: step.atOnce,
            enabled: step.enabled,
          })),
        };
      });
  });
}

/** "50 % → cán bộ xử lý; quá hạn → thủ trưởng đơn vị, giám đốc Trung tâm, gắn cờ trễ". */
export function ladderLine(
  steps: readonly Pick<EscalationStepRow, 'mark' | 'recipients' | 'actions' | 'enabled'>[],
): string {
  return ordered(steps)
    .map((step) => {
      const extra = actionsVi(step.actions);
      const text = `${markVi(step.mark)} → ${recipientsVi(step.recipients)}${extra === '' ? '' : `, ${extra}`}`;
      return step.enabled ? text : `${text} (đang tắt)`;
    })
    .join('; ');
}

function recipientsVi(stored: string): string {
  return stored
    .split(',')
    .map((role) => RECIPIENT_NAMES[role as RecipientRole])
    .join(', ');
}

/** What is done beside telling people. */
function actionsVi(stored: string): string {
  return stored
    .split(',')
    .filter((action) => action !== 'notify')
    .map((action) => ACTION_NAMES[action as StepAction])
    .join(', ');
}

/** Shares of the budget in order, then what comes after the deadline: `+30m24x7` before `+2h` before `+2wd`. */
export function ordered<T extends { readonly mark: string }>(steps: readonly T[]): T[] {
  return [...steps].sort((a, b) => weightOf(a.mark) - weightOf(b.mark));
}

function weightOf(mark: string): number {
  const amount = Number.parseInt(mark.replace('+', ''), 10);
  if (mark.endsWith('%')) return amount;
  const unit = mark.includes('wd') ? 1_000_000 : mark.includes('h') ? 3_600 : mark.includes('m') ? 60 : 1;
  return 1_000 + amount * unit;
}

function endOf(step: EscalationStepRow | undefined): string | null {
  return step === undefined || step.validTo === null ? null : fullDay(step.validTo);
}
