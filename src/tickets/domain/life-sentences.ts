import { formatInstant } from '../../kernel/index.js';
import { REJECTION_WORDS, REOPEN_GROUNDS, RETURN_GROUNDS, WITHDRAWAL_GROUNDS } from './grounds.js';
import type { HistoryData, HistoryNames, HistoryType } from './history-types.js';

/** What of an entry the sentences about a ticket's way need. */
interface Told {
  readonly data: HistoryData;
  /** "Trần Thị B (UBND phường Trảng Dài)", or the office alone. */
  readonly who: string;
  readonly names: HistoryNames;
}

/** Whose ticket was merged into the one that the story is about. */
export const ANOTHER_REPORTER = 'Một người cùng báo việc này';

const text = ({ data }: Told, key: string): string => String(data[key] ?? '');
const agency = (told: Told, key: string): string => told.names.agency(text(told, key));
/** "30/11/2026". */
const day = (told: Told, key: string): string => text(told, key).split('-').reverse().join('/');
const sender = (told: Told): string => {
  const by = text(told, 'by');
  return by === 'reporter' ? 'Người gửi' : by === 'merged_reporter' ? ANOTHER_REPORTER : told.who;
};
const times = (told: Told, key: string): string => {
  const count = Number(told.data[key] ?? 1);
  return count > 1 ? ` lần ${count}` : '';
};

const CORRECTED: Readonly<Record<string, string>> = {
  title: 'tiêu đề',
  words: 'lời phản ánh',
  place: 'chỗ xảy ra',
  ward: 'phường, xã',
  point: 'điểm trên bản đồ',
  subject: 'cơ quan được nói đến',
};

/** "tiêu đề và phường, xã". */
function correctedWords(fields: unknown): string {
  const words = (Array.isArray(fields) ? fields : []).flatMap((field) => CORRECTED[String(field)] ?? []);
  const last = words.pop();
  if (last === undefined) return 'nội dung phiếu';
  return words.length === 0 ? last : `${words.join('; ')} và ${last}`;
}

/** When one that was merged into it had been promised an earlier answer. */
const earlier = ({ data }: Told): string => {
  const dueAt = data['dueAt'];
  if (typeof dueAt !== 'string' || dueAt === data['fromDueAt']) return '';
  return `; hạn trả lời là ${formatInstant(new Date(dueAt), { year: true })}, sớm nhất trong các phiếu`;
};

/** ": không thuộc thẩm quyền", by the code of a ground; nothing where there is none. */
const because = (told: Told, grounds: Readonly<Record<string, string>>): string => {
  const words = grounds[text(told, 'ground')];
  return words === undefined ? '' : `: ${words}`;
};

