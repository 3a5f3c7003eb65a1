import { describe, expect, it } from '@jest/globals';
import { HISTORY_TYPES, historyEntries, historySentence, type HistoryNames, type HistoryNote } from './history.js';

const NAMES: HistoryNames = {
  agency: (code) => ({ SXD: 'Sở Xây dựng', TD1022: 'Tổng đài 1022' })[code] ?? code,
  account: (id) => ({ A1: 'Đỗ Tiến Dũng', C1: 'Trần Minh Châu' })[id] ?? null,
  category: () => 'Đèn tín hiệu, biển báo',
};

const centre = { actorKind: 'staff' as const, actorId: 'C1', actorAgencyCode: 'TD1022' };
const agency = { actorKind: 'staff' as const, actorId: 'A1', actorAgencyCode: 'SXD' };
const service = { actorKind: 'system' as const, actorId: 'import', actorAgencyCode: null };

/** A correction in which only this has changed. */
function corrected(changed: HistoryNote['data']): HistoryNote['data'] {
  const dueAt = '2026-11-20T09:30:00.000Z';
  return {
    fromCategoryCode: 'a',
    categoryCode: 'a',
    fromBoundary: 'ordinary',
    boundary: 'ordinary',
    fromPriority: 'normal',
    priority: 'normal',
    fromDueAt: dueAt,
    dueAt,
    ...changed,
  };
}

