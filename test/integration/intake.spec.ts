import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CommandContext } from '../../src/identity/index.js';
import { ContactRow, RecordContact, type MatterInput, type RecordContactInput } from '../../src/intake/index.js';
import { newId, Problem } from '../../src/kernel/index.js';
import { TicketReporterRow, TicketRow } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(60_000);

let app: TestApp;
let record: RecordContact;
beforeAll(async () => {
  app = await createTestApp();
  record = app.get(RecordContact);
}, 120_000);
afterAll(() => app.close());

const TRANG_DAI = '25993';

const MATTER: MatterInput = {
  words: 'Bãi đất trống cuối hẻm bị đổ trộm rác',
  title: null,
  placeText: null,
  wardText: null,
  point: null,
  wardCode: TRANG_DAI,
  categoryCode: 'mt-rac',
  subjectAgencyCode: null,
  boundary: null,
  reporterKind: 'citizen',
  anonymous: false,
};

const CALLER = {
  channel: 'phone',
  externalId: null,
  kind: null,
  callerName: 'Trần Thị Mẫu',
  callerPhone: '+84900000027',
  callerEmail: null,
  onBehalfOf: null,
  startedAt: null,
  endedAt: null,
  note: null,
} as const;

function call(
  matters: readonly Partial<MatterInput>[],
  more: Partial<RecordContactInput['contact']> = {},
): RecordContactInput {
  return {
    contact: { ...CALLER, ...more },
    tickets: matters.map((matter) => ({ ...MATTER, ...matter })),
    missingSubject: 'ask',
  };
}

function operator(key: string | null = null): CommandContext {
  const accountId = newId();
  return {
    principal: { kind: 'staff', accountId, displayName: 'Thử', roles: ['operator'], agencyCode: 'TD1022' },
    requestId: 'test',
    idempotency: key === null ? null : { scope: accountId, key, hash: 'same' },
  };
}

async function fieldsOf(work: Promise<unknown>): Promise<string[]> {
  const problem = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem)) throw new Error(`No problem but ${String(problem)}`);
  return problem.fields.map(({ field }) => field);
}

const ticketOf = (id: string): Promise<TicketRow> => app.rows.findOneByOrFail(TicketRow, { id });
const reporterOf = (ticketId: string): Promise<TicketReporterRow> =>
  app.rows.findOneByOrFail(TicketReporterRow, { ticketId });

