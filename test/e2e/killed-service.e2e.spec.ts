import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { createLoadedDatabase } from '../support/app.js';
import { startBuiltService, type BuiltService } from '../support/built-service.js';
import { startMailServer, type OwnDatabase, type TestMailServer } from '../support/index.js';

const CITIZEN = 'chi.hoa@example.test';

let place: OwnDatabase;
let mail: TestMailServer;
const running: BuiltService[] = [];

beforeAll(async () => {
  place = await createLoadedDatabase();
  mail = await startMailServer();
});

afterAll(async () => {
  for (const service of running) await service.kill();
  await mail.close();
  await place.drop();
});

async function start(smtpUrl: string): Promise<BuiltService> {
  const service = await startBuiltService(place, { SMTP_URL: smtpUrl, PUBLIC_URL: 'http://1022.example.test' });
  running.push(service);
  return service;
}

const send = (service: BuiltService, key: string) =>
  supertest(service.url).post('/api/v1/tickets').set('idempotency-key', key).send({
    words: 'Hẻm cạnh chợ tối thui từ cuối tháng trước.',
    categoryCode: 'ht-chieu-sang',
    ward: 'Phường Trảng Dài',
    name: 'Trần Thị Thử',
    email: CITIZEN,
    consent: 'yes',
  });

it('loses nothing that was acknowledged, and does nothing twice, when it is killed right after', async () => {
  const key = randomUUID();
  // Nobody takes mails there: whatever the first process still does, the mail does not get out.
  const first = await start('smtp://127.0.0.1:9');
  const acknowledged = await send(first, key).expect(201);
  await first.kill();

  const second = await start(mail.url);
  const again = await send(second, key).expect(201);
  expect(again.body).toEqual(acknowledged.body);
  const [ticket] = acknowledged.body.tickets;
  const received = await mail.waitFor(({ to }) => to.includes(CITIZEN), 120);
  expect(received.text).toContain(ticket.code);

  // A second ticket's mail comes after everything that was waiting before it.
  const later = await send(second, randomUUID()).expect(201);
  await mail.waitFor(({ text }) => text.includes(later.body.tickets[0].code), 60);
  expect(mail.mails.filter(({ text }) => text.includes(ticket.code))).toHaveLength(1);
  expect(await second.stop()).toBe(0);
}, 240_000);
