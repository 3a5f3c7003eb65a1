import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AttachmentRow, Attachments } from '../../src/attachments/index.js';
import type { CommandContext, Principal } from '../../src/identity/index.js';
import { dayInVietnam } from '../../src/kernel/index.js';
import { PublicStatusRow, PublishedItemRow } from '../../src/publication/entities.js';
import { PublicationWithdrawalRow, WithdrawnItemRow } from '../../src/publication/moderation-entities.js';
import { AddEvidence, GATE_CHECKS, TicketHistoryRow, TicketRow } from '../../src/tickets/index.js';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/gate.js';
import { answerReport, answerToGate, deskOf, sendReport, type Desk, type SentReport } from '../support/portal.js';

let app: TestApp;
let desk: Desk;
let coordinator: Agent;
let handler: Principal;

const AGENCY = 'UBND-25993';
const FOUND = 'Tổ chiếu sáng gặp chị Lan ở số nhà 45/6, cột số 12 hỏng, tủ điện bị ẩm.';
const CHECKS = Object.fromEntries(GATE_CHECKS.map((check) => [`check_${check}`, 'yes']));

beforeAll(async () => {
  app = await createTestApp();
  desk = await deskOf(app, AGENCY);
  coordinator = desk.coordinator;
  handler = {
    kind: 'staff',
    accountId: desk.handler.accountId ?? '',
    displayName: 'Thử',
    roles: ['handler'],
    agencyCode: AGENCY,
  };
}, 120_000);

afterAll(() => app.close());

const versionOf = async (ticketId: string): Promise<string> =>
  String((await app.rows.findOneByOrFail(TicketRow, { id: ticketId })).version);
const copyOf = (ticketId: string) => app.rows.findOneBy(PublishedItemRow, { ticketId });
const published = (ticketId: string): Promise<void> =>
  eventually('the copy is there', async () => (await copyOf(ticketId)) !== null);

/** The fields of the sheet as a browser would send them untouched. */
async function sheetOf(ticketId: string, query = ''): Promise<Record<string, string>> {
  const { text } = await coordinator.get(`/kiem-duyet/${ticketId}${query}`).expect(200);
  const form = /<form[^>]*data-sheet>([\s\S]*?)<\/form>/.exec(text)?.[1] ?? '';
  const fields: Record<string, string> = {};
  for (const [, tag = ''] of form.matchAll(/<input ([^>]*)>/g)) {
    const part = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    if (part('type') === 'checkbox' && !/ checked/.test(tag)) continue;
    if (part('name') !== undefined) fields[part('name') ?? ''] = part('value') ?? '';
  }
  for (const [, name = '', options = ''] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name] = /<option value="([^"]*)" selected/.exec(options)?.[1] ?? '';
  delete fields['_csrf'];
  delete fields['_key'];
  return fields;
}

/** The gate as the coordinator has it open: the page, and the words and numbers that its form sends back. */
async function gateOf(ticketId: string): Promise<{ text: string; form: Record<string, string> }> {
  const { text } = await coordinator.get(`/dieu-phoi?nhom=to_publish&phieu=${ticketId}`).expect(200);
  return { text, form: gateForm(text) };
}

function gateForm(html: string): Record<string, string> {
  const form = /<form[^>]* action="[^"]*\/publish\?[^>]*>([\s\S]*?)<\/form>/.exec(html)?.[1] ?? '';
  const value = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? '';
  return {
    version: value('version'),
    sheetRevision: value('sheetRevision'),
    publicTitle: value('publicTitle'),
    publicQuestion: /name="publicQuestion"[^>]*>([^<]*)</.exec(form)?.[1] ?? '',
  };
}

const save = (ticketId: string, fields: Readonly<Record<string, string>>) =>
  coordinator.form(`/kiem-duyet/${ticketId}/luu`, fields);
const act = async (ticketId: string, what: string, fields: Readonly<Record<string, string>> = {}) =>
  coordinator.form(`/kiem-duyet/${ticketId}/${what}`, { version: await versionOf(ticketId), ...fields });
const tagsOff = (html: string): string => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');

