import { Injectable } from '@nestjs/common';
import { Directory } from '../../../agencies/index.js';
import type { Principal } from '../../../identity/index.js';
import { formatInstant } from '../../../kernel/index.js';
import { Pages, type PageContext } from '../../../platform/templates/index.js';
import { Catalog } from '../../../routing/index.js';
import { SlaChanges, type ChangeStatus, type ChangeView } from '../../../sla-admin/index.js';
import { Frames } from '../frame.js';
import { RulesOfTime } from '../rules-of-time.js';
import { changeText, clockName, count, effectVi, type Names } from './change-words.js';

interface StatusLook {
  readonly text: string;
  readonly tone: string;
  readonly icon: string;
}

const STATUS: Readonly<Record<ChangeStatus, StatusLook>> = {
  previewing: { text: 'đang xem trước', tone: 'info', icon: 'timer' },
  ready: { text: 'chờ quyết định', tone: 'soon', icon: 'clipboard-check' },
  applying: { text: 'đang áp dụng', tone: 'info', icon: 'timer' },
  done: { text: 'đã áp dụng', tone: 'ok', icon: 'circle-check' },
  cancelled: { text: 'đã bỏ', tone: 'hold', icon: 'x' },
  failed: { text: 'cần xem trước lại', tone: 'soon', icon: 'triangle-alert' },
};

export interface ChangeNotice {
  readonly tone: string;
  readonly icon: string;
  readonly text: string;
}

/** One change from its preview to its end, and the list of all. */
@Injectable()
export class ChangePages {
  private readonly names: Names;

  constructor(
    private readonly changes: SlaChanges,
    private readonly rules: RulesOfTime,
    private readonly frames: Frames,
    directory: Directory,
    catalog: Catalog,
    private readonly pages: Pages,
  ) {
    this.names = {
      agency: (code) => directory.agency(code)?.name ?? code,
      category: (code) => catalog.category(code)?.name ?? code,
    };
  }

  /** @throws Problem `not-found`. */
  async one(principal: Principal, id: string, notice: ChangeNotice | null, page: PageContext): Promise<string> {
    const [change, rows, frame] = await Promise.all([
      this.changes.get(id),
      this.rules.read(),
      this.frames.of(principal, '/quan-tri/thay-doi'),
    ]);
    const { title, lines } = changeText(change.proposal, rows, this.names);
    const busy = change.status === 'previewing' || change.status === 'applying';
    const stale = change.stale || change.status === 'failed';
    const model = {
      ...frame,
      title: 'Thay đổi',
      heading: title,
      lead: null,
      notice,
      id,
      status: STATUS[change.status],
      lines,
      note: change.note,
      by: byVi(change),
      busy,
      progress: busy ? progressOf(change) : null,
      stale: stale && change.status !== 'cancelled',
      decide: change.status === 'ready' && !stale,
      effect: busy ? null : effectVi(change),
      figures: busy || change.walk === 'none' ? null : figuresOf(change),
      samples: busy ? [] : change.samples.map(sampleOf),
      more: Math.max(0, change.tally.moved - change.samples.length),
      moreText: count(Math.max(0, change.tally.moved - change.samples.length)),
      applied: change.status === 'done' || change.status === 'applying',
      finished: change.status === 'done' ? finishedVi(change) : null,
      differs: differsVi(change),
    };
    return this.pages.render('console/calendars/change', model, page);
  }

  async list(principal: Principal, cursor: string | null, page: PageContext): Promise<string> {
    const [{ changes, nextCursor }, rows, frame] = await Promise.all([
      this.changes.list(cursor),
      this.rules.read(),
      this.frames.of(principal, '/quan-tri/thay-doi'),
    ]);
    const model = {
      ...frame,
      title: 'Đã thay đổi',
      heading: 'Ai đã đổi gì',
      lead: 'Mới nhất đứng trên. Thay đổi chỉ được thêm, không xoá; muốn trở lại như cũ thì tạo một thay đổi khác.',
      notice: null,
      changes: changes.map((change) => {
        const { title, lines } = changeText(change.proposal, rows, this.names);
        return {
          id: change.id,
          href: `/quan-tri/thay-doi/${change.id}`,
          at: change.appliedAt ?? change.createdAt,
          by: change.appliedByName ?? change.createdByName ?? 'Hệ thống',
          what: title,
          first: lines[0] ?? '',
          rest: lines.length > 1 ? `và ${String(lines.length - 1)} dòng nữa` : null,
          note: change.note,
          status: STATUS[change.stale && change.status === 'ready' ? 'failed' : change.status],
          effect: change.status === 'done' || change.status === 'ready' ? effectVi(change) : '',
        };
      }),
      newest: cursor === null,
      olderHref: nextCursor === null ? null : `/quan-tri/thay-doi?truoc=${nextCursor}`,
    };
    return this.pages.render('console/calendars/changes', model, page);
  }
}

function byVi({ createdAt, createdByName }: ChangeView): string {
  return `${createdByName ?? 'Hệ thống'}, ${formatInstant(createdAt, { year: true })}`;
}

function finishedVi({ appliedAt, appliedByName, finishedAt }: ChangeView): string {
  const at = appliedAt === null ? '' : formatInstant(appliedAt, { year: true });
  const end =
    finishedAt === null || appliedAt === null || finishedAt <= appliedAt
      ? ''
      : `, xong lúc ${formatInstant(finishedAt)}`;
  return `${appliedByName ?? 'Hệ thống'} áp dụng lúc ${at}${end}.`;
}

function progressOf({ status, tally, total }: ChangeView): { percent: number; text: string } {
  // Clocks that start meanwhile are looked at too: more may be seen than there were.
  const share = total === 0 ? 0 : Math.min(1, tally.seen / total);
  const doing = status === 'applying' ? 'Đang dời hạn' : 'Đang tính xem hạn nào dời';
  return {
    percent: Math.round(share * 100),
    text: `${doing}: đã xem ${count(Math.min(tally.seen, total))} trên ${count(total)} đồng hồ đang chạy.`,
  };
}

function figuresOf({ walk, tally }: ChangeView): { label: string; value: string; late: boolean }[] {
  const figure = (label: string, value: number, late = false): { label: string; value: string; late: boolean } => ({
    label,
    value: count(value),
    late: late && value > 0,
  });
  if (walk === 'timers') return [figure('Đồng hồ đã xem', tally.seen), figure('Đổi bước nhắc', tally.rearmed)];
  return [
    figure('Hạn dời', tally.moved),
    figure('Muộn hơn', tally.later),
    figure('Sớm hơn', tally.earlier),
    figure('Thành trễ', tally.becameLate, true),
    figure('Hết trễ', tally.noLongerLate),
  ];
}

function sampleOf({ ticketCode, clock, dueBefore, dueAfter }: ChangeView['samples'][number]): object {
  return {
    code: ticketCode,
    clock: clockName(clock),
    before: formatInstant(dueBefore, { year: true }),
    after: formatInstant(dueAfter, { year: true }),
    word: dueAfter > dueBefore ? 'muộn hơn' : 'sớm hơn',
  };
}

/** What was done may differ from what the preview had counted: clocks started and stopped in between. */
function differsVi({ status, previewed, tally }: ChangeView): string | null {
  if (status !== 'done' || previewed === null || previewed.moved === tally.moved) return null;
  return `Lúc xem trước là ${count(previewed.moved)} hạn dời; từ đó có việc đã xong hoặc mới bắt đầu.`;
}