/** The sentences of returning, ruling, supporting, supplementing, merging and reopening. */
export const LIFE_SENTENCES = {
  returned: (told) =>
    `${told.who} trả lại phiếu${times(told, 'returns')}${because(told, RETURN_GROUNDS)}${
      told.data['proposedAgencyCode'] ? `; đề nghị chuyển ${agency(told, 'proposedAgencyCode')}` : ''
    }.`,
  lead_appealed: (told) => `${told.who} đề nghị Văn phòng UBND xem lại đơn vị chủ trì.`,
  lead_ruled: (told) =>
    told.data['by'] === 'overseer' && told.data['upheld'] === true
      ? `${told.who} xem lại và giữ nguyên: ${agency(told, 'agencyCode')} chủ trì.`
      : `${told.who} quyết định ${agency(told, 'agencyCode')} chủ trì; đơn vị này không trả lại được nữa.`,
  handler_assigned: (told) => {
    const name = told.names.account(text(told, 'accountId')) ?? 'cán bộ xử lý';
    if (told.data['how'] === 'takeover') return `${told.who} nhận thay phiếu.`;
    return told.data['how'] === 'rule'
      ? `Theo quy tắc phân công của đơn vị, phiếu được giao ${name}.`
      : `${told.who} giao phiếu cho ${name}.`;
  },
  support_asked: (told) => `${told.who} đề nghị ${agency(told, 'supportAgencyCode')} phối hợp.`,
  support_delivered: (told) => `${told.who} gửi phần phối hợp.`,
  support_reminded: (told) =>
    `${told.who} nhắc ${agency(told, 'supportAgencyCode')} về phần phối hợp${times(told, 'times')}.`,
  support_withdrawn: (told) => `${told.who} thôi đề nghị ${agency(told, 'supportAgencyCode')} phối hợp.`,
  question_reminded: (told) => `1022 nhắc người gửi bổ sung${times(told, 'times')}.`,
  question_expired: ({ data }) =>
    data['shared'] === true
      ? 'Hết hạn chờ mà chưa có bổ sung: phiếu đứng chung cho nhiều người nên được giải quyết tiếp theo nội dung đã có.'
      : 'Hết hạn chờ mà chưa có bổ sung: phiếu dừng ở đây, người gửi có thể mở lại.',
  corrected: (told) => `${told.who} sửa ${correctedWords(told.data['fields'])}.`,
  facts_added: (told) =>
    `${sender(told)} bổ sung ${Number(told.data['photos'] ?? 0) > 0 ? 'thông tin, ảnh' : 'thông tin'}.`,
  enquired: (told) => `${sender(told)} hỏi kết quả${times(told, 'times')}.`,
  chased: (told) => `${sender(told)} giục trả lời${times(told, 'times')}.`,
  holder_reminded: (told) => `${told.who} nhắc đơn vị đang giữ phiếu.`,
  rejected: (told) =>
    `${told.who} ${told.data['order'] === true ? 'quyết định ' : ''}từ chối tiếp nhận${because(told, REJECTION_WORDS)}.`,
  withdrawn: (told) => `${sender(told)} rút phản ánh.`,
  merged: (told) => `${told.who} gộp phiếu này vào phiếu ${text(told, 'intoCode')}.`,
  absorbed: (told) =>
    `${told.who} gộp vào đây phiếu ${text(told, 'codes')}; ${text(told, 'reporters')} người cùng báo${earlier(told)}.`,
  split: (told) => `${told.who} tách phiếu khỏi phiếu ${text(told, 'fromCode')}; phiếu được giải quyết riêng.`,
  released: (told) =>
    `${told.who} tách phiếu ${text(told, 'code')} ra khỏi đây${
      told.data['kept'] === true ? '; hạn trả lời vẫn giữ như đã hứa' : ''
    }.`,
  incident_declared: (told) => `${told.who} báo đây là sự cố diện rộng.`,
  incident_updated: (told) =>
    `${told.who} cập nhật lời báo của sự cố${told.data['broadcast'] === true ? ' và gửi cho mọi người cùng báo' : ''}.`,
  incident_ended: (told) => `${told.who} báo sự cố đã kết thúc.`,
  linked: (told) =>
    `${told.who} ${told.data['removed'] === true ? 'bỏ liên kết' : 'liên kết'} với phiếu ${text(told, 'otherCode')}.`,
  reopened: (told) => {
    const to = told.data['agencyCode'] ? `; ${agency(told, 'agencyCode')} giải quyết` : '; 1022 chọn đơn vị giải quyết';
    if (told.data['ground'] === 'came_back') return `${sender(told)} mở lại phiếu đã rút${to}.`;
    const by = text(told, 'by');
    if (by === 'reporter' || by === 'merged_reporter')
      return `${by === 'reporter' ? 'Người gửi' : ANOTHER_REPORTER} không hài lòng, yêu cầu xem lại${times(told, 'times')}${to}.`;
    return `${told.who} mở lại phiếu${times(told, 'times')}${because(told, REOPEN_GROUNDS)}${to}.`;
  },
  done_reported: (told) =>
    `${told.who} báo việc hẹn xong ngày ${day(told, 'committedOn')} nay đã xong${told.data['late'] === true ? ', trễ hẹn' : ''}.`,
  closed: () => 'Hết thời gian đánh giá: phiếu đóng.',
  copy_revised: (told) => `${told.who} sửa bản công khai.`,
  unpublished: (told) => `${told.who} gỡ bản công khai${because(told, WITHDRAWAL_GROUNDS)}.`,
  republished: (told) => `${told.who} công khai lại.`,
  agency_changed: (told) =>
    `Do thay đổi tổ chức, ${agency(told, 'agencyCode')} tiếp nhận phiếu từ ${agency(told, 'fromAgencyCode')}.`,
} as const satisfies Partial<Record<HistoryType, (told: Told) => string>>;