/** A report answered with a photo, as far as the gate. */
async function toTheGate(): Promise<SentReport & { readonly photoId: string }> {
  const sent = await sendReport(app);
  const { ticketId } = sent;
  const ctx: CommandContext = { principal: handler, requestId: 'test', idempotency: null };
  const step = async (who: Agent, path: string, body: object = {}) => {
    app.clock.advance(60);
    const { version } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
    await who.post(`/api/v1/tickets/${ticketId}/${path}`, { version, ...body }).expect(200);
  };
  await step(desk.handler, 'accept');
  // Black on the left, white on the right: what is blurred has neither's edge any more.
  const half = await sharp({ create: { width: 200, height: 200, channels: 3, background: 'black' } })
    .png()
    .toBuffer();
  const bytes = await sharp({ create: { width: 400, height: 200, channels: 3, background: 'white' } })
    .composite([{ input: half, left: 0, top: 0 }])
    .jpeg()
    .toBuffer();
  const files = await app.get(Attachments).prepare([{ field: 'evidence', name: 'cot-dien.jpg', bytes }], {
    field: 'evidence',
  });
  const parts = {
    found: FOUND,
    done: 'Thay 14 bóng và tủ điều khiển.',
    doneOn: dayInVietnam(app.clock.now()),
    inCharge: 'Ông Nguyễn Văn Thử, 0251 000 0012.',
    legalBasis: null,
    evidenceWaiver: null,
  };
  const { draftVersion } = await app
    .get(AddEvidence)
    .execute(
      { ticketId, version: Number(await versionOf(ticketId)), ...parts, draftVersion: 0, files, removed: [] },
      ctx,
    );
  await step(desk.handler, 'answer', { ...parts, draftVersion });
  await step(desk.head, 'approve');
  return { ...sent, photoId: files[0]?.id ?? '' };
}

