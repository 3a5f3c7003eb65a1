import type { Principal } from '../../identity/domain/principal.js';
import { formatInstant, newId } from '../../kernel/index.js';
import type { TicketClockKind } from './clock.js';
import { chainHash } from './history-chain.js';
import type { HistoryData, HistoryNames, HistoryType } from './history-types.js';
import { LIFE_SENTENCES } from './life-sentences.js';

export { HISTORY_TYPES, type HistoryData, type HistoryNames, type HistoryType } from './history-types.js';

export type HistoryActorKind = 'staff' | 'public' | 'system';

/** What a decision notes; the number comes with writing it. */
export interface HistoryNote {
  readonly type: HistoryType;
  readonly data: HistoryData;
}

export interface HistoryEntry extends HistoryNote {
  readonly id: string;
  readonly ticketId: string;
  /** 1, 2, … within the ticket, without gaps. */
  readonly number: number;
  readonly actorKind: HistoryActorKind;
  readonly actorId: string | null;
  readonly actorAgencyCode: string | null;
  readonly at: Date;
  /** The version of the ticket that the entry belongs to. */
  readonly version: number;
  /** Over this entry and the one before. */
  readonly hash: string;
}

/** The note of what was decided says in whose place; what came of it needs no head. @param accountId null: in one's own right. */
export function inPlaceOf(notes: readonly HistoryNote[], accountId: string | null): readonly HistoryNote[] {
  const [first, ...rest] = notes;
  if (accountId === null || first === undefined) return notes;
  return [{ ...first, data: { ...first.data, forAccountId: accountId } }, ...rest];
}

/** Numbers the notes after those the ticket already has, says who did it, and seals each with the one before. */
export function historyEntries(
  notes: readonly HistoryNote[],
  context: {
    readonly ticketId: string;
    /** How many entries there are, and the hash of the last one; '' when there is none. */
    readonly after: number;
    readonly head: string;
    readonly version: number;
    readonly principal: Principal;
    readonly at: Date;
  },
): HistoryEntry[] {
  const { principal, ticketId, after, version, at } = context;
  let hash = context.head;
  return notes.map((note, index) => {
    const entry = { ...note, ticketId, number: after + index + 1, version, ...actorIn(principal), at };
    hash = chainHash(hash, entry);
    return { ...entry, id: newId(), hash };
  });
}

function actorIn(principal: Principal): Pick<HistoryEntry, 'actorKind' | 'actorId' | 'actorAgencyCode'> {
  return {
    actorKind: principal.kind === 'reporter' ? 'public' : principal.kind,
    actorId:
      principal.kind === 'staff'
        ? principal.accountId
        : principal.kind === 'system'
          ? principal.name.slice(0, 64)
          : null,
    actorAgencyCode: principal.kind === 'staff' ? principal.agencyCode : null,
  };
}

const CLOCK_WORDS: Readonly<Record<TicketClockKind, string>> = {
  classify: 'Phân loại',
  accept: 'Nhận hoặc trả lại',
  act: 'Xử lý tại chỗ việc khẩn',
  resolve: 'Trả lời người dân',
  resolve_holder: 'Đơn vị đang giữ trả lời',
  publish: 'Công khai',
  apology: 'Gửi thư xin lỗi',
  support: 'Phần phối hợp',
  commitment: 'Việc đã hẹn',
};

export function clockLabel(kind: TicketClockKind): string {
  return CLOCK_WORDS[kind];
}

const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  phone: 'Gọi 1022',
  web: 'Gửi qua trang web',
  email: 'Gửi thư điện tử',
  zalo: 'Gửi qua Zalo',
  sms: 'Nhắn tin SMS',
  national: 'Chuyển từ Cổng Dịch vụ công quốc gia',
  open311: 'Gửi qua ứng dụng Open311',
  paper: 'Gửi đơn giấy',
  counter: 'Đến quầy',
  media: 'Báo chí nêu',
  agency: 'Đơn vị chuyển đến',
};

/** How it came, as the start of a line: "Gọi 1022". */
export function channelLabel(channel: string): string {
  return CHANNEL_WORDS[channel] ?? 'Gửi đến 1022';
}

const MISSING_WORDS: Readonly<Record<string, string>> = {
  category: 'chưa rõ lĩnh vực',
  ward: 'chưa rõ phường, xã',
  subject: 'chưa rõ cơ quan bị phản ánh hoặc nơi nộp hồ sơ',
  rule: 'chưa có quy định nơi phụ trách',
};

/** " ký thay Trần Văn B": whoever signs by a deputation says so. */
function signedFor(names: HistoryNames, accountId: string): string {
  return accountId === '' ? '' : ` ký thay ${names.account(accountId) ?? 'thủ trưởng đơn vị'}`;
}

/** "thay ông/bà Trần Văn B": whoever decides without signing anything. */
function decidedFor(names: HistoryNames, accountId: string): string {
  const name = names.account(accountId);
  return name === null ? 'thay lãnh đạo đơn vị' : `thay ông/bà ${name}`;
}