describe('recording a contact', () => {
  it('opens several tickets from one call and keeps where they came from', async () => {
    const ctx = operator();
    const done = await record.execute(
      call([{}, { words: 'Đèn đường hẻm 5 không sáng', categoryCode: 'ht-chieu-sang' }], { note: 'gọi lại sau 17h' }),
      ctx,
    );
    const accountId = ctx.principal.kind === 'staff' ? ctx.principal.accountId : null;

    expect(done.tickets).toHaveLength(2);
    const contact = await app.rows.findOneByOrFail(ContactRow, { id: done.contactId });
    expect(contact).toMatchObject({
      channel: 'phone',
      kind: 'ticket',
      callerPhone: '+84900000027',
      enteredByAccountId: accountId,
      enteredBySystem: null,
      note: 'gọi lại sau 17h',
    });
    for (const { ticketId, code, state, leadAgencyCode, dueAt } of done.tickets) {
      const ticket = await ticketOf(ticketId);
      expect(ticket).toMatchObject({
        code,
        state,
        contactId: done.contactId,
        channel: 'phone',
        enteredByAccountId: accountId,
      });
      expect(leadAgencyCode).toBe(`UBND-${TRANG_DAI}`);
      // Recorded Monday 23/11 08:00, three working days, 24/11 is a day off.
      expect(dueAt).toBe('2026-11-27T09:30:00.000Z');
    }
  });

  it('records a call that needed no ticket', async () => {
    const done = await record.execute(call([], { kind: 'answered', note: 'hỏi giờ làm việc' }), operator());
    expect(done.tickets).toEqual([]);
    expect(await app.rows.findOneByOrFail(ContactRow, { id: done.contactId })).toMatchObject({ kind: 'answered' });
  });

  it('gives the sender a link that cannot be guessed and no personal data', async () => {
    const done = await record.execute(call([{}]), operator());
    expect(done.tickets[0]?.trackingUrl).toMatch(/\/theo-doi\/[\w-]{43}$/);
    expect(JSON.stringify(done)).not.toMatch(/Mẫu|900000027/);
  });

  it('does nothing at all when one of several matters is wrong', async () => {
    const before = await app.rows.count(ContactRow);
    expect(await fieldsOf(record.execute(call([{}, { words: ' ' }]), operator()))).toEqual(['tickets.1.words']);
    expect(await app.rows.count(ContactRow)).toBe(before);
  });

  it('repeats its answer under the same key', async () => {
    const ctx = operator('the-same-key');
    const first = await record.execute(call([{}]), ctx);
    expect(await record.execute(call([{}]), ctx)).toEqual(first);
    expect(await app.rows.countBy(TicketRow, { contactId: first.contactId })).toBe(1);
  });

  it('makes one ticket of what a channel delivers twice, also at the same time', async () => {
    const message = call([{}], { channel: 'zalo', externalId: 'zalo-1' });
    const all = await Promise.all([1, 2, 3].map(() => record.execute(message, operator())));
    const again = await record.execute(message, operator());
    expect(new Set([...all, again].map(({ contactId }) => contactId)).size).toBe(1);
    expect(again.tickets).toEqual(all[0]?.tickets);
    expect(await app.rows.countBy(TicketRow, { channel: 'zalo', externalId: 'zalo-1' })).toBe(1);
    // Another channel may use the same id.
    await record.execute(call([{}], { channel: 'sms', externalId: 'zalo-1' }), operator());
    expect(await app.rows.countBy(ContactRow, { externalId: 'zalo-1' })).toBe(2);
  });

  it('stores composed letters and one line where one line is asked for', async () => {
    const done = await record.execute(
      call([{ words: 'Đường hỏng'.normalize('NFD'), placeText: ' gần \n chợ ' }]),
      operator(),
    );
    expect(await ticketOf(done.tickets[0]?.ticketId ?? '')).toMatchObject({
      words: 'Đường hỏng'.normalize('NFC'),
      placeText: 'gần chợ',
    });
  });

  it.each([
    ['words', { words: 'x'.repeat(5001) }],
    ['title', { title: 'x'.repeat(201) }],
    ['placeText', { placeText: 'x'.repeat(301) }],
    ['categoryCode', { categoryCode: 'khong-co' }],
    ['wardCode', { wardCode: '00000' }],
    ['subjectAgencyCode', { subjectAgencyCode: 'KHONG-CO' }],
  ])('refuses what does not fit or does not exist: %s', async (field, matter) => {
    expect(await fieldsOf(record.execute(call([matter]), operator()))).toEqual([`tickets.0.${field}`]);
  });
});

describe('who is known to whom', () => {
  it("keeps an anonymous caller's number on the contact and off the ticket", async () => {
    const done = await record.execute(call([{ anonymous: true }]), operator());
    expect(await reporterOf(done.tickets[0]?.ticketId ?? '')).toMatchObject({
      name: null,
      phone: null,
      email: null,
      anonymous: true,
    });
    expect(await app.rows.findOneByOrFail(ContactRow, { id: done.contactId })).toMatchObject({
      callerPhone: '+84900000027',
    });
  });

  it('asks for a name where the category cannot do without', async () => {
    expect(await fieldsOf(record.execute(call([{ categoryCode: 'an-lua-dao', anonymous: true }]), operator()))).toEqual(
      ['tickets.0.anonymous'],
    );
  });

  it('takes an anonymous matter that nobody has classified yet', async () => {
    const done = await record.execute(call([{ categoryCode: null, anonymous: true }]), operator());
    expect(done.tickets[0]).toMatchObject({ state: 'received', leadAgencyCode: null });
  });

  it('takes an anonymous denunciation: one that is refused at the door is lost', async () => {
    const words = 'Cán bộ địa chính nhận 20 triệu của dân để chạy sổ, tôi xin giấu tên';
    const done = await record.execute(call([{ words, categoryCode: null, anonymous: true }]), operator());
    expect(done.tickets[0]).toMatchObject({ boundary: 'denunciation', leadAgencyCode: 'TD1022', slaClass: 'K6' });
  });
});

describe('whom it is about', () => {
  const rude = { words: 'Nhân viên một cửa nói chuyện cộc lốc', categoryCode: 'cbcc-thai-do' };

  it('asks the operator for the agency where the category needs it', async () => {
    expect(await fieldsOf(record.execute(call([rude]), operator()))).toEqual(['tickets.0.subjectAgencyCode']);
  });

  it('never gives it to that agency alone: its superior leads', async () => {
    const done = await record.execute(call([{ ...rude, subjectAgencyCode: `UBND-${TRANG_DAI}` }]), operator());
    expect(done.tickets[0]).toMatchObject({ leadAgencyCode: 'UBND', state: 'assigned' });
  });

  it('lets it wait in the triage queue when nobody is there to ask', async () => {
    const done = await record.execute({ ...call([rude]), missingSubject: 'queue' }, operator());
    expect(await ticketOf(done.tickets[0]?.ticketId ?? '')).toMatchObject({
      state: 'received',
      routeMissing: 'subject',
      leadAgencyCode: null,
    });
  });
});