const STORY: [HistoryNote, typeof centre | typeof agency | typeof service, string][] = [
  [{ type: 'opened', data: { channel: 'web' } }, service, 'Gửi qua trang web, 1022 đã nhận và cấp mã.'],
  [
    { type: 'routed', data: { agencyCode: 'SXD' } },
    service,
    'Theo quy định phân công, phiếu được chuyển đến Sở Xây dựng.',
  ],
  [
    { type: 'kept_for_triage', data: { missing: 'ward' } },
    service,
    'Điều phối viên 1022 xem và chuyển, vì chưa rõ phường, xã.',
  ],
  [
    { type: 'kept_by_centre', data: {} },
    service,
    'Nội dung giống khiếu nại hoặc tố cáo: Tổng đài 1022 giữ phiếu để hướng dẫn nơi nhận.',
  ],
  [
    { type: 'classified', data: { categoryCode: 'gt-den-bien', agencyCode: 'SXD' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) xếp vào “Đèn tín hiệu, biển báo” và chuyển đến Sở Xây dựng.',
  ],
  [{ type: 'accepted', data: {} }, agency, 'Đỗ Tiến Dũng (Sở Xây dựng) nhận xử lý.'],
  [{ type: 'answer_submitted', data: { number: 1 } }, agency, 'Đỗ Tiến Dũng (Sở Xây dựng) trình lãnh đạo câu trả lời.'],
  [
    { type: 'answer_submitted', data: { number: 2 } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) trình lãnh đạo câu trả lời lần 2.',
  ],
  [
    { type: 'answer_approved', data: { number: 1 } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) duyệt câu trả lời và gửi Tổng đài 1022.',
  ],
  [
    { type: 'answer_returned', data: { number: 1, by: 'head' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) chưa duyệt câu trả lời, gửi lại để sửa.',
  ],
  [
    { type: 'answer_returned', data: { number: 2, by: 'centre', agencyCode: 'SXD' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) chưa công khai câu trả lời lần 2, gửi lại Sở Xây dựng để sửa.',
  ],
  [{ type: 'published', data: {} }, centre, 'Trần Minh Châu (Tổng đài 1022) kiểm tra và công khai câu trả lời.'],
  [
    { type: 'resolved_private', data: {} },
    centre,
    'Trần Minh Châu (Tổng đài 1022) kiểm tra và gửi câu trả lời cho người phản ánh, không công khai.',
  ],
  [
    { type: 'guided_elsewhere', data: { kind: 'denunciation' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) hướng dẫn nơi nhận tố cáo.',
  ],
  [
    { type: 'guided_elsewhere', data: { kind: 'complaint' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) hướng dẫn nơi nhận khiếu nại.',
  ],
  [
    { type: 'action_reported', data: { actedAt: '2026-11-17T03:20:00.000Z' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) báo đã xử lý tại chỗ lúc 10:20 thứ Ba 17/11/2026.',
  ],
  [
    { type: 'reclassified', data: corrected({ categoryCode: 'b', dueAt: '2026-11-24T09:30:00.000Z' }) },
    centre,
    'Trần Minh Châu (Tổng đài 1022) xếp lại vào “Đèn tín hiệu, biển báo”; hạn trả lời đổi từ 16:30 thứ Sáu 20/11/2026 thành 16:30 thứ Ba 24/11/2026.',
  ],
  [
    { type: 'reclassified', data: corrected({ boundary: 'emergency', priority: 'high' }) },
    centre,
    'Trần Minh Châu (Tổng đài 1022) coi là việc khẩn cấp, đặt mức ưu tiên cao.',
  ],
  [
    { type: 'transferred', data: { fromAgencyCode: 'SXD', agencyCode: 'TD1022' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) chuyển phiếu từ Sở Xây dựng sang Tổng đài 1022.',
  ],
  [
    { type: 'question_asked', data: {} },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) hỏi thêm người gửi; thời hạn tạm dừng đến khi có trả lời.',
  ],
  [
    { type: 'reply_recorded', data: { dueAt: '2026-11-24T09:30:00.000Z' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) ghi lời người gửi bổ sung; thời hạn tính tiếp, đến 16:30 thứ Ba 24/11/2026.',
  ],
  [
    { type: 'extension_requested', data: { dueAt: '2026-11-24T09:30:00.000Z' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) xin gia hạn đến 16:30 thứ Ba 24/11/2026.',
  ],
  [
    {
      type: 'extension_approved',
      data: { fromDueAt: '2026-11-20T09:30:00.000Z', dueAt: '2026-11-24T09:30:00.000Z' },
    },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) gia hạn trả lời từ 16:30 thứ Sáu 20/11/2026 đến 16:30 thứ Ba 24/11/2026.',
  ],
  [{ type: 'extension_refused', data: {} }, agency, 'Đỗ Tiến Dũng (Sở Xây dựng) không đồng ý gia hạn.'],
  [{ type: 'apology_sent', data: {} }, agency, 'Đỗ Tiến Dũng (Sở Xây dựng) gửi thư xin lỗi vì trả lời chậm.'],
];

describe('the story', () => {
  it.each(STORY)('%j', (note, actor, sentence) => {
    // Dates do not break at a line's end.
    expect(historySentence({ ...note, ...actor }, NAMES).replaceAll('\u00a0', ' ')).toBe(sentence);
  });

  it('has a sentence for every kind of entry', () => {
    expect(new Set(STORY.map(([note]) => note.type))).toEqual(new Set(HISTORY_TYPES));
  });

  it('names agencies only, where people are not for the reader', () => {
    const sentence = historySentence({ type: 'accepted', data: {}, ...agency }, { ...NAMES, account: () => null });
    expect(sentence).toBe('Sở Xây dựng nhận xử lý.');
  });
});

describe('historyEntries', () => {
  it('goes on counting where the ticket’s history ends', () => {
    const at = new Date('2026-11-17T01:00:00Z');
    const notes: HistoryNote[] = [
      { type: 'opened', data: {} },
      { type: 'routed', data: {} },
    ];
    const entries = historyEntries(notes, {
      ticketId: 'T',
      after: 4,
      head: '',
      version: 3,
      principal: { kind: 'public' },
      at,
    });
    expect(
      entries.map(({ number, actorKind, actorId, actorAgencyCode }) => [number, actorKind, actorId, actorAgencyCode]),
    ).toEqual([
      [5, 'public', null, null],
      [6, 'public', null, null],
    ]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(2);
  });
});
