import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import {
  ATTEMPT_RESULTS,
  CallBacks,
  CallQueries,
  CHOSEN_OUTCOMES,
  OutgoingCalls,
  TelephonySettings,
  type CallBackView,
} from '../../telephony/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { deskPath, navigation } from '../navigation.js';
import { phoneText } from '../phone-text.js';

/** What was just done, as the address says. */
export const CALL_BACK_STEPS = ['nhan', 'tra', 'goi', 'lan-goi', 'dong'] as const;
export type CallBackStep = (typeof CALL_BACK_STEPS)[number];

const DONE: Readonly<Record<CallBackStep, string>> = {
  nhan: 'Đã nhận gọi. Người khác thấy anh chị đang gọi cho người này.',
  tra: 'Đã trả lại danh sách, người khác gọi được.',
  goi: 'Tổng đài đang đổ chuông máy của anh chị, nhấc máy thì nối với người dân.',
  'lan-goi': 'Đã ghi lần gọi.',
  dong: 'Đã đóng, không phải gọi nữa.',
};
const RESULTS: Readonly<Record<(typeof ATTEMPT_RESULTS)[number], string>> = {
  reached: 'Gặp được',
  no_answer: 'Không bắt máy',
  busy: 'Máy bận',
  wrong_number: 'Sai số, không phải người này',
  later: 'Hẹn gọi lúc khác',
};
const OUTCOMES: Readonly<Record<(typeof CHOSEN_OUTCOMES)[number], string>> = {
  told: 'Đã báo tin xong',
  helped: 'Đã nghe và giúp xong',
  not_needed: 'Không cần gọi nữa (ghi lý do)',
  given_up: 'Thôi gọi (điều phối viên, ghi lý do)',
};

export interface CallBacksRequest {
  readonly state: 'open' | 'unreachable';
  readonly after: string | null;
  readonly done: CallBackStep | null;
  /** What came back with something to mend; null: nothing. */
  readonly problem: {
    readonly id: string;
    readonly text: string;
    readonly values: Readonly<Record<string, string>>;
  } | null;
}

/** `/goi-lai`: whom the centre owes a call, the oldest promise first. */
@Injectable()
export class CallBacksPage {
  constructor(
    private readonly callBacks: CallBacks,
    private readonly calls: CallQueries,
    private readonly outgoing: OutgoingCalls,
    private readonly settings: TelephonySettings,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, request: CallBacksRequest, page: PageContext): Promise<string> {
    const [list, counts, tickets] = await Promise.all([
      this.callBacks.list(request.state, request.after),
      this.callBacks.counts(),
      this.counts.of(principal),
    ]);
    const now = this.clock.now();
    const own = principal.kind === 'staff' ? principal.accountId : '';
    // Whoever has taken somebody on who spoke to the voice box listens before calling.
    const taken = list.items.filter(({ claim }) => claim?.accountId === own);
    const messages = await this.calls.voiceMessages(taken.flatMap(({ callId }) => callId ?? []));
    const { problem } = request;
    const group = request.state === 'open' ? '' : '&nhom=khong-gap';
    return this.pages.render(
      'console/phone/call-backs',
      {
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts: tickets }, '/goi-lai'),
        tabs: [
          { href: '/goi-lai', label: 'Phải gọi', count: counts.open, current: request.state === 'open' },
          {
            href: '/goi-lai?nhom=khong-gap',
            label: 'Gọi không được',
            count: counts.unreachable,
            current: request.state === 'unreachable',
          },
        ],
        unreachable: request.state === 'unreachable',
        late: counts.late,
        done: request.done === null ? null : DONE[request.done],
        // Said at the entry it is about, as long as that is in the list.
        problem: problem === null || list.items.some(({ id }) => id === problem.id) ? null : problem.text,
        items: list.items.map((item) => ({
          ...this.line(item, { now, own, path: deskPath(principal), request }),
          messageUrl: messages.get(item.callId ?? '') ?? null,
        })),
        moreHref: list.next === null ? null : `/goi-lai?sau=${encodeURIComponent(list.next)}${group}`,
        canDial: this.outgoing.isOn,
        group: request.state === 'open' ? '' : 'khong-gap',
      },
      page,
    );
  }

  private line(
    item: CallBackView,
    { now, own, path, request }: { now: Date; own: string; path: string; request: CallBacksRequest },
  ): object {
    const { id, claim, ticket, nextAt, attempts, failures, times } = item;
    const mine = claim?.accountId === own;
    const typed = request.problem?.id === id ? request.problem.values : {};
    return {
      id,
      tel: item.phone,
      phone: phoneText(item.phone),
      reason: item.reasonLabel,
      script: item.script,
      code: ticket?.code ?? null,
      ticketHref: ticket === null ? null : `${path}?phieu=${ticket.id}`,
      times: times > 1 ? times : null,
      due: formatNearVi(item.dueAt, now),
      late: item.late,
      next: nextAt === null ? null : formatNearVi(nextAt, now),
      tried: attempts === 0 ? null : triedText(attempts, failures, this.settings.callBacks.mostFailures),
      mine,
      problem: request.problem?.id === id ? request.problem.text : null,
      taken: claim === null || mine ? null : { name: claim.name, until: formatNearVi(claim.until, now) },
      open: mine || typed['result'] !== undefined || typed['outcome'] !== undefined,
      results: ATTEMPT_RESULTS.map((value) => ({ value, label: RESULTS[value], selected: value === typed['result'] })),
      outcomes: CHOSEN_OUTCOMES.map((value) => ({
        value,
        label: OUTCOMES[value],
        selected: value === typed['outcome'],
      })),
      note: typed['note'] ?? '',
      laterAt: typed['laterAt'] ?? '',
    };
  }
}

function triedText(attempts: number, failures: number, most: number): string {
  const tried = `Đã gọi ${String(attempts)} lần`;
  return failures === 0 ? tried : `${tried}, không gặp ${String(failures)}/${String(most)}`;
}
