import type { Upload } from '../../attachments/index.js';

/** The steps as they stand in addresses, and what the page says when one is done. */
export const DESK_STEPS = {
  accept: { done: 'Đã nhận xử lý. Người gửi được báo ai đang giữ việc này.' },
  'answer-draft': { done: 'Đã lưu nháp.' },
  answer: { done: 'Đã trình lãnh đạo. Phiếu chờ duyệt.' },
  approve: { done: 'Đã duyệt. Trung tâm 1022 kiểm tra rồi gửi người dân.' },
  'return-answer': { done: 'Đã trả lại kèm nhận xét.' },
  publish: { done: 'Đã công khai. Người gửi được báo câu trả lời.' },
  'publish-kept': { done: 'Đã gửi câu trả lời cho người gửi. Bản công khai vẫn gỡ.' },
  'publish-private': { done: 'Đã gửi câu trả lời riêng cho người gửi, không công khai.' },
  classify: { done: 'Đã phân loại. Đơn vị chủ trì thấy phiếu ngay.' },
  'guide-elsewhere': { done: 'Đã gửi hướng dẫn và kết thúc phiếu.' },
  action: { done: 'Đã báo xử lý tại chỗ. Đồng hồ xử lý tại chỗ đã dừng.' },
  question: { done: 'Đã gửi câu hỏi. Đồng hồ trả lời dừng đến khi người gửi bổ sung.' },
  reply: { done: 'Đã ghi lời bổ sung. Đồng hồ chạy lại.' },
  extension: { done: 'Đã trình thủ trưởng. Hạn chưa đổi cho đến khi có quyết định.' },
  'extension-approve': { done: 'Đã gia hạn. Người gửi được báo hạn mới và lý do.' },
  'extension-refuse': { done: 'Không gia hạn. Hạn giữ nguyên, người xin đọc được lý do.' },
  reclassify: { done: 'Đã sửa loại việc. Hạn mới và lý do có ở các đồng hồ.' },
  transfer: { done: 'Đã chuyển đơn vị. Đơn vị mới thấy phiếu ngay.' },
} as const;

export type DeskStep = keyof typeof DESK_STEPS;

/** The steps that begin, move, hold and end clocks on the way. */
export const TIME_STEPS = [
  'action',
  'question',
  'reply',
  'extension',
  'extension-approve',
  'extension-refuse',
  'reclassify',
  'transfer',
] as const satisfies readonly DeskStep[];

export type TimeStep = (typeof TIME_STEPS)[number];

/** The fields of a form as they were sent. */
export type Values = Readonly<Record<string, string>>;

/** A form as it was sent: its fields, and the files of each field that has some. */
export interface SentForm {
  readonly values: Values;
  readonly files: (field: string) => readonly Upload[];
}