describe('a sheet before the gate', () => {
  let at: Awaited<ReturnType<typeof toTheGate>>;
  beforeAll(async () => {
    at = await toTheGate();
  }, 60_000);

  it('shows what the automatic pass hides, and stands in the list', async () => {
    const list = await coordinator.get('/kiem-duyet').expect(200);
    expect(list.text).toContain(`/kiem-duyet/${at.ticketId}`);
    const { text } = await coordinator.get(`/kiem-duyet/${at.ticketId}`).expect(200);
    expect(text).toMatch(/<mark class="mod-mark"[^>]*><sup[^>]*>\d+<\/sup>Lan<\/mark>/);
    expect(text).toMatch(/<mark class="mod-mark"[^>]*><sup[^>]*>\d+<\/sup>45\/6<\/mark>/);
  });

  it('is refused with words that do not stand there, and gives the rest back', async () => {
    const fields = await sheetOf(at.ticketId);
    const wrong = await save(at.ticketId, { ...fields, 'add.found': 'Bà Tám\ncột số 12' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('Không thấy “Bà Tám”');
    expect(wrong.text).toContain('cột số 12</textarea>');
  });

  it('is shown as everybody would read it, without being kept', async () => {
    const fields = await sheetOf(at.ticketId);
    const preview = await coordinator.form(
      `/kiem-duyet/${at.ticketId}/xem-truoc`,
      { ...fields, 'add.found': 'cột số 12', 'addkind.found': 'number', [`show.${at.photoId}`]: 'yes' },
      { key: null },
    );
    expect(preview.status).toBe(200);
    expect(tagsOff(preview.text)).toContain(
      'gặp chị [đã ẩn: tên người] ở số nhà [đã ẩn: số nhà], [đã ẩn: dãy số] hỏng',
    );
    expect(preview.text).toContain(`/kiem-duyet/${at.ticketId}/anh/${at.photoId}`);
    expect(preview.text).not.toMatch(/\bLan\b|45\/6/);
    expect((await sheetOf(at.ticketId))['seal']).toBe(fields['seal']);
    const path = `/kiem-duyet/${at.ticketId}/anh/${at.photoId}`;
    const blurred = await coordinator.get(`${path}?vung=250-0-500-1000`).buffer(true).expect(200);
    expect(blurred.headers['content-type']).toBe('image/jpeg');
    expect(Buffer.compare(blurred.body as Buffer, (await coordinator.get(path).buffer(true)).body as Buffer)).not.toBe(
      0,
    );
    await desk.handler.get(path).expect(404);
    await coordinator.get(`/kiem-duyet/${at.ticketId}/anh/01J00000000000000000000000`).expect(404);
  });

  it('is kept for the gate: marks, a blurred photo, and the public page has both', async () => {
    const fields = await sheetOf(at.ticketId);
    const before = await gateOf(at.ticketId);
    const area = { x: '25', y: '0', width: '50', height: '100' };
    const areas = Object.entries(area).map(([side, value]) => [`a.${at.photoId}.0.${side}`, value]);
    const decided = { 'add.found': 'cột số 12', 'addkind.found': 'number', [`show.${at.photoId}`]: 'yes' };
    await save(at.ticketId, { ...fields, ...decided, ...Object.fromEntries(areas) }).expect(303);
    // A colleague who had the page open before is told.
    const late = await save(at.ticketId, fields);
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('Đồng nghiệp vừa sửa')]);

    const gate = await gateOf(at.ticketId);
    expect(gate.text).toContain(`name="show_${at.photoId}" value="yes" checked`);
    const kept = await sheetOf(at.ticketId);
    expect(kept[`a.${at.photoId}.0.width`]).toBe('50');

    // A gate that was open before the sheet was kept would bring back what is hidden now.
    const pass = (form: Record<string, string>) =>
      coordinator.form(`/phieu/${at.ticketId}/publish?nhom=to_publish`, {
        ...form,
        ...CHECKS,
        [`show_${at.photoId}`]: 'yes',
      });
    const overtaken = await pass({ ...before.form, publicTitle: 'Tiêu đề của tôi' });
    expect([overtaken.status, tagsOff(overtaken.text)]).toEqual([
      409,
      expect.stringContaining('Đồng nghiệp vừa che thông tin'),
    ]);
    // The sheet's words stand in the form that comes back, what was sent stands beside it.
    expect(gateForm(overtaken.text)).toEqual(gate.form);
    expect(overtaken.text).toMatch(/<textarea[^>]* readonly>Tiêu đề của tôi</);
    expect(overtaken.text).toContain('name="check_asked" value="yes" checked');
    const { publicTitle: title = '', publicQuestion: question = '' } = gate.form;
    const other = { visibility: 'public', checks: Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed'])) };
    await coordinator
      .post(`/api/v1/tickets/${at.ticketId}/publish`, {
        version: Number(gate.form['version']),
        ...other,
        publicText: { title, question },
      })
      .expect(409);
    expect((await app.rows.findOneByOrFail(TicketRow, { id: at.ticketId })).state).toBe('awaiting_publication');

    await pass(gate.form).expect(303);
    await published(at.ticketId);
    const page = await visitor(app).get(`/da-cong-khai/${at.code}`).expect(200);
    expect(tagsOff(page.text)).toContain('gặp chị [đã ẩn: tên người] ở số nhà [đã ẩn: số nhà], [đã ẩn: dãy số] hỏng');

    const item = await copyOf(at.ticketId);
    const shownId = item?.answer.photos?.[0]?.id ?? '';
    expect(shownId).not.toBe(at.photoId);
    await visitor(app).get(`/da-cong-khai/${at.code}/anh/${at.photoId}`).expect(404);
    const photo = await visitor(app).get(`/da-cong-khai/${at.code}/anh/${shownId}`).buffer(true).expect(200);
    const { data, info } = await sharp(photo.body as Buffer)
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const lightAt = (x: number): number => data[100 * info.width + x] ?? -1;
    // Left and right are as they were; the edge in the middle is gone into patches.
    expect([lightAt(20) < 40, lightAt(380) > 215]).toEqual([true, true]);
    expect(lightAt(200)).toBeGreaterThan(60);
    expect(lightAt(200)).toBeLessThan(195);
    const original = await app.rows.findOneByOrFail(AttachmentRow, { id: at.photoId });
    expect([original.isPublic, original.blurredAt]).toEqual([false, null]);
  });

  it('is changed afterwards, for everybody at once, and the ticket tells it', async () => {
    const fields = await sheetOf(at.ticketId);
    const { [`show.${at.photoId}`]: _, ...without } = fields;
    await save(at.ticketId, { ...without, 'add.done': 'tủ điều khiển' }).expect(303);
    const page = await visitor(app).get(`/da-cong-khai/${at.code}`).expect(200);
    expect(tagsOff(page.text)).toContain('Thay 14 bóng và [đã ẩn: tên người].');
    expect(page.text).not.toContain('class="photos"');
    const [last] = await app.rows.find(TicketHistoryRow, {
      where: { ticketId: at.ticketId },
      order: { number: 'DESC' },
      take: 1,
    });
    expect(last).toMatchObject({ type: 'copy_revised', actorId: coordinator.accountId });
  });

  it('shows the preview and the public page from one template', async () => {
    const fields = await sheetOf(at.ticketId);
    const preview = await coordinator.form(`/kiem-duyet/${at.ticketId}/xem-truoc`, fields, { key: null }).expect(200);
    const page = await visitor(app).get(`/da-cong-khai/${at.code}`).expect(200);
    const item = (html: string): string => /<div class="item">[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
    expect(item(page.text)).not.toBe('');
    expect(item(preview.text)).toBe(item(page.text));
  });
});

describe('a copy that is taken off', () => {
  let at: SentReport;
  beforeAll(async () => {
    at = await sendReport(app);
    await answerReport(app, desk, at.ticketId);
  }, 60_000);

  it('wants a ground and words', async () => {
    const back = await act(at.ticketId, 'go', { ground: '', reason: ' ' });
    expect(back.status).toBe(400);
    expect(back.text).toContain('Xin chọn vì sao gỡ.');
    expect(back.text).toContain('Xin ghi rõ vì sao gỡ.');
    await visitor(app).get(`/da-cong-khai/${at.code}`).expect(200);
  });

  it('is gone at once from page, list, search and data, and says so in plain words', async () => {
    const reason = 'Lời dân còn ghi số điện thoại của tổ trưởng.';
    const done = await act(at.ticketId, 'go', { ground: 'personal_data', reason });
    expect([done.status, done.headers['location']]).toEqual([303, `/kiem-duyet/${at.ticketId}?xong=go`]);
    const page = await visitor(app).get(`/da-cong-khai/${at.code}`);
    expect([page.status, page.text]).toEqual([410, expect.stringContaining('để bảo vệ thông tin riêng của người dân')]);
    expect(page.text).not.toContain(reason);
    const data = await visitor(app).get(`/api/v1/published/${at.code}`);
    expect([data.status, (data.body as { type: string }).type]).toEqual([410, 'urn:pakn:gone']);
    for (const path of ['/da-cong-khai', '/', '/api/v1/published?limit=100'])
      expect([path, (await visitor(app).get(path).expect(200)).text.includes(at.code)]).toEqual([path, false]);
    // The event of it gives the same, and the matter itself stays known.
    await eventually('the event came round', async () => {
      const status = await app.rows.findOneBy(PublicStatusRow, { ticketId: at.ticketId });
      return (
        status !== null &&
        status.publishedAt === null &&
        String(status.ticketVersion) === (await versionOf(at.ticketId))
      );
    });
    expect(await copyOf(at.ticketId)).toBeNull();
    // Trace: who, when, why, for colleagues; the story names the ground alone.
    expect(await app.rows.findOneBy(PublicationWithdrawalRow, { ticketId: at.ticketId })).toMatchObject({
      reason,
      byAccountId: coordinator.accountId,
      restoredAt: null,
    });
    const sheet = await coordinator.get(`/kiem-duyet/${at.ticketId}`).expect(200);
    expect(sheet.text).toContain(reason);
    expect((await coordinator.get('/kiem-duyet?muc=da-go').expect(200)).text).toContain(at.code);
    const again = await coordinator.get(`/kiem-duyet?ma=${at.code}`).expect(303);
    expect(again.headers['location']).toBe(`/kiem-duyet/${at.ticketId}`);
    // The sender still reads the own page, without a link that leads nowhere.
    const follow = await visitor(app).get(at.followPath).expect(200);
    expect(follow.text).toContain('lộ thông tin riêng');
    expect((await act(at.ticketId, 'go', { ground: 'other', reason: 'Thêm lần nữa.' })).status).toBe(409);
  });

  it('comes back with what was changed meanwhile', async () => {
    await save(at.ticketId, { ...(await sheetOf(at.ticketId)), 'add.question': 'Hẻm cạnh chợ' }).expect(303);
    expect((await visitor(app).get(`/da-cong-khai/${at.code}`)).status).toBe(410);
    const done = await act(at.ticketId, 'cong-khai-lai');
    expect([done.status, done.headers['location']]).toEqual([303, `/kiem-duyet/${at.ticketId}?xong=lai`]);
    const page = await visitor(app).get(`/da-cong-khai/${at.code}`).expect(200);
    // In the title as well, which repeats the first sentence.
    expect(page.text).not.toContain('Hẻm cạnh chợ tối thui');
    expect(await app.rows.countBy(WithdrawnItemRow, { ticketId: at.ticketId })).toBe(0);
    expect((await act(at.ticketId, 'cong-khai-lai')).status).toBe(409);
  });

  it('can be taken off while the ticket is looked at again, and changed', async () => {
    const body = { version: Number(await versionOf(at.ticketId)), ground: 'order', words: 'Theo phản ánh mới.' };
    await coordinator.post(`/api/v1/tickets/${at.ticketId}/reopening`, body).expect(200);
    await save(at.ticketId, { ...(await sheetOf(at.ticketId)), 'add.question': 'soi điện thoại' }).expect(303);
    const page = await visitor(app).get(`/da-cong-khai/${at.code}`).expect(200);
    expect(page.text).not.toContain('soi điện thoại');
    expect((await act(at.ticketId, 'go', { ground: 'wrong', reason: 'Xem lại nội dung.' })).status).toBe(303);
    expect((await visitor(app).get(`/da-cong-khai/${at.code}`)).text).toContain('để kiểm tra lại nội dung');
  });
});

describe('an answer that comes to the gate while the copy of the one before is off', () => {
  const REASON = 'Lời dân còn ghi tên người bị nghi.';
  const known = async (ticketId: string) => app.rows.findBy(PublicationWithdrawalRow, { ticketId });
  const history = async (ticketId: string): Promise<string[]> =>
    (await app.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } })).map(({ type }) => type);

  /** Published, taken off, looked at again and answered anew, by the unit above. */
  async function againAtTheGate(): Promise<SentReport> {
    const at = await sendReport(app);
    const { ticketId } = at;
    await answerReport(app, desk, ticketId);
    await act(ticketId, 'go', { ground: 'personal_data', reason: REASON }).then(({ status }) =>
      expect(status).toBe(303),
    );
    const order = { version: Number(await versionOf(ticketId)), ground: 'order', words: 'Theo phản ánh mới.' };
    await coordinator.post(`/api/v1/tickets/${ticketId}/reopening`, order).expect(200);
    const { leadAgencyCode } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
    await answerToGate(app, await deskOf(app, leadAgencyCode ?? ''), ticketId);
    return at;
  }

  it('is told of at the gate with ground and words, and goes nowhere before that is decided', async () => {
    const { ticketId, code } = await againAtTheGate();
    const { text, form } = await gateOf(ticketId);
    expect(tagsOff(text)).toMatch(/Bản công khai đã gỡ [^.]* vì lộ thông tin riêng/);
    expect(text).toContain(REASON);
    expect((await coordinator.get(`/kiem-duyet/${ticketId}`).expect(200)).text).toContain(REASON);
    const checks = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));
    const body = { version: Number(form['version']), visibility: 'public', checks };
    const undecided = await coordinator.post(`/api/v1/tickets/${ticketId}/publish`, body).expect(400);
    expect(JSON.stringify(undecided.body)).toContain('Bản công khai đã gỡ');
    // Sent to the citizen alone: nothing of it is public, and the copy may be put back later.
    const kept = await coordinator.form(`/phieu/${ticketId}/publish-kept?nhom=to_publish`, { ...form, ...CHECKS });
    expect(kept.status).toBe(303);
    const done = await coordinator.get(String(kept.headers['location'])).expect(200);
    expect(tagsOff(done.text)).toContain('Bản công khai vẫn gỡ');
    await eventually('it is answered', async () => {
      const status = await app.rows.findOneBy(PublicStatusRow, { ticketId });
      return String(status?.ticketVersion) === (await versionOf(ticketId));
    });
    expect((await visitor(app).get(`/da-cong-khai/${code}`)).status).toBe(410);
    expect(await known(ticketId)).toMatchObject([{ restoredAt: null }]);
    await act(ticketId, 'cong-khai-lai').then(({ status }) => expect(status).toBe(303));
    await visitor(app).get(`/da-cong-khai/${code}`).expect(200);
  });

  it('is put back with it when the coordinator says so, by name and in the history', async () => {
    const { ticketId, code } = await againAtTheGate();
    const { text, form } = await gateOf(ticketId);
    expect(text).toContain('Công khai lại');
    await coordinator.form(`/phieu/${ticketId}/publish?nhom=to_publish`, { ...form, ...CHECKS }).expect(303);
    await eventually('the copy is there', async () => (await visitor(app).get(`/da-cong-khai/${code}`)).status === 200);
    expect(await known(ticketId)).toMatchObject([
      { restoredAt: expect.any(Date), restoredByAccountId: coordinator.accountId },
    ]);
    expect((await history(ticketId)).slice(-2)).toEqual(['published', 'republished']);
  });
});

