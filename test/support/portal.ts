import { randomUUID } from 'node:crypto';
import { dayInVietnam } from '../../src/kernel/index.js';
import { PublicStatusRow, PublishedItemRow } from '../../src/publication/entities.js';
import { GATE_CHECKS, TicketRow } from '../../src/tickets/index.js';
import { signIn, visitor, type Agent } from './agent.js';
import type { TestApp } from './app.js';
import { eventually } from './gate.js';

/** A form that is complete; the people and numbers are invented. */
export const COMPLETE_FORM = {
  words:
    'Hẻm cạnh chợ tối thui từ cuối tháng trước, hơn chục bóng chỉ còn sáng vài bóng.\nTối tụi nhỏ đi học về phải soi điện thoại. Hỏi thêm tổ trưởng, số 0900 000 555.',
  categoryCode: 'ht-chieu-sang',
  subject: '',
  ward: 'Phường Trảng Dài',
  placeText: 'Hẻm cạnh chợ',
  lat: '',
  lng: '',
  name: 'Trần Thị Thử',
  phone: '0900 000 027',
  email: 'thu@example.vn',
  identity: 'kept',
  consent: 'yes',
} as const;

export interface SentReport {
  readonly code: string;
  readonly ticketId: string;
  readonly donePath: string;
  readonly followPath: string;
}

/** Sends the citizen's form and reads what came of it. @throws Error with the page when it was not taken in. */
export async function sendReport(app: TestApp, changes: Readonly<Record<string, string>> = {}): Promise<SentReport> {
  const answer = await visitor(app).form('/gui-phan-anh', { ...COMPLETE_FORM, ...changes }, { key: randomUUID() });
  const donePath = String(answer.headers['location'] ?? '');
  if (answer.status !== 303)
    throw new Error(`not taken in (${answer.status}): ${answer.text.replace(/<[^>]+>|\s+/g, ' ').slice(0, 2000)}`);
  const page = await visitor(app).get(donePath).expect(200);
  const code = /data-code>([^<]+)</.exec(page.text)?.[1] ?? '';
  const ticket = await app.rows.findOneByOrFail(TicketRow, { code });
  return { code, ticketId: ticket.id, donePath, followPath: donePath.replace('/gui-phan-anh/da-nhan/', '/theo-doi/') };
}

// Short enough that nobody is signed out in between.
const STEP_SECONDS = 5 * 60;

/** Those who bring a ticket of Trảng Dài to its answer. */
export interface Desk {
  readonly handler: Agent;
  readonly head: Agent;
  readonly coordinator: Agent;
}

export async function deskOf(app: TestApp, agencyCode: string): Promise<Desk> {
  return {
    handler: await signIn(app, 'handler', agencyCode),
    head: await signIn(app, 'agency_head', agencyCode),
    coordinator: await signIn(app, 'coordinator'),
  };
}

/** A coordinator who has looked at everything. */
const LOOKED_AT = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));

/** Brings a ticket from its agency to the answer the citizen reads. */
export async function answerReport(
  app: TestApp,
  desk: Desk,
  ticketId: string,
  publish: Readonly<Record<string, string>> = {},
): Promise<void> {
  await answerToGate(app, desk, ticketId);
  await step(app, desk.coordinator, ticketId, 'publish', { ...publish, checks: LOOKED_AT });
  // The public copies follow by events.
  const hidden = publish['visibility'] === 'private';
  await eventually('the public copies of an answered ticket', async () => {
    const status = await app.rows.findOneBy(PublicStatusRow, { ticketId });
    const copies = await app.rows.countBy(PublishedItemRow, { ticketId });
    return hidden ? status === null && copies === 0 : status !== null && status.answeredAt !== null && copies === 1;
  });
}

/** The same, as far as the gate. */
export async function answerToGate(app: TestApp, desk: Desk, ticketId: string): Promise<void> {
  await step(app, desk.handler, ticketId, 'accept');
  await step(app, desk.handler, ticketId, 'answer', {
    found: 'Tổ quản lý chiếu sáng đã kiểm tra cả tuyến: có 9 bóng hỏng, tủ điều khiển bị ẩm.',
    done: 'Thay cả 14 bóng và tủ điều khiển, cắt cành che đèn ở 3 chỗ.',
    doneOn: dayInVietnam(app.clock.now()),
    inCharge: 'Ông Nguyễn Văn Thử, Phòng Kinh tế, Hạ tầng và Đô thị, 0251 000 0012.',
    evidenceWaiver: 'Ảnh chụp nằm trong biên bản giấy.',
  });
  await step(app, desk.head, ticketId, 'approve');
}

async function step(app: TestApp, who: Agent, ticketId: string, path: string, body: object = {}): Promise<void> {
  app.clock.advance(STEP_SECONDS);
  const { version } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
  await who.post(`/api/v1/tickets/${ticketId}/${path}`, { version, ...body }).expect(200);
}
