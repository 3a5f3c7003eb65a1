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
    { type: 'kept_by_centre', data: { agencyCode: 'SXD' } },
    service,
    'Nội dung giống khiếu nại hoặc tố cáo: Sở Xây dựng giữ phiếu để hướng dẫn nơi nhận.',
  ],
  [
    { type: 'classified', data: { categoryCode: 'gt-den-bien', agencyCode: 'SXD' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) xếp vào “Đèn tín hiệu, biển báo” và chuyển đến Sở Xây dựng.',
  ],
  [{ type: 'accepted', data: {} }, agency, 'Đỗ Tiến Dũng (Sở Xây dựng) nhận xử lý.'],
  [
    { type: 'answer_submitted', data: { number: 1, openParts: 1, forAccountId: 'C1' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) trình lãnh đạo câu trả lời, quyết định thay ông/bà Trần Minh Châu không đợi phần phối hợp còn lại.',
  ],
  [
    { type: 'extension_refused', data: { forAccountId: 'C1' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) thay ông/bà Trần Minh Châu không đồng ý gia hạn.',
  ],
  [
    { type: 'answer_returned', data: { by: 'head', forAccountId: 'X' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) thay lãnh đạo đơn vị chưa duyệt câu trả lời, gửi lại để sửa.',
  ],
  [
    { type: 'answer_approved', data: { forAccountId: 'C1' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) ký thay Trần Minh Châu duyệt câu trả lời và gửi Tổng đài 1022.',
  ],
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
  [
    { type: 'published', data: { committedOn: '2026-11-30' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) kiểm tra và công khai câu trả lời; việc còn lại hẹn xong ngày 30/11/2026.',
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
  [
    { type: 'returned', data: { returns: 2, ground: 'not_competent', proposedAgencyCode: 'SYT' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) trả lại phiếu lần 2: không thuộc thẩm quyền; đề nghị chuyển SYT.',
  ],
  [
    { type: 'returned', data: { returns: 1, ground: 'place_unknown', proposedAgencyCode: null } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) trả lại phiếu: thiếu thông tin, không xác định được nơi xảy ra.',
  ],
  [
    { type: 'lead_appealed', data: {} },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) đề nghị Văn phòng UBND xem lại đơn vị chủ trì.',
  ],
  [
    { type: 'lead_ruled', data: { agencyCode: 'SXD', by: 'centre' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) quyết định Sở Xây dựng chủ trì; đơn vị này không trả lại được nữa.',
  ],
  [
    { type: 'lead_ruled', data: { agencyCode: 'SXD', by: 'overseer', upheld: true } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) xem lại và giữ nguyên: Sở Xây dựng chủ trì.',
  ],
  [
    { type: 'handler_assigned', data: { accountId: 'C1', how: 'hand' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) giao phiếu cho Trần Minh Châu.',
  ],
  [
    { type: 'handler_assigned', data: { accountId: 'A1', how: 'takeover' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) nhận thay phiếu.',
  ],
  [
    { type: 'handler_assigned', data: { accountId: 'A1', how: 'rule' } },
    service,
    'Theo quy tắc phân công của đơn vị, phiếu được giao Đỗ Tiến Dũng.',
  ],
  [
    { type: 'support_asked', data: { supportAgencyCode: 'SXD' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) đề nghị Sở Xây dựng phối hợp.',
  ],
  [
    { type: 'support_delivered', data: { supportAgencyCode: 'SXD' } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) gửi phần phối hợp.',
  ],
  [
    { type: 'support_reminded', data: { supportAgencyCode: 'SXD', times: 2 } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) nhắc Sở Xây dựng về phần phối hợp lần 2.',
  ],
  [
    { type: 'support_withdrawn', data: { supportAgencyCode: 'SXD' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) thôi đề nghị Sở Xây dựng phối hợp.',
  ],
  [{ type: 'question_reminded', data: { times: 2 } }, service, '1022 nhắc người gửi bổ sung lần 2.'],
  [
    { type: 'question_expired', data: {} },
    service,
    'Hết hạn chờ mà chưa có bổ sung: phiếu dừng ở đây, người gửi có thể mở lại.',
  ],
  [
    { type: 'corrected', data: { fields: ['title', 'place', 'ward'] } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) sửa tiêu đề; chỗ xảy ra và phường, xã.',
  ],
  [{ type: 'facts_added', data: { by: 'reporter', photos: 2 } }, service, 'Người gửi bổ sung thông tin, ảnh.'],
  [
    { type: 'facts_added', data: { by: 'merged_reporter', photos: 0, fromTicketId: 'T2' } },
    service,
    'Một người cùng báo việc này bổ sung thông tin.',
  ],
  [
    { type: 'facts_added', data: { by: 'centre', photos: 0 } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) bổ sung thông tin.',
  ],
  [{ type: 'enquired', data: { by: 'centre', times: 3 } }, centre, 'Trần Minh Châu (Tổng đài 1022) hỏi kết quả lần 3.'],
  [{ type: 'chased', data: { by: 'reporter', times: 1 } }, service, 'Người gửi giục trả lời.'],
  [{ type: 'holder_reminded', data: {} }, centre, 'Trần Minh Châu (Tổng đài 1022) nhắc đơn vị đang giữ phiếu.'],
  [
    { type: 'rejected', data: { ground: 'spam' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) từ chối tiếp nhận: thư rác, quảng cáo.',
  ],
  [{ type: 'withdrawn', data: { by: 'reporter' } }, service, 'Người gửi rút phản ánh.'],
  [
    { type: 'merged', data: { intoCode: 'DN26-0000-0001' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) gộp phiếu này vào phiếu DN26-0000-0001.',
  ],
  [
    { type: 'absorbed', data: { codes: 'DN26-0000-0002', reporters: 4 } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) gộp vào đây phiếu DN26-0000-0002; 4 người cùng báo.',
  ],
  [
    { type: 'split', data: { fromCode: 'DN26-0000-0001' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) tách phiếu khỏi phiếu DN26-0000-0001; phiếu được giải quyết riêng.',
  ],
  [
    { type: 'released', data: { code: 'DN26-0000-0002', kept: true } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) tách phiếu DN26-0000-0002 ra khỏi đây; hạn trả lời vẫn giữ như đã hứa.',
  ],
  [{ type: 'incident_declared', data: {} }, centre, 'Trần Minh Châu (Tổng đài 1022) báo đây là sự cố diện rộng.'],
  [
    { type: 'incident_updated', data: { broadcast: true } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) cập nhật lời báo của sự cố và gửi cho mọi người cùng báo.',
  ],
  [{ type: 'incident_ended', data: {} }, centre, 'Trần Minh Châu (Tổng đài 1022) báo sự cố đã kết thúc.'],
  [
    { type: 'linked', data: { otherCode: 'DN26-0000-0003' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) liên kết với phiếu DN26-0000-0003.',
  ],
  [
    { type: 'linked', data: { otherCode: 'DN26-0000-0003', removed: true } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) bỏ liên kết với phiếu DN26-0000-0003.',
  ],
  [
    { type: 'reopened', data: { by: 'reporter', ground: 'not_satisfied', times: 1, agencyCode: 'SXD' } },
    service,
    'Người gửi không hài lòng, yêu cầu xem lại; Sở Xây dựng giải quyết.',
  ],
  [
    { type: 'reopened', data: { by: 'centre', ground: 'new_evidence', times: 2, agencyCode: null } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) mở lại phiếu lần 2: có thông tin, chứng cứ mới; 1022 chọn đơn vị giải quyết.',
  ],
  [
    { type: 'reopened', data: { by: 'reporter', ground: 'came_back', agencyCode: 'SXD' } },
    service,
    'Người gửi mở lại phiếu đã rút; Sở Xây dựng giải quyết.',
  ],
  [
    { type: 'done_reported', data: { committedOn: '2026-11-30', late: false } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) báo việc hẹn xong ngày 30/11/2026 nay đã xong.',
  ],
  [
    { type: 'done_reported', data: { committedOn: '2026-11-30', late: true } },
    agency,
    'Đỗ Tiến Dũng (Sở Xây dựng) báo việc hẹn xong ngày 30/11/2026 nay đã xong, trễ hẹn.',
  ],
  [{ type: 'closed', data: {} }, service, 'Hết thời gian đánh giá: phiếu đóng.'],
  [
    { type: 'agency_changed', data: { fromAgencyCode: 'SYT', agencyCode: 'SXD' } },
    service,
    'Do thay đổi tổ chức, Sở Xây dựng tiếp nhận phiếu từ SYT.',
  ],
  [{ type: 'copy_revised', data: {} }, centre, 'Trần Minh Châu (Tổng đài 1022) sửa bản công khai.'],
  [
    { type: 'unpublished', data: { ground: 'personal_data' } },
    centre,
    'Trần Minh Châu (Tổng đài 1022) gỡ bản công khai: lộ thông tin riêng.',
  ],
  [{ type: 'republished', data: {} }, centre, 'Trần Minh Châu (Tổng đài 1022) công khai lại.'],
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
