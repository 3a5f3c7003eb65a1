import { describe, expect, it } from '@jest/globals';
import {
  openOrClosed,
  requestTree,
  updateTree,
  type KnownItem,
  type KnownRequest,
  type Names,
} from './service-request.js';

const NAMES: Names = {
  service: (code) => ({ code: code ?? 'chua-ro-loai', name: code === null ? 'Chưa rõ loại việc' : 'Rác thải' }),
  agency: (code) => `Cơ quan ${code}`,
  ward: () => 'Phường Trảng Dài, thành phố Đồng Nai',
  point: () => ({ lat: 10.98123, long: 106.86234 }),
  page: (code) => `https://1022.example.vn/da-cong-khai/${code}`,
  photo: (code, id) => `https://1022.example.vn/da-cong-khai/${code}/anh/${id}`,
};
const AT = new Date('2026-11-23T01:00:00Z');
const REQUEST: KnownRequest = {
  code: 'DN26-0476-3352',
  state: 'in_progress',
  categoryCode: 'mt-rac',
  wardCode: '26017',
  agencyCode: 'UBND-26017',
  receivedAt: AT,
  dueAt: new Date('2026-11-26T09:30:00Z'),
  changedAt: new Date('2026-11-23T02:00:00Z'),
  reporterCount: 3,
  item: null,
};
const ITEM: KnownItem = {
  title: [{ text: 'Rác cuối hẻm' }],
  question: [{ text: 'Rác đổ trộm, hỏi ' }, { hidden: 'phone' }],
  answer: {
    found: [{ text: 'Có rác.' }],
    done: [{ text: 'Đã dọn.' }],
    doneOn: '2026-11-25',
    inCharge: [{ text: 'Tổ môi trường' }],
    photos: [{ id: '01J', width: 800, height: 600 }],
  },
  late: false,
};

describe('a request', () => {
  it('that is worked on has no word of the citizen, and stands in its ward', () => {
    expect(requestTree(REQUEST, NAMES, null)).toEqual({
      service_request_id: 'DN26-0476-3352',
      status: 'open',
      status_notes: 'Cơ quan UBND-26017 đang xử lý.',
      service_name: 'Rác thải',
      service_code: 'mt-rac',
      description: null,
      agency_responsible: 'Cơ quan UBND-26017',
      service_notice: 'Hạn trả lời: 16:30 thứ\u00A0Năm\u00A026/11/2026.',
      requested_datetime: '2026-11-23T08:00:00+07:00',
      updated_datetime: '2026-11-23T09:00:00+07:00',
      expected_datetime: '2026-11-26T16:30:00+07:00',
      address: 'Phường Trảng Dài, thành phố Đồng Nai',
      address_id: '26017',
      zipcode: null,
      lat: 10.98123,
      long: 106.86234,
      media_url: null,
    });
  });

  it('that is published has its redacted words, and says what was done', () => {
    expect(requestTree({ ...REQUEST, state: 'published', item: ITEM }, NAMES, null)).toMatchObject({
      status: 'closed',
      status_notes: 'Có rác.\nĐã dọn.',
      description: 'Rác đổ trộm, hỏi [đã ẩn: số điện thoại]',
      media_url: 'https://1022.example.vn/da-cong-khai/DN26-0476-3352/anh/01J',
    });
  });

  it('that is looked at again is open and keeps its words', () => {
    expect(requestTree({ ...REQUEST, state: 'assigned', item: ITEM }, NAMES, null)).toMatchObject({
      status: 'open',
      status_notes: 'Đã chuyển Cơ quan UBND-26017.',
      description: 'Rác đổ trộm, hỏi [đã ẩn: số điện thoại]',
    });
  });

  it('without ward, agency, category and deadline has nulls for them', () => {
    const bare = { ...REQUEST, state: 'received', categoryCode: null, wardCode: null, agencyCode: null, dueAt: null };
    expect(requestTree(bare, NAMES, null)).toMatchObject({
      service_code: 'chua-ro-loai',
      agency_responsible: null,
      expected_datetime: null,
      address: null,
      lat: null,
      long: null,
    });
  });

  it('shows more when it is asked for the extensions', () => {
    const changes = [{ id: '01', code: REQUEST.code, phase: 'assigned' as const, agencyCode: 'SXD', changedAt: AT }];
    expect(requestTree({ ...REQUEST, state: 'published', item: ITEM }, NAMES, changes)).toMatchObject({
      extended_attributes: {
        title: 'Rác cuối hẻm',
        phase: 'answered',
        reporter_count: 3,
        late: false,
        answer: {
          found: 'Có rác.',
          done: 'Đã dọn.',
          done_on: '2026-11-25',
          in_charge: 'Tổ môi trường',
          legal_basis: null,
        },
        photos: [{ width: 800, height: 600 }],
      },
      notes: [{ datetime: '2026-11-23T08:00:00+07:00', description: 'Đã chuyển Cơ quan SXD.', type: 'assigned' }],
    });
  });

  it('is cut at 4,000 characters, never through one', () => {
    const question = [{ text: `${'x'.repeat(3998)}\u{1F6A7}yz` }];
    const { description } = requestTree(
      { ...REQUEST, state: 'published', item: { ...ITEM, question } },
      NAMES,
      null,
    ) as {
      description: string;
    };
    expect(description).toBe(`${'x'.repeat(3998)}…`);
  });
});

describe('an update', () => {
  it.each([
    ['received', 'OPEN', 'Đã tiếp nhận, đang xác định nơi phụ trách.'],
    ['assigned', 'OPEN', 'Đã chuyển Cơ quan SXD.'],
    ['in_progress', 'OPEN', 'Cơ quan SXD đang xử lý.'],
    ['awaiting_info', 'OPEN', 'Đang chờ người gửi bổ sung thông tin.'],
    ['answered', 'CLOSED', 'Đã trả lời.'],
    ['merged', 'CLOSED', 'Trùng với một phản ánh khác, đã gộp vào phản ánh đó.'],
  ] as const)('%s is %s', (phase, status, description) => {
    const change = { id: '01', code: 'DN26-0476-3352', phase, agencyCode: 'SXD', changedAt: AT };
    expect(updateTree(change, null, NAMES)).toEqual({
      update_id: '01',
      service_request_id: 'DN26-0476-3352',
      status,
      updated_datetime: '2026-11-23T08:00:00+07:00',
      description,
      media_url: null,
      external_status_code: phase,
    });
  });

  it('of an answer brings it along', () => {
    const change = { id: '01', code: 'DN26-0476-3352', phase: 'answered' as const, agencyCode: null, changedAt: AT };
    expect(updateTree(change, ITEM, NAMES)).toMatchObject({ description: 'Có rác.\nĐã dọn.' });
    expect(openOrClosed('answered')).toBe('closed');
  });
});