/** One entry as a sentence of the story, without the time, which stands beside it. */
export function historySentence(
  entry: Pick<HistoryEntry, 'type' | 'data' | 'actorKind' | 'actorId' | 'actorAgencyCode'>,
  names: HistoryNames,
): string {
  const text = (key: string): string => String(entry.data[key] ?? '');
  const agency = (key: string): string => names.agency(text(key));
  const instant = (key: string): string => formatInstant(new Date(text(key)), { year: true });
  const account = entry.actorKind === 'staff' && entry.actorId !== null ? names.account(entry.actorId) : null;
  const office = entry.actorAgencyCode === null ? 'Tổng đài 1022' : names.agency(entry.actorAgencyCode);
  const person = account === null ? office : `${account} (${office})`;
  const head = text('forAccountId');
  const who = head === '' ? person : `${person} ${decidedFor(names, head)}`;
  switch (entry.type) {
    case 'opened':
      return `${channelLabel(text('channel'))}, 1022 đã nhận và cấp mã.`;
    case 'routed':
      return `Theo quy định phân công, phiếu được chuyển đến ${agency('agencyCode')}.`;
    case 'kept_for_triage':
      return `Điều phối viên 1022 xem và chuyển, vì ${MISSING_WORDS[text('missing')] ?? 'cần người xem'}.`;
    case 'kept_by_centre':
      return `Nội dung giống khiếu nại hoặc tố cáo: ${text('agencyCode') === '' ? 'Tổng đài 1022' : agency('agencyCode')} giữ phiếu để hướng dẫn nơi nhận.`;
    case 'classified':
      return `${who} xếp vào “${names.category(text('categoryCode'))}” và chuyển đến ${agency('agencyCode')}.`;
    case 'accepted':
      return `${who} nhận xử lý.`;
    case 'answer_submitted':
      return `${person} trình lãnh đạo câu trả lời${ordinal(entry.data['number'])}${without(entry.data, head === '' ? '' : ` ${decidedFor(names, head)}`)}.`;
    case 'answer_approved':
      return `${person}${signedFor(names, head)} duyệt câu trả lời${ordinal(entry.data['number'])} và gửi Tổng đài 1022.`;
    case 'answer_returned':
      return entry.data['by'] === 'centre'
        ? `${who} chưa công khai câu trả lời${ordinal(entry.data['number'])}, gửi lại ${agency('agencyCode')} để sửa.`
        : `${who} chưa duyệt câu trả lời${ordinal(entry.data['number'])}, gửi lại để sửa.`;
    case 'published':
      return `${who} kiểm tra và công khai câu trả lời${promised(entry.data)}.`;
    case 'resolved_private':
      return `${who} kiểm tra và gửi câu trả lời cho người phản ánh, không công khai${promised(entry.data)}.`;
    case 'guided_elsewhere':
      return text('kind') === 'denunciation'
        ? `${who} hướng dẫn nơi nhận tố cáo.`
        : `${who} hướng dẫn nơi nhận khiếu nại.`;
    case 'action_reported':
      return `${who} báo đã xử lý tại chỗ lúc ${instant('actedAt')}.`;
    case 'reclassified':
      return corrected(entry.data, who, { category: names.category(text('categoryCode')), instant });
    case 'transferred':
      return `${who} chuyển phiếu từ ${names.agency(text('fromAgencyCode'))} sang ${agency('agencyCode')}.`;
    case 'question_asked':
      return `${who} hỏi thêm người gửi; thời hạn tạm dừng đến khi có trả lời.`;
    case 'reply_recorded':
      return `${replied(entry.data['channel'], who)}${
        entry.data['dueAt'] === null ? '' : `; thời hạn tính tiếp, đến ${instant('dueAt')}`
      }.`;
    case 'extension_requested':
      return `${who} xin gia hạn đến ${instant('dueAt')}.`;
    case 'extension_approved':
      return `${who} gia hạn trả lời từ ${instant('fromDueAt')} đến ${instant('dueAt')}.`;
    case 'extension_refused':
      return `${who} không đồng ý gia hạn.`;
    case 'apology_sent':
      return `${person}${signedFor(names, head)} gửi thư xin lỗi vì trả lời chậm.`;
    default:
      return LIFE_SENTENCES[entry.type]({ data: entry.data, who, names });
  }
}

/** Where parts of other agencies were open, somebody has decided not to wait for them. */
function without({ openParts }: HistoryData, inPlace: string): string {
  return openParts === undefined ? '' : `, quyết định${inPlace} không đợi phần phối hợp còn lại`;
}

/** "; việc còn lại hẹn xong ngày 30/11/2026", where the answer promises a day to come. */
function promised({ committedOn }: HistoryData): string {
  return typeof committedOn === 'string'
    ? `; việc còn lại hẹn xong ngày ${committedOn.split('-').reverse().join('/')}`
    : '';
}

/** By the link or by mail the citizen wrote it; else somebody wrote it down. */
function replied(channel: unknown, who: string): string {
  if (channel === 'link') return 'Người gửi trả lời câu hỏi';
  if (channel === 'mail') return 'Người gửi trả lời câu hỏi qua thư điện tử';
  return `${who} ghi lời người gửi bổ sung`;
}

/** What was corrected, and whether the promised deadline moved. */
function corrected(
  data: HistoryData,
  who: string,
  words: { readonly category: string; instant(key: string): string },
): string {
  const changed = (key: string, from: string): boolean => data[key] !== data[from];
  const what = [
    ...(changed('categoryCode', 'fromCategoryCode') ? [`xếp lại vào “${words.category}”`] : []),
    ...(changed('boundary', 'fromBoundary')
      ? [data['boundary'] === 'emergency' ? 'coi là việc khẩn cấp' : 'không còn coi là việc khẩn cấp']
      : []),
    ...(changed('priority', 'fromPriority')
      ? [data['priority'] === 'high' ? 'đặt mức ưu tiên cao' : 'đặt lại mức ưu tiên thường']
      : []),
  ];
  const due = changed('dueAt', 'fromDueAt')
    ? `; hạn trả lời đổi từ ${words.instant('fromDueAt')} thành ${words.instant('dueAt')}`
    : '';
  return `${who} ${what.join(', ')}${due}.`;
}

/** The first answer is just the answer; later ones say which. */
function ordinal(number: unknown): string {
  return typeof number === 'number' && number > 1 ? ` lần ${number}` : '';
}