describe('what must not be public', () => {
  it('leaves nothing behind when it was published by mistake, and does not come back', async () => {
    const at = await sendReport(app);
    await answerReport(app, desk, at.ticketId);
    const done = await act(at.ticketId, 'go', { ground: 'not_public', reason: 'Nội dung là tố cáo cán bộ.' });
    expect([done.status, done.headers['location']]).toEqual([303, '/kiem-duyet?muc=da-go&xong=an']);
    const unknown = await visitor(app).get('/da-cong-khai/DN26-0000-0000');
    const page = await visitor(app).get(`/da-cong-khai/${at.code}`);
    expect(page.status).toBe(404);
    expect(/<h1>.*?<\/h1>/.exec(page.text)?.[0]).toBe(/<h1>.*?<\/h1>/.exec(unknown.text)?.[0]);
    await visitor(app).get(`/api/v1/published/${at.code}`).expect(404);
    for (const entity of [PublicStatusRow, PublishedItemRow, WithdrawnItemRow])
      expect(await app.rows.countBy<{ ticketId: string }>(entity, { ticketId: at.ticketId })).toBe(0);
    expect((await coordinator.get('/kiem-duyet?muc=da-go')).text).not.toContain(at.code);
    await coordinator.get(`/kiem-duyet/${at.ticketId}`).expect(404);
    expect((await act(at.ticketId, 'cong-khai-lai')).status).toBe(404);
  });

  it.each(['complaint', 'denunciation'])('has no sheet when it is a %s, whoever asks', async (boundary) => {
    const words =
      boundary === 'denunciation'
        ? 'Tôi tố cáo ông cán bộ địa chính nhận tiền của dân để làm sổ nhanh, tôi có ghi âm.'
        : 'Tôi khiếu nại quyết định xử phạt của phường đối với tôi, đề nghị hủy quyết định.';
    const at = await sendReport(app, { words, categoryCode: '' });
    const ticket = await app.rows.findOneByOrFail(TicketRow, { id: at.ticketId });
    expect(ticket.boundary).toBe(boundary);
    const missing = await coordinator.get('/kiem-duyet/01J00000000000000000000000');
    for (const who of [coordinator, await signIn(app, 'director'), desk.handler]) {
      const answer = await who.get(`/kiem-duyet/${at.ticketId}`);
      expect(answer.status).toBe(404);
    }
    for (const what of ['luu', 'xem-truoc', 'go', 'cong-khai-lai']) {
      const answer = await coordinator.form(
        `/kiem-duyet/${at.ticketId}/${what}`,
        { version: '1', ground: 'other', reason: 'Vì sao đó.', seal: 'x' },
        what === 'xem-truoc' ? { key: null } : {},
      );
      expect([what, answer.status]).toEqual([what, missing.status]);
      expect(answer.text).not.toContain('địa chính');
    }
    for (const list of ['cho', 'cong-khai', 'da-go'])
      expect((await coordinator.get(`/kiem-duyet?muc=${list}`)).text).not.toContain(at.ticketId);
    expect((await coordinator.get(`/kiem-duyet?ma=${at.code}`)).status).toBe(200);
  });
});

it('the workbench is for those who publish', async () => {
  for (const role of ['operator', 'director', 'auditor', 'admin'] as const)
    expect([role, (await (await signIn(app, role)).get('/kiem-duyet')).status]).toEqual([role, 404]);
  expect((await visitor(app).get('/kiem-duyet')).status).not.toBe(200);
});
