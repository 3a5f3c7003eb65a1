import { z } from 'zod';
import { toMarked, type ExportedItem } from '../../publication/index.js';

const instant = z.iso.datetime();

/**
 * One published item as open data. The schema is what docs and `/du-lieu-mo/schema.json` say; fields are only ever added
 * at the end. Hidden places read «[đã ẩn: …]».
 */
export const recordSchema = z.strictObject({
  code: z.string().describe('Mã phản ánh, không đổi: khoá của bản ghi'),
  url: z.string().describe('Trang của phản ánh'),
  title: z.string().describe('Tiêu đề'),
  question: z.string().describe('Lời người gửi, đã che thông tin riêng'),
  found: z.string().describe('Trả lời: đã kiểm tra gì'),
  done: z.string().describe('Trả lời: đã làm gì'),
  done_on: z.iso.date().nullable().describe('Trả lời: xong ngày'),
  in_charge: z.string().describe('Trả lời: ai phụ trách'),
  legal_basis: z.string().nullable().describe('Căn cứ pháp lý'),
  channel: z.string().describe('Nơi gửi đến: web, phone, …'),
  category_code: z.string().nullable().describe('Mã loại việc'),
  category_name: z.string().nullable().describe('Tên loại việc lúc công khai'),
  field_code: z.int().nullable().describe('Số của lĩnh vực'),
  field_name: z.string().nullable().describe('Tên lĩnh vực lúc công khai'),
  ward_code: z.string().nullable().describe('Mã phường, xã của danh mục hành chính quốc gia'),
  ward_name: z.string().nullable().describe('Tên phường, xã lúc công khai'),
  agency_code: z.string().describe('Mã cơ quan trả lời'),
  agency_name: z.string().describe('Tên cơ quan trả lời lúc công khai'),
  received_at: instant.describe('Lúc nhận (UTC)'),
  due_at: instant.nullable().describe('Hạn trả lời (UTC)'),
  answered_at: instant.describe('Lúc trả lời (UTC)'),
  published_at: instant.describe('Lúc công khai (UTC)'),
  late: z.boolean().describe('Trả lời sau hạn'),
  apology_sent_at: instant.nullable().describe('Lúc gửi thư xin lỗi (UTC)'),
  commitment_on: z.iso.date().nullable().describe('Ngày hẹn xong'),
  commitment_done_at: instant.nullable().describe('Lúc báo đã xong việc hẹn (UTC)'),
  reporters: z.int().nullable().describe('Số người đã báo hoặc cũng gặp việc này'),
  rated_very_satisfied: z.int().nullable().describe('Số người rất hài lòng'),
  rated_satisfied: z.int().nullable().describe('Số người hài lòng'),
  rated_unsatisfied: z.int().nullable().describe('Số người không hài lòng'),
});

export type OpenDataRecord = z.infer<typeof recordSchema>;

export const COLUMNS = Object.keys(recordSchema.shape) as readonly (keyof OpenDataRecord)[];

/**
 * @param origin where the service is reached, without a stroke at the end.
 * @param met people who have the same trouble, beside those who reported it.
 */
export function recordOf({ item, status }: ExportedItem, origin: string, met: number): OpenDataRecord {
  const { answer, apology, commitment } = item;
  const utc = (at: Date | string): string => new Date(at).toISOString();
  return {
    code: item.code,
    url: `${origin}/da-cong-khai/${item.code}`,
    title: toMarked(item.title),
    question: toMarked(item.question),
    found: toMarked(answer.found),
    done: toMarked(answer.done),
    done_on: answer.doneOn,
    in_charge: toMarked(answer.inCharge),
    legal_basis: answer.legalBasis ? toMarked(answer.legalBasis) : null,
    channel: item.channel,
    category_code: item.categoryCode,
    category_name: item.categoryName,
    field_code: item.field,
    field_name: item.fieldName,
    ward_code: item.wardCode,
    ward_name: item.wardName,
    agency_code: item.agencyCode,
    agency_name: item.agencyName,
    received_at: utc(item.receivedAt),
    due_at: item.dueAt === null ? null : utc(item.dueAt),
    answered_at: utc(item.answeredAt),
    published_at: utc(item.publishedAt),
    late: item.late,
    apology_sent_at: apology === null ? null : utc(apology.sentAt),
    commitment_on: commitment?.on ?? null,
    commitment_done_at: commitment?.doneAt ? utc(commitment.doneAt) : null,
    reporters: status === null ? null : status.reporterCount + met,
    rated_very_satisfied: status?.verySatisfied ?? null,
    rated_satisfied: status?.satisfied ?? null,
    rated_unsatisfied: status?.unsatisfied ?? null,
  };
}

/** What a coordinator may change of a copy that is published already. */
const WORDS = ['title', 'question', 'found', 'done', 'in_charge', 'legal_basis'] as const;
/** Of a matter that has been answered anew since: the answer in the file is the one of that month. */
const WORDS_OF_ASKING = ['title', 'question'] as const;

/**
 * A record as it was frozen, with the words that may be read of it today: what was hidden afterwards is hidden in it, too.
 * Everything else stays. @returns the frozen record itself when its words are those of today.
 */
export function withWordsOfToday(frozen: OpenDataRecord, today: OpenDataRecord): OpenDataRecord {
  const words = frozen.published_at === today.published_at ? WORDS : WORDS_OF_ASKING;
  const changed = words.filter((name) => frozen[name] !== today[name]);
  if (changed.length === 0) return frozen;
  return { ...frozen, ...Object.fromEntries(changed.map((name) => [name, today[name]])) };
}
