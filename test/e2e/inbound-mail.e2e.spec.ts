import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import supertest, { type Test } from 'supertest';
import { AttachmentRow } from '../../src/attachments/entities.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { ReplyAddresses, TicketQuestionRow, TicketRow } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(120_000);

const WARD = '25993';
const TOKEN = 'a-token-for-tests-0123456789';
/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

let app: TestApp;
let operator: Agent;
let handler: Agent;

beforeAll(async () => {
  app = await createTestApp({ config: { replyAddress: 'tra-loi@1022.example.vn', inboundMailToken: TOKEN } });
  app.clock.set('2026-11-17 08:00');
  operator = await signIn(app, 'operator');
  handler = await signIn(app, 'handler', `UBND-${WARD}`);
});
afterAll(() => app?.close());

/** A ticket whose reporter was asked something. */
async function asked(): Promise<{ ticketId: string; address: string }> {
  const answer = await operator.post('/api/v1/contacts', {
    name: 'Lê Thị Bịa Đặt',
    phone: '0900 000 456',
    tickets: [{ words: 'Ổ gà sâu.', categoryCode: 'gt-mat-duong', wardCode: WARD, boundary: 'ordinary' }],
  });
  const ticketId = (answer.body as { tickets: { ticketId: string }[] }).tickets[0]?.ticketId ?? '';
  await handler.post(`/api/v1/tickets/${ticketId}/accept`, { version: 1 }).expect(200);
  await handler.post(`/api/v1/tickets/${ticketId}/question`, { version: 2, text: 'Trước nhà nào?' }).expect(200);
  const question = await app.rows.findOneByOrFail(TicketQuestionRow, { ticketId });
  return { ticketId, address: app.get(ReplyAddresses).addressFor(question.id) ?? '' };
}

function mail(to: string, parts: { id?: string; headers?: string; text?: string } = {}): string {
  const { id = 'm1@nha.example', headers = '', text = 'Trước số 5.\n\n> Trước nhà nào?' } = parts;
  return [
    `From: Le <le@nha.example>`,
    `To: "1022" <${to}>`,
    `Message-ID: <${id}>`,
    'Subject: =?utf-8?B?VHLhuqMgbOG7nWk=?=',
    ...(headers === '' ? [] : [headers]),
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text,
    '--b',
    'Content-Type: image/png; name=cho.png',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename=cho.png',
    '',
    PNG,
    '--b--',
    '',
  ].join('\r\n');
}

const deliver = (raw: string, token = TOKEN): Test =>
  supertest(app.url)
    .post('/api/v1/inbound-mail')
    .set({ authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' })
    .send(raw);

it('takes the answer above the quote with its photo, once, and what comes later as added facts', async () => {
  const { ticketId, address } = await asked();
  // A mail server may write addresses as it likes.
  const raw = mail(address.toUpperCase());
  await deliver(raw).expect(200, {
    outcome: 'reply',
    code: (await app.rows.findOneByOrFail(TicketRow, { id: ticketId })).code,
  });
  await deliver(raw).expect(200);
  expect(await app.rows.findOneByOrFail(TicketQuestionRow, { ticketId })).toMatchObject({
    status: 'answered',
    reply: 'Trước số 5.',
    replyChannel: 'mail',
  });
  expect(await app.rows.findBy(AttachmentRow, { ticketId })).toHaveLength(1);
  const { additionCount, state } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
  expect({ additionCount, state }).toEqual({ additionCount: 0, state: 'in_progress' });
  const later = await deliver(mail(address, { id: 'm2@nha.example', text: 'À, số 7.' }));
  expect(later.body).toMatchObject({ outcome: 'facts' });
  expect((await app.rows.findOneByOrFail(TicketRow, { id: ticketId })).additionCount).toBe(1);
});

it('says by mail, once, that the ticket has ended and what to do', async () => {
  const { ticketId, address } = await asked();
  const unitOfWork = app.get(UnitOfWork);
  await unitOfWork.run((tx) => managerOf(tx).update(TicketRow, { id: ticketId }, { state: 'closed', isOpen: false }));
  for (const id of ['l1', 'l2'])
    await deliver(mail(address, { id: `${id}@nha.example`, text: 'Đèn lại tắt.' })).expect(200, {
      outcome: 'ignored',
      reason: 'ended',
    });
  expect(await app.rows.countBy(OutboxEventRow, { aggregateId: ticketId, type: 'ticket.mail_came_late' })).toBe(1);
});

it('lets in nobody without the token, and changes nothing for machines, strangers and empty mails', async () => {
  const { ticketId, address } = await asked();
  await deliver(mail(address), 'wrong').expect(404);
  await supertest(app.url)
    .post('/api/v1/inbound-mail')
    .set('authorization', `Bearer ${TOKEN}`)
    .send({ not: 'a mail' })
    .expect(400);
  const forged = address.replace(/.@/, (end) => (end.startsWith('0') ? '1@' : '0@'));
  const reasons = [];
  for (const raw of [
    mail(address, { headers: 'Auto-Submitted: auto-replied' }),
    mail(address, { headers: 'Precedence: bulk' }),
    mail(forged),
    mail('tra-loi@1022.example.vn'),
  ]) {
    const { body } = await deliver(raw).expect(200);
    reasons.push((body as { reason: string }).reason);
  }
  expect(reasons).toEqual(['automatic', 'automatic', 'unknown_address', 'unknown_address']);
  expect((await app.rows.findOneByOrFail(TicketRow, { id: ticketId })).state).toBe('awaiting_info');
  const large = await deliver(mail(address, { text: 'a'.repeat(27 * 1024 * 1024) }));
  expect(large.status).toBe(413);
});