describe('where it is', () => {
  const wardOf = async (matter: Partial<MatterInput>): Promise<string | null> => {
    const done = await record.execute(call([{ wardCode: null, ...matter }]), operator());
    return (await ticketOf(done.tickets[0]?.ticketId ?? '')).wardCode;
  };
  const inTrangDai = { lat: 11.0043, lng: 106.8963 };

  it('takes the ward of the point', async () => expect(await wardOf({ point: inTrangDai })).toBe(TRANG_DAI));
  it('takes a chosen ward over the point', async () =>
    expect(await wardOf({ point: inTrangDai, wardCode: '26041' })).toBe('26041'));
  it('takes the point over a typed place', async () =>
    expect(await wardOf({ point: inTrangDai, placeText: 'phường Trấn Biên' })).toBe(TRANG_DAI));
  it('understands a former name', async () =>
    expect(await wardOf({ placeText: 'phường Tân Hiệp, Biên Hòa' })).toBe('26017'));
  it('reads the ward field together with the place', async () =>
    expect(await wardOf({ wardText: 'Tân Hiệp', placeText: 'gần chợ, Biên Hòa' })).toBe('26017'));
  it('guesses nothing from a former city', async () => expect(await wardOf({ placeText: 'Biên Hòa' })).toBeNull());
  it('guesses nothing outside the province', async () =>
    expect(await wardOf({ point: { lat: 21.03, lng: 105.85 } })).toBeNull());

  it('keeps what was typed when nobody could tell the ward', async () => {
    const done = await record.execute(
      call([{ wardCode: null, wardText: 'Biên Hòa', placeText: 'sau dãy trọ' }]),
      operator(),
    );
    expect(await ticketOf(done.tickets[0]?.ticketId ?? '')).toMatchObject({
      placeText: 'sau dãy trọ, Biên Hòa',
      routeMissing: 'ward',
    });
  });
});

describe('where an ordinary matter ends', () => {
  const opened = async (matter: Partial<MatterInput>) => (await record.execute(call([matter]), operator())).tickets[0];

  it('makes an emergency urgent and sends it where its category goes', async () => {
    const ticket = await opened({ words: 'cháy nhà, còn người trong nhà', categoryCode: 'an-khan-cap' });
    expect(ticket).toMatchObject({ boundary: 'emergency', slaClass: 'K1', leadAgencyCode: `CA-${TRANG_DAI}` });
  });

  it('takes an urgent matter although the agency it is about was not named', async () => {
    const ticket = await opened({
      words: 'Tai nạn trước cổng UBND, người bị thương nằm bất động',
      categoryCode: 'cbcc-thai-do',
    });
    expect(ticket).toMatchObject({ boundary: 'emergency', slaClass: 'K1', state: 'received' });
  });

  it('shows nobody outside the centre an emergency in which somebody is accused', async () => {
    const ticket = await opened({
      words: 'Công an phường nhận tiền bảo kê, giờ đang cầm dao rượt người tố cáo',
      categoryCode: 'an-khan-cap',
    });
    expect(ticket).toMatchObject({ boundary: 'emergency', slaClass: 'K1', state: 'received', leadAgencyCode: null });
  });

  it('keeps a khiếu nại at the centre whatever category was chosen', async () => {
    const ticket = await opened({
      words: 'Tôi khiếu nại quyết định xử phạt của phường',
      subjectAgencyCode: `UBND-${TRANG_DAI}`,
    });
    expect(ticket).toMatchObject({ boundary: 'complaint', leadAgencyCode: 'TD1022' });
    expect(await ticketOf(ticket?.ticketId ?? '')).toMatchObject({ categoryCode: 'khac-kntc', visibility: 'private' });
  });

  it("lets the operator's decision stand over what was heard", async () => {
    const ticket = await opened({
      words: 'ống khói nhà máy cháy đỏ',
      categoryCode: 'mt-khi-thai',
      boundary: 'ordinary',
    });
    expect(ticket).toMatchObject({ boundary: 'ordinary', leadAgencyCode: 'SNNMT' });
  });
});
