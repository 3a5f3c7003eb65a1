import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock, formatInstant, type FieldError } from '../../kernel/index.js';
import { RecentContacts, type RecordedTicket } from '../../intake/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import { HandOver } from '../../supervision/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { field, type FormField } from '../form-field.js';
import { deskPath, navigation } from '../navigation.js';
import { CallerPanels } from '../phone/caller-panel.js';
import { PhoneModel, type PhoneDesk } from '../phone/phone-model.js';
import { PhoneSide } from '../phone/phone-side.js';
import { noteLine } from '../supervision/shifts-page.js';
import { CallsBeside } from './calls-beside.js';
import { emptyCall, matterField, MAX_MATTERS, type CallForm, type MatterForm } from './call-form.js';

const RECENT = 10;

export interface CallsRequest {
  /** null: a fresh form. */
  readonly form: CallForm | null;
  readonly errors: readonly FieldError[];
  /** Repeats the key of the form that came back; null makes a new one. */
  readonly formKey: string | null;
  /** Lines about what was just recorded. */
  readonly saved: readonly string[] | null;
  /** Why it could not be done; the form is there to go on. */
  readonly refused?: string | null;
}

/** The operator's page: a contact, and one matter or several from it. */
@Injectable()
export class CallsPage {
  constructor(
    private readonly recent: RecentContacts,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly beside: CallsBeside,
    private readonly phone: PhoneModel,
    private readonly callers: CallerPanels,
    private readonly side: PhoneSide,
    private readonly handOver: HandOver,
    private readonly choices: Choices,
    private readonly directory: Directory,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async render(principal: Principal, request: CallsRequest, page: PageContext): Promise<string> {
    const accountId = principal.kind === 'staff' ? principal.accountId : '';
    const desk = await this.phone.desk(principal);
    const form = ofCall(request.form, desk);
    const [recent, counts, beside, caller, side, notes] = await Promise.all([
      this.recent.of(accountId, RECENT),
      this.counts.of(principal),
      this.beside.model(principal, form),
      desk === null ? null : this.callers.of(principal, form.phone, form.callId),
      this.side.due(),
      this.handOver.unread(principal),
    ]);
    const now = this.clock.now();
    const errorOf = (name: string): string | null =>
      request.errors.find((error) => error.field === name)?.message ?? null;
    return this.pages.render(
      'console/calls',
      {
        title: 'Ghi cuộc gọi',
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/tong-dai'),
        beside,
        desk,
        calling: caller,
        due: side,
        handOver: notes.map((note) => noteLine(note, now)),
        recent: recent.flatMap(({ tickets, recordedAt }) =>
          tickets.map((ticket) => ({
            href: `${deskPath(principal)}?phieu=${ticket.ticketId}`,
            code: ticket.code,
            state: this.agencyName(ticket.leadAgencyCode) ?? 'Chờ điều phối viên chuyển',
            meta: formatNearVi(recordedAt, now),
          })),
        ),
        formKey: request.formKey,
        fresh: request.form === null,
        returned: request.form !== null,
        startedAt: form.startedAt,
        caller: { ...form, phoneError: errorOf('phone'), emailError: errorOf('email') },
        hint: null,
        say: null,
        notice: noticeOf(request),
        errors: request.errors.length === 0 ? null : inPageOrder(request.errors),
        matters: form.matters.map((matter, index) => this.matterView(matter, index, { form, errors: request.errors })),
        canAdd: form.matters.length < MAX_MATTERS,
        canRemove: form.matters.length > 1,
        wards: this.choices.wardNames(),
        agencies: this.choices.agencyNames(),
      },
      page,
    );
  }

  /** What changes while calls come and go, as parts of the page. @param untouched the form is empty: it takes the call's number. */
  async phoneParts(principal: Principal, untouched: boolean, page: PageContext): Promise<string> {
    const [now, desk, due] = await Promise.all([this.phone.of(principal), this.phone.desk(principal), this.side.due()]);
    const form = ofCall(null, desk);
    const [caller, beside] = await Promise.all([
      this.callers.of(principal, form.phone, form.callId),
      untouched && form.phone !== '' ? this.beside.model(principal, form) : null,
    ]);
    return this.pages.render('console/phone/fragment', { phone: now, desk, calling: caller, due, beside }, page);
  }

  /** The part beside the form alone, while the operator types. */
  async besideAlone(principal: Principal, form: CallForm, page: PageContext): Promise<string> {
    return this.pages.render('console/calls-beside', await this.beside.model(principal, form), page);
  }

  /** One sentence for each ticket, to read to the caller. */
  savedLines(tickets: readonly RecordedTicket[]): string[] {
    if (tickets.length === 0) return ['Đã ghi lượt liên hệ, không lập phiếu.'];
    return tickets.map((ticket) => {
      const { code, leadAgencyCode, dueAt, boundary, asked, joinedCode } = ticket;
      if (asked !== undefined || joinedCode !== undefined) return this.knownLine(ticket);
      if (boundary === 'complaint' || boundary === 'denunciation') {
        const keeper = leadAgencyCode === this.directory.province.centreAgency ? null : this.agencyName(leadAgencyCode);
        return `Đã ghi ${code}. Việc này giống khiếu nại, tố cáo: ${keeper ?? '1022'} giữ phiếu và chỉ nơi nhận trong 2 ngày làm việc.`;
      }
      const danger = boundary === 'emergency' ? ' Việc khẩn: nối máy 113, 114 hoặc 115 nếu chưa nối.' : '';
      const lead = this.agencyName(leadAgencyCode);
      if (lead === null) return `Đã ghi ${code}. Điều phối viên 1022 xem và chuyển đơn vị.${danger}`;
      const until = dueAt === null ? '' : `, trả lời trước ${formatInstant(new Date(dueAt))}`;
      return `Đã ghi ${code}. Chuyển ${lead}${until}.${danger}`;
    });
  }

  /** About a ticket that was there before. */
  private knownLine({ code, leadAgencyCode, dueAt, asked, joinedCode }: RecordedTicket): string {
    const lead = this.agencyName(leadAgencyCode) ?? 'Điều phối viên 1022';
    const holds = dueAt === null ? `${lead} đang giữ.` : `${lead} giữ, hạn trả lời ${formatInstant(new Date(dueAt))}.`;
    if (joinedCode !== undefined)
      return `Đã ghi ${code} và thêm vào phiếu ${joinedCode}. ${holds} Người gọi được báo mọi tin và câu trả lời.`;
    return asked === 'chase'
      ? `Đã ghi lần giục phiếu ${code}; cán bộ và lãnh đạo đơn vị được báo. ${holds}`
      : `Đã ghi lần hỏi phiếu ${code}. ${holds}`;
  }

  private matterView(
    matter: MatterForm,
    index: number,
    sent: { form: CallForm; errors: readonly FieldError[] },
  ): object {
    const state = { values: {}, errors: sent.errors };
    const needsSubject = this.choices.needsSubject(matter.categoryCode);
    const one = (span: number, made: FormField, subject = false): object => ({
      ...made,
      span,
      subject,
      unneeded: subject && !needsSubject && matter.subject === '' && made.error === null,
    });
    const name = (of: Parameters<typeof matterField>[1]): string => matterField(index, of);
    return {
      index,
      // What was decided after asking about danger.
      boundary: matter.boundary,
      heading: sent.form.matters.length > 1 ? `Việc ${index + 1}` : 'Việc người gọi nói',
      fields: [
        one(
          12,
          field(state, name('words'), 'Lời người gọi', matter.words, {
            kind: 'area',
            rows: 4,
            focus: index > 0 && index === sent.form.matters.length - 1,
          }),
        ),
        one(
          7,
          field(state, name('categoryCode'), 'Loại việc', matter.categoryCode, {
            kind: 'select',
            required: false,
            options: this.choices.categories(matter.categoryCode, 'Chưa rõ, để điều phối viên xếp'),
          }),
        ),
        one(5, field(state, name('ward'), 'Phường, xã', matter.ward, { required: false, list: 'ds-phuong-xa' })),
        one(7, field(state, name('placeText'), 'Đường, mốc', matter.placeText, { required: false })),
        one(
          5,
          field(state, name('subject'), 'Cơ quan bị phản ánh, nơi nộp hồ sơ', matter.subject, { list: 'ds-co-quan' }),
          true,
        ),
      ],
    };
  }

  private agencyName(code: string | null): string | null {
    return code === null ? null : (this.directory.agency(code)?.shortName ?? code);
  }
}

/** A fresh form is for the call that is there; one that came back keeps its call as long as that may be written down. */
function ofCall(sent: CallForm | null, desk: PhoneDesk | null): CallForm {
  if (sent === null) {
    const active = desk?.active ?? null;
    return { ...emptyCall(), callId: active?.id ?? '', phone: (active ?? desk?.written)?.phone ?? '' };
  }
  if (sent.callId === '' || sent.moreOf !== '' || desk?.mine.split(' ').includes(sent.callId) === true) return sent;
  return { ...sent, callId: '' };
}

function noticeOf({ saved, refused = null }: CallsRequest): object | null {
  if (saved !== null) return { tone: 'ok', icon: 'circle-check', lines: saved, done: true };
  return refused === null ? null : { tone: 'soon', icon: 'info', lines: [refused], done: false };
}

/** The caller's fields stand first on the page, so their errors do too. */
function inPageOrder(errors: readonly FieldError[]): FieldError[] {
  const isMatter = ({ field: name }: FieldError): boolean => name.startsWith('tickets.');
  return [...errors.filter((error) => !isMatter(error)), ...errors.filter(isMatter)];
}
