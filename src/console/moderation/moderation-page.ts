import { Injectable } from '@nestjs/common';
import { Accounts, type Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import {
  PublishedItems,
  RedactionSheets,
  toMarked,
  WithdrawnItems,
  type RedactionSheet,
} from '../../publication/index.js';
import { formatNearVi } from '../../sla/index.js';
import { StatusCounts, TicketQueries, WITHDRAWAL_GROUNDS } from '../../tickets/index.js';
import { field, type FormState } from '../form-field.js';
import { deskPath, navigation, type Nav } from '../navigation.js';
import { boundaryWarning } from './boundary-warning.js';
import { fieldsAsSent, fieldView, leakLines, photoView } from './sheet-view.js';

/** The lists of the redaction workbench, by their names in the address. */
export const MODERATION_LISTS = {
  cho: 'Chờ công khai',
  'cong-khai': 'Đang công khai',
  'da-go': 'Đã gỡ',
} as const;

export type ModerationList = keyof typeof MODERATION_LISTS;

/** What was done, as the page says it. */
export const MODERATION_DONE = {
  luu: 'Đã lưu. Cổng công khai dùng bản này.',
  sua: 'Đã sửa bản công khai. Trang công khai đổi ngay.',
  go: 'Đã gỡ. Trang công khai, danh sách và nguồn tin không còn phản ánh này.',
  an: 'Đã gỡ và chuyển sang không công khai.',
  lai: 'Đã công khai lại.',
} as const;

export type ModerationDone = keyof typeof MODERATION_DONE;

interface SheetRequest {
  readonly done?: ModerationDone | null;
  /** A form that comes back: which one, and what is wrong. */
  readonly back?: {
    readonly which: 'sheet' | 'unpublish';
    readonly form: FormState;
    readonly problem: string | null;
  } | null;
  /** The text to be edited as plain words. */
  readonly typed?: string | null;
}

interface Line {
  readonly href: string;
  readonly title: string;
  readonly meta: string;
}

/** The workbench: its lists, and the sheet of one ticket. */
@Injectable()
export class ModerationPage {
  constructor(
    private readonly sheets: RedactionSheets,
    private readonly published: PublishedItems,
    private readonly withdrawn: WithdrawnItems,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async list(
    principal: Principal,
    request: {
      readonly list: ModerationList;
      readonly cursor: string | null;
      readonly unknown: string | null;
      readonly done: ModerationDone | null;
    },
    viewing: PageContext,
  ): Promise<string> {
    const { list, cursor, unknown, done } = request;
    const { lines, next } = await this.lines(principal, list, cursor);
    return this.pages.render(
      'console/moderation/list',
      {
        nav: await this.nav(principal),
        tabs: Object.entries(MODERATION_LISTS).map(([name, label]) => ({
          href: `/kiem-duyet?muc=${name}`,
          label,
          current: name === list,
        })),
        heading: MODERATION_LISTS[list],
        unknown,
        done: done === null ? null : MODERATION_DONE[done],
        lines,
        firstHref: cursor === null ? null : `/kiem-duyet?muc=${list}`,
        nextHref: next === null ? null : `/kiem-duyet?muc=${list}&sau=${encodeURIComponent(next)}`,
      },
      viewing,
    );
  }

  private async lines(
    principal: Principal,
    list: ModerationList,
    cursor: string | null,
  ): Promise<{ lines: Line[]; next: string | null }> {
    const now = this.clock.now();
    const href = (ticketId: string): string => `/kiem-duyet/${ticketId}`;
    if (list === 'cong-khai') {
      const page = await this.published.lines.list({}, cursor);
      const lines = page.items.map((item) => ({
        href: href(item.ticketId),
        title: toMarked(item.title),
        meta: `${item.code}, công khai ${formatNearVi(item.publishedAt, now)}`,
      }));
      return { lines, next: page.next };
    }
    if (list === 'da-go') {
      const page = await this.withdrawn.list(principal, cursor);
      const lines = page.lines.map(({ item, title }) => ({
        href: href(item.ticketId),
        title,
        meta: `${item.code}, gỡ ${formatNearVi(item.withdrawnAt, now)}: ${WITHDRAWAL_GROUNDS[item.ground]}`,
      }));
      return { lines, next: page.next };
    }
    const page = await this.queries.list(principal, { tab: 'to_publish' }, cursor);
    const lines = page.items
      .filter(({ visibility }) => visibility === 'public')
      .map(({ id, code, title }) => ({ href: href(id), title, meta: code }));
    return { lines, next: page.nextCursor };
  }

  /** @throws Problem `not-found` for what has no sheet. */
  async sheet(
    principal: Principal,
    ticketId: string,
    { done = null, back = null, typed = null }: SheetRequest,
    viewing: PageContext,
  ): Promise<string> {
    const sheet = await this.sheets.of(principal, ticketId);
    const own = back?.which === 'sheet' ? back.form : null;
    const filled = own === null ? null : this.sheets.filled(sheet, own.values);
    const form = { values: own?.values ?? {}, errors: own?.errors ?? [], typed };
    const fields = filled === null ? sheet.fields : fieldsAsSent(sheet, filled);
    const photos = (filled ?? sheet).photos;
    return this.pages.render(
      'console/moderation/sheet',
      {
        nav: await this.nav(principal),
        code: sheet.code,
        stage: STAGES[sheet.stage],
        done: done === null ? null : MODERATION_DONE[done],
        problem: back?.problem ?? null,
        errors: back === null || back.form.errors.length === 0 ? null : back.form.errors.map(anchored),
        warning: boundaryWarning(sheet),
        leaks: leakLines(fields),
        isPublic: sheet.stage === 'public',
        atGate: sheet.stage === 'gate',
        deskHref: `${deskPath(principal)}?nhom=${sheet.stage === 'gate' ? 'to_publish' : 'done'}&phieu=${ticketId}`,
        publicHref: sheet.stage === 'public' ? `/da-cong-khai/${sheet.code}` : null,
        saveAction: `/kiem-duyet/${ticketId}/luu`,
        previewAction: `/kiem-duyet/${ticketId}/xem-truoc`,
        version: sheet.version,
        // Whoever was told of a colleague's change and sends the form again means it.
        seal: sheet.seal,
        fields: fields.map((one) => fieldView(one, form)),
        typedHref: `/kiem-duyet/${ticketId}?sua=`,
        photos: photos.map((photo, index) => photoView(ticketId, photo, index + 1)),
        withdrawal: await this.withdrawal(sheet),
        unpublish:
          sheet.stage === 'public' ? this.unpublish(ticketId, back?.which === 'unpublish' ? back.form : null) : null,
        republishAction: sheet.stage === 'withdrawn' ? `/kiem-duyet/${ticketId}/cong-khai-lai` : null,
      },
      viewing,
    );
  }

  private unpublish(ticketId: string, form: FormState | null): object {
    const state = form ?? { values: {}, errors: [] };
    const chosen = state.values['ground'] ?? '';
    return {
      open: form !== null,
      action: `/kiem-duyet/${ticketId}/go`,
      fields: [
        field(state, 'ground', 'Vì sao gỡ', '', {
          kind: 'select',
          options: [
            { value: '', label: 'Chọn lý do', selected: chosen === '', subject: false },
            ...Object.entries(GROUND_LABELS).map(([value, label]) => ({
              value,
              label,
              selected: value === chosen,
              subject: false,
            })),
          ],
        }),
        field(state, 'reason', 'Ghi rõ để đồng nghiệp hiểu', '', {
          kind: 'area',
          rows: 3,
          hint: 'Người ngoài không đọc được lời này. Xin không chép lại thông tin riêng.',
        }),
      ],
    };
  }

  private async withdrawal({ withdrawal }: RedactionSheet): Promise<object | null> {
    if (withdrawal === null) return null;
    const names = await this.accounts.names([withdrawal.byAccountId]);
    const by = names.get(withdrawal.byAccountId) ?? 'Điều phối viên';
    return {
      by: `${by} gỡ ${formatNearVi(withdrawal.withdrawnAt, this.clock.now())}: ${WITHDRAWAL_GROUNDS[withdrawal.ground]}.`,
      reason: withdrawal.reason,
    };
  }

  private async nav(principal: Principal): Promise<Nav> {
    const tabs = this.queries.tabs(principal);
    return navigation(principal, { tabs, counts: await this.counts.of(principal) }, '/kiem-duyet');
  }
}

const STAGES: Readonly<Record<RedactionSheet['stage'], { tone: string; icon: string; text: string }>> = {
  gate: { tone: 'info', icon: 'eye', text: 'Chờ công khai' },
  public: { tone: 'ok', icon: 'check', text: 'Đang công khai' },
  withdrawn: { tone: 'soon', icon: 'eye-off', text: 'Đã gỡ' },
};

const GROUND_LABELS: Readonly<Record<keyof typeof WITHDRAWAL_GROUNDS, string>> = {
  personal_data: 'Lộ thông tin riêng của người dân',
  wrong: 'Nội dung sai hoặc gây hiểu nhầm',
  request: 'Người có liên quan yêu cầu',
  not_public: 'Không được công khai (có nội dung khiếu nại, tố cáo): ẩn hẳn, không công khai lại được',
  other: 'Lý do khác',
};

/** Where on the page the field of an error stands. */
function anchored({ field: name, message }: { field: string; message: string }) {
  return { field: name.replaceAll('.', '-'), message };
}
