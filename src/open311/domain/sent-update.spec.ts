import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../kernel/index.js';
import { readArguments } from './arguments.js';
import { readSentUpdate } from './sent-update.js';

const read = (sent: object, withFiles = false) => readSentUpdate(readArguments(sent), withFiles);
const BASE = { service_request_id: 'DN26-0476-3352', update_id: '77', status: 'OPEN', description: 'Vẫn còn rác' };

describe('an update', () => {
  it('is taken as FixMyStreet sends it', () => {
    const sent = {
      api_key: 'x',
      jurisdiction_id: '',
      updated_datetime: '2026-11-23T08:00:00Z',
      ...BASE,
      first_name: 'Nguyễn',
      last_name: 'Văn An',
      email: 'an@example.vn',
      media_url: 'https://fix.example.vn/photo/7.jpeg',
    };
    expect(read(sent)).toEqual({
      requestId: 'DN26-0476-3352',
      updateId: '77',
      text: 'Vẫn còn rác\nẢnh ở nơi khác: https://fix.example.vn/photo/7.jpeg',
    });
  });

  it.each([
    ['OPEN', 'Vẫn còn rác', 'Vẫn còn rác'],
    ['OPEN', '', 'Người gửi báo: việc vẫn chưa xong.'],
    ['CLOSED', 'Cảm ơn', 'Cảm ơn\nNgười gửi báo: việc đã xong.'],
    ['FIXED', '', 'Người gửi báo: việc đã xong.'],
    ['INVESTIGATING', 'Đang xem', 'Đang xem'],
    // Its own people have moved it on and written nothing: refused, FixMyStreet would send it again for ever.
    ['IN_PROGRESS', '', 'Nơi gửi báo trạng thái: IN_PROGRESS.'],
    ['NO_FURTHER_ACTION', '', 'Nơi gửi báo trạng thái: NO_FURTHER_ACTION.'],
    ['CANCELLED', '', 'Người gửi báo: không cần xử lý nữa.'],
    ['CANCELLED', 'Gửi nhầm', 'Gửi nhầm\nNgười gửi báo: không cần xử lý nữa.'],
    [`a\u0000\nb${'x'.repeat(90)}`, '', `Nơi gửi báo trạng thái: a b${'x'.repeat(57)}.`],
  ])('%s with "%s" adds "%s"', (status, description, text) => {
    expect(read({ ...BASE, status, description }).text).toBe(text);
  });

  it('may be photos alone', () => {
    expect(read({ ...BASE, status: '', description: '' }, true).text).toBe('');
  });

  it.each<[object, string[]]>([
    [{ service_request_id: '' }, ['service_request_id']],
    [{ description: '', status: '' }, ['description']],
    [{ description: 'x'.repeat(4001) }, ['description']],
    [{ media_url: 'data:image/png;base64,AAAA' }, ['media_url']],
  ])('%p is refused', (change, fields) => {
    let refused: unknown;
    try {
      read({ ...BASE, ...change });
    } catch (error) {
      refused = error;
    }
    expect((refused as Problem).fields.map(({ field }) => field)).toEqual(fields);
  });
});
