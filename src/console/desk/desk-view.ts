import type { WatchKind } from '../../escalation/index.js';
import { fold, formatDay } from '../../kernel/index.js';
import { formatNearVi, lengthVi } from '../../sla/index.js';
import type {
  AnswerView,
  ClockDetail,
  Hop,
  ListItem,
  ReporterView,
  StoryLine,
  TicketDetail,
} from '../../tickets/index.js';
import { badge, mostPressing, settled, type SlaBadge } from './clock-badge.js';
import { clockCell, clockRow, isFirst } from './clock-table.js';
import type { Section } from './desk-part.js';
import type { FileLine } from './file-line.js';
import { inTime, type TimeLine } from './time-story.js';

export interface Tag {
  readonly tone: string | null;
  readonly icon: string;
  readonly label: string;
}

/** What a list shows of a ticket. @param agencyCode of whoever looks, when an agency is pressed by its own clocks. */
export function taskView(
  item: ListItem,
  seen: {
    readonly href: string;
    readonly current: boolean;
    readonly agencyCode: string | null;
    readonly watches: readonly WatchKind[];
  },
): object {
  const { href, current, agencyCode, watches } = seen;
  return {
    id: item.id,
    version: item.version,
    href,
    title: item.title,
    current,
    urgent: item.urgent,
    watches: [...watchTags(watches), ...chaseTags(item)],
    sla: clockOf(item, agencyCode),
    meta: [item.ward?.name ?? item.placeText, item.category?.name, item.stateLabel].filter(Boolean).join(' · '),
  };
}

/** The reporter has pressed for an answer. */
function chaseTags({ chaseCount }: Pick<ListItem, 'chaseCount'>): Tag[] {
  return chaseCount === 0 ? [] : [{ tone: 'soon', icon: 'bell', label: `Đã giục ${chaseCount} lần` }];
}

function clockOf(item: ListItem, agencyCode: string | null): SlaBadge {
  const pressing = mostPressing(item.clocks, agencyCode);
  return pressing === null ? settled(item.late, item.late ? 'xong, trễ hạn' : 'xong, đúng hạn') : badge(pressing, true);
}

/** What the middle pane shows. `now` decides between "hôm nay" and a date. */
export function caseView(
  detail: TicketDetail,
  seen: {
    readonly reporter: ReporterView | null;
    readonly now: Date;
    readonly href: string;
    readonly centreAgency: string;
    readonly watches: readonly WatchKind[];
    /** What the ladders and changes of the rules did to its time. */
    readonly time: readonly TimeLine[];
    /** The photos and documents of an answer. */
    readonly filesOf: (answerId: string) => readonly FileLine[];
    /** What the desk's parts show. */
    readonly sections: readonly Section[];
  },
): object {
  const { reporter, now, href, centreAgency, watches, time, sections, filesOf } = seen;
  const endToEnd =
    detail.clocks.find((clock) => clock.kind === 'resolve') ?? detail.clocks.find((clock) => clock.kind === 'classify');
  return {
    id: detail.id,
    version: detail.version,
    href,
    code: detail.code,
    title: detail.title,
    tags: [...tagsOf(detail), ...watchTags(watches), ...chaseTags(detail)],
    facts: factsOf(detail, now),
    strip: endToEnd && detail.hops.length > 0 ? stripView(detail.hops, endToEnd, centreAgency) : null,
    clocks: detail.clocks.filter(isFirst).map((clock) => clockCell(clock, now)),
    table: detail.clocks.map((clock) => clockRow(clock, now)),
    stopped: detail.clocks.filter((clock) => !isFirst(clock)).map((clock) => clockCell(clock, now)),
    above: sections.filter(({ place }) => place === 'above'),
    below: sections.filter(({ place }) => place === 'below'),
    words: detail.words,
    wordsBy: `${detail.channelLabel}. Người gửi: do Trung tâm 1022 giữ kín.`,
    reporter: reporter === null ? null : reporterLine(reporter),
    answers: detail.answers.map((answer) => ({ ...answerView(answer), files: filesOf(answer.id) })),
    history: inTime([...detail.story.map(storyLine), ...time]).map(({ at, ...line }) => ({
      ...line,
      when: formatNearVi(at, now),
    })),
  };
}

function storyLine({ type, at, text, remark }: StoryLine): TimeLine {
  // What was wrong with an answer stands beside the answer.
  return { at, icon: STORY_ICONS[type], text, remark: type === 'answer_returned' ? null : remark };
}

const WATCH_TAGS: Readonly<Record<WatchKind, Tag>> = {
  overseer_list: { tone: 'late', icon: 'eye', label: 'Đang được Văn phòng UBND theo dõi' },
  flag: { tone: 'late', icon: 'clock-alert', label: 'Đã quá hạn, được nhắc' },
};

/** The heavier list alone: whatever the overseer watches was flagged before. */
function watchTags(watches: readonly WatchKind[]): Tag[] {
  const kind = watches.includes('overseer_list') ? 'overseer_list' : watches[0];
  return kind === undefined ? [] : [WATCH_TAGS[kind]];
}

const STORY_ICONS: Readonly<Record<StoryLine['type'], string>> = {
  opened: 'inbox',
  routed: 'arrow-right',
  kept_for_triage: 'clock',
  kept_by_centre: 'scale',
  classified: 'arrow-right',
  accepted: 'check',
  answer_submitted: 'send',
  answer_approved: 'circle-check',
  answer_returned: 'corner-up-left',
  published: 'eye',
  resolved_private: 'eye-off',
  guided_elsewhere: 'signpost',
  action_reported: 'wrench',
  reclassified: 'pen-line',
  transferred: 'arrow-right',
  question_asked: 'message-circle-question-mark',
  reply_recorded: 'inbox',
  extension_requested: 'calendar-clock',
  extension_approved: 'calendar-plus',
  extension_refused: 'calendar-clock',
  apology_sent: 'mail',
  returned: 'corner-up-left',
  lead_appealed: 'scale',
  lead_ruled: 'scale',
  handler_assigned: 'user',
  support_asked: 'send',
  support_delivered: 'inbox',
  support_reminded: 'clock',
  support_withdrawn: 'corner-up-left',
  question_reminded: 'clock',
  question_expired: 'clock',
  corrected: 'pen-line',
  facts_added: 'inbox',
  enquired: 'message-circle-question-mark',
  chased: 'clock',
  holder_reminded: 'clock',
  rejected: 'eye-off',
  withdrawn: 'corner-up-left',
  merged: 'arrow-right',
  absorbed: 'inbox',
  split: 'arrow-right',
  released: 'arrow-right',
  incident_declared: 'siren',
  incident_updated: 'pen-line',
  incident_ended: 'circle-check',
  linked: 'arrow-right',
  reopened: 'corner-up-left',
  closed: 'lock',
  done_reported: 'circle-check',
  agency_changed: 'arrow-right',
  copy_revised: 'pen-line',
  unpublished: 'eye-off',
  republished: 'eye',
};

const STATE_TAGS: Readonly<Record<TicketDetail['state'], Omit<Tag, 'label'>>> = {
  received: { tone: 'soon', icon: 'inbox' },
  assigned: { tone: 'info', icon: 'arrow-right' },
  in_progress: { tone: 'info', icon: 'wrench' },
  awaiting_info: { tone: 'hold', icon: 'pause' },
  awaiting_approval: { tone: 'info', icon: 'clipboard-check' },
  awaiting_publication: { tone: 'info', icon: 'eye' },
  published: { tone: 'ok', icon: 'check' },
  resolved_private: { tone: 'ok', icon: 'lock' },
  closed: { tone: 'ok', icon: 'lock' },
  guided_elsewhere: { tone: null, icon: 'signpost' },
  rejected: { tone: null, icon: 'eye-off' },
  withdrawn: { tone: null, icon: 'corner-up-left' },
  merged: { tone: null, icon: 'arrow-right' },
};

function tagsOf(detail: TicketDetail): Tag[] {
  return [
    { ...STATE_TAGS[detail.state], label: detail.stateLabel },
    ...(detail.urgent ? [{ tone: 'urgent', icon: 'zap', label: 'Khẩn' }] : []),
    ...(detail.boundary === 'complaint' ? [{ tone: 'soon', icon: 'scale', label: 'Giống khiếu nại' }] : []),
    ...(detail.boundary === 'denunciation' ? [{ tone: 'soon', icon: 'shield', label: 'Giống tố cáo' }] : []),
    ...(detail.slaClassName === null ? [] : [{ tone: null, icon: 'timer', label: detail.slaClassName }]),
    ...(detail.visibility === 'private' ? [{ tone: null, icon: 'eye-off', label: 'Không công khai' }] : []),
  ];
}

function factsOf(detail: TicketDetail, now: Date): { icon: string; text: string }[] {
  const ward = detail.ward?.name ?? '';
  // The place is often just the ward as it was typed.
  const spot = detail.placeText !== null && !fold(ward).includes(fold(detail.placeText)) ? detail.placeText : '';
  const place = [ward, spot].filter(Boolean).join(', ');
  return [
    { icon: 'map-pin', text: place === '' ? 'Chưa rõ phường, xã' : place },
    ...(detail.category ? [{ icon: 'clipboard-check', text: detail.category.name }] : []),
    {
      icon: detail.channel === 'phone' ? 'phone' : 'inbox',
      text: `${detail.channelLabel}, ${formatNearVi(detail.receivedAt, now)}`,
    },
    ...(detail.subject ? [{ icon: 'signpost', text: `Nói về ${detail.subject.name}` }] : []),
    ...(detail.handlerName === null ? [] : [{ icon: 'user', text: `${detail.handlerName} xử lý` }]),
  ];
}

/** Consecutive hops of one agency as one: the strip shows agencies, the story shows people. */
interface Held {
  readonly agency: Hop['agency'];
  readonly people: readonly string[];
  readonly workingSeconds: number;
}

function heldByAgency(hops: readonly Hop[]): Held[] {
  const held: Held[] = [];
  for (const { agency, accountName, workingSeconds } of hops) {
    const last = held.at(-1);
    const people = accountName === null ? [] : [accountName];
    if (last?.agency.code !== agency.code) held.push({ agency, people, workingSeconds });
    else {
      held[held.length - 1] = {
        agency,
        people: [...new Set([...last.people, ...people])],
        workingSeconds: last.workingSeconds + workingSeconds,
      };
    }
  }
  return held;
}

/** The holding strip: the width is the share of the time allowed, past the deadline it is hatched. */
function stripView(hops: readonly Hop[], clock: ClockDetail, centreAgency: string): object {
  const held = heldByAgency(hops.filter(({ promise }) => !promise));
  const promised = heldByAgency(hops.filter(({ promise }) => promise)).map((one) => ({
    tone: null,
    name: `${one.agency.name}, việc đã hẹn`,
    spent: spent(one, clock),
  }));
  const used = held.reduce((sum, { workingSeconds }) => sum + workingSeconds, 0);
  const inTime = clock.usedShare <= 1 ? clock.usedShare : 1 / clock.usedShare;
  const toneOf = ({ agency }: Held): string | null => (agency.code === centreAgency ? 'centre' : null);
  const segments = held.map((one) => ({
    tone: toneOf(one),
    width: (used === 0 ? 0 : (one.workingSeconds / used) * inTime * 100).toFixed(1),
  }));
  const rest =
    clock.usedShare > 1 ? { tone: 'late', width: ((1 - inTime) * 100).toFixed(1) } : { tone: 'left', width: null };
  return {
    used: `đã dùng ${clock.used} của ${clock.limit}`,
    label: held.map((one) => `${one.agency.name} giữ ${spent(one, clock)}`).join(', '),
    segments: [...segments, rest],
    holders: [
      ...held.map((one) => ({
        tone: toneOf(one),
        name: one.people.length === 0 ? one.agency.name : `${one.agency.name} (${one.people.join(', ')})`,
        spent: spent(one, clock),
      })),
      ...promised,
    ],
  };
}

function spent({ workingSeconds }: Held, { daySeconds }: ClockDetail): string {
  return workingSeconds < 60 ? 'dưới 1 phút' : lengthVi(workingSeconds, daySeconds);
}

export function answerParts(answer: AnswerView): object {
  return {
    found: answer.found,
    done: answer.done,
    doneOn: answer.doneOn === null ? '' : formatDay(answer.doneOn),
    inCharge: answer.inCharge,
    legalBasis: answer.legalBasis,
    evidenceWaiver: answer.evidenceWaiver,
    approvedInPlace: approvedInPlace(answer),
  };
}

/** "Bà B duyệt, ký thay Ông A"; null when the head approved it. */
function approvedInPlace({ approvedByName, approvedForName }: AnswerView): string | null {
  return approvedForName === null
    ? null
    : `${approvedByName ?? 'Người được uỷ quyền'} duyệt, ký thay ${approvedForName}.`;
}

const ANSWER_STATUS: Readonly<Record<AnswerView['status'], string>> = {
  draft: 'nháp',
  submitted: 'chờ lãnh đạo duyệt',
  approved: 'lãnh đạo đã duyệt, chờ 1022 kiểm tra',
  returned: 'trả lại để sửa',
  published: 'đã gửi người dân',
};

function answerView(answer: AnswerView): object {
  const number = answer.number > 1 ? ` lần ${answer.number}` : '';
  return {
    ...answerParts(answer),
    heading: `${answer.agency.name} trả lời${number}: ${ANSWER_STATUS[answer.status]}`,
    remarks: answer.returnedRemarks,
  };
}

function reporterLine(reporter: ReporterView): string {
  if (reporter.hidden) return reporter.reason;
  if (reporter.anonymous) return 'gửi ẩn danh.';
  return [reporter.name, reporter.phone === null ? null : phoneVi(reporter.phone), reporter.email]
    .filter(Boolean)
    .join(', ');
}

/** As people here dial and read a number; one from abroad stays as it is. */
export function phoneVi(e164: string): string {
  const mobile = /^\+84([35789]\d{2})(\d{3})(\d{3})$/.exec(e164);
  if (mobile) return `0${mobile.slice(1).join(' ')}`;
  return e164.replace(/^\+84/, '0');
}
