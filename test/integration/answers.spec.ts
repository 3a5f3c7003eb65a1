import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Attachments, attachmentsEntities } from '../../src/attachments/index.js';
import { newId } from '../../src/kernel/index.js';
import { Idempotency, type Transaction } from '../../src/platform/database/index.js';
import { SubscriberRegistry, type StoredEvent } from '../../src/platform/outbox/index.js';
import { AddEvidence, AnswerQueries, CannedTexts, PublishAnswer } from '../../src/tickets/index.js';
import { TicketAnswerRow, TicketRow } from '../../src/tickets/entities.js';
import { GateHints } from '../../src/tickets/gate-hints.js';
import { TicketCategories } from '../../src/tickets/ticket-categories.js';
import { ANSWER, bring, by, openDesk, people, staff, WARD_AGENCY, type Desk } from './tickets-desk.js';

const who = people();
const colleague = staff('handler', WARD_AGENCY);
const DRAFT = { found: 'Đã đo.', done: '', doneOn: null, inCharge: '' };
/** Of the two, the catalogue alone knows what a category asks for. */
const categories = { evidence: () => 'photo', name: () => 'Mặt đường hư hỏng' } as unknown as TicketCategories;

let desk: Desk;
let attachments: Attachments;
let addEvidence: AddEvidence;
let queries: AnswerQueries;
let canned: CannedTexts;

beforeAll(async () => {
  desk = await openDesk({ entities: attachmentsEntities });
  attachments = new Attachments(desk.reader, desk.clock);
  const idempotency = new Idempotency(desk.unitOfWork, desk.reader, desk.clock);
  addEvidence = new AddEvidence(idempotency, desk.store, attachments, desk.clock);
  const names = { names: () => Promise.resolve(new Map<string, string>()) };
  queries = new AnswerQueries(desk.reader, attachments, names as never, desk.directory, categories);
  canned = new CannedTexts(desk.reader, idempotency, desk.clock);
});

afterAll(() => desk.drop());

const answers = (ticketId: string) =>
  desk.rows.find(TicketAnswerRow, { where: { ticketId }, order: { number: 'ASC' } });

const file = (name: string) => ({
  id: newId(),
  name,
  mediaType: 'image/jpeg' as const,
  width: 4,
  height: 3,
  sha256: 'a'.repeat(64),
  content: Buffer.from(name),
});

describe('a draft', () => {
  it('keeps a version a person in ten minutes, and refuses to be written over unseen', async () => {
    const at = await bring(desk, who, 'in_progress');
    const save = (found: string, draftVersion: number, person = who.handler) =>
      desk.saveDraft.execute({ ...at, ...DRAFT, found, draftVersion }, by(person));
    const first = await save('một', 0);
    await save('một hai', 1);
    await save('một hai ba', 2, colleague);
    await expect(save('của tôi', 2)).rejects.toMatchObject({ kind: 'stale-version' });
    desk.clock.advance(11 * 60);
    await save('của tôi, đã ghép', 3);
    const versions = await queries.versions(first.answerId);
    expect(versions.map(({ authorAccountId, parts }) => [authorAccountId, parts.found])).toEqual([
      [who.handler.accountId, 'của tôi, đã ghép'],
      [colleague.accountId, 'một hai ba'],
      [who.handler.accountId, 'một hai'],
    ]);
  });

  it('costs four statements', async () => {
    const at = await bring(desk, who, 'in_progress');
    const statements = await desk.unitOfWork.run(async (transaction) => {
      const sent = desk.watch(transaction);
      await desk.saveDraft.inside(transaction, { ...at, ...DRAFT, draftVersion: 0 }, by(who.handler));
      return sent.length;
    });
    expect(statements).toBeLessThanOrEqual(3);
  });
});

describe('evidence', () => {
  it('is asked for by the category; a photo, or the reason why there is none, lets the answer go up', async () => {
    const at = await bring(desk, who, 'in_progress');
    const bare = { ...at, ...ANSWER, evidenceWaiver: null };
    await expect(desk.submit.execute(bare, by(who.handler))).rejects.toMatchObject({ fields: [{ field: 'evidence' }] });
    const kept = await addEvidence.execute(
      { ...bare, draftVersion: 0, files: [file('trước.jpg'), file('sau.jpg')], removed: [] },
      by(who.handler),
    );
    const [before, after] = await attachments.of(desk.rows, 'answer', [kept.answerId]);
    const removed = [before?.id ?? '', newId()];
    await addEvidence.execute({ ...bare, draftVersion: 1, files: [], removed }, by(who.handler));
    const submitted = await desk.submit.execute({ ...bare, draftVersion: 2 }, by(who.handler));

    // Sent back twice, each time counted; the photo goes on with the next attempt.
    const returned = await desk.sendBack.execute({ ...submitted, remarks: 'Rõ hơn.' }, by(who.head));
    const again = await desk.submit.execute({ ...returned, ...bare, version: returned.version }, by(who.handler));
    const approved = await desk.approve.execute(again, by(who.head));
    await desk.sendBack.execute({ ...approved, remarks: 'Thiếu ngày.' }, by(who.coordinator));
    expect((await answers(at.ticketId)).map(({ status, evidenceCount }) => [status, evidenceCount])).toEqual([
      ['returned', 1],
      ['returned', 1],
    ]);
    expect((await desk.rows.findOneByOrFail(TicketRow, { id: at.ticketId })).answerReturnCount).toBe(2);

    // Taken off the third attempt: it stays with the first, and nobody publishes it any more.
    const { version } = await desk.rows.findOneByOrFail(TicketRow, { id: at.ticketId });
    const drop = { ...bare, version, draftVersion: 0, files: [], removed: [before?.id ?? '', after?.id ?? ''] };
    const third = await addEvidence.execute(drop, by(who.handler));
    expect((await answers(at.ticketId)).at(-1)).toMatchObject({ id: third.answerId, evidenceCount: 0 });
    expect((await queries.evidence([kept.answerId])).get(kept.answerId)).toMatchObject([
      { id: after?.id, leftOut: true },
    ]);
    const shown = (transaction: Transaction) =>
      attachments.makePublic(transaction, at.ticketId, 'answer', [after?.id ?? '']);
    expect(await desk.unitOfWork.run(shown)).toBe(0);
    await expect(desk.submit.execute({ ...bare, version, draftVersion: 1 }, by(who.handler))).rejects.toMatchObject({
      fields: [{ field: 'evidence' }],
    });
  });
});

describe('the gate', () => {
  it('lets nothing through that was not looked at, and keeps what was decided', async () => {
    const idempotency = new Idempotency(desk.unitOfWork, desk.reader, desk.clock);
    const publish = new PublishAnswer(idempotency, desk.store, desk.clock, categories, desk.planner);
    const at = await bring(desk, who, 'awaiting_publication');
    await expect(publish.execute(at, by(who.coordinator))).rejects.toMatchObject({
      fields: expect.arrayContaining([expect.objectContaining({ field: 'check_asked' })]),
    });
    const checks = { asked: 'passed', finding: 'passed', action: 'passed', date: 'passed', in_charge: 'passed' };
    const all = { ...checks, evidence: 'not_applicable', legal: 'not_applicable' };
    // What there is to point out was found when the answer had come to the gate.
    const found = new GateHints(new SubscriberRegistry(), queries);
    const approved = { type: 'ticket.answer_approved', aggregateId: at.ticketId } as StoredEvent;
    await desk.unitOfWork.run((transaction) => found.handle(approved, transaction));
    const hints = await queries.hints(who.coordinator, at.ticketId, ANSWER);
    expect(hints).not.toEqual([]);
    await publish.execute({ ...at, checks: all }, by(who.coordinator));
    expect(await desk.rows.findOneBy(TicketAnswerRow, { ticketId: at.ticketId })).toMatchObject({
      gateChecks: all,
      gateHints: hints,
      publishedByAccountId: who.coordinator.accountId,
    });
  });
});

describe('hints', () => {
  it('find the answer that was copied, among those of the agency and of the matter', async () => {
    const words = { found: `${ANSWER.found} Đoạn hỏng dài 40 m, do xe tải nặng đi vào mùa mưa.`, done: ANSWER.done };
    const first = await bring(desk, who, 'in_progress', { words: 'Ổ gà đường Nguyễn Ái Quốc' });
    const { code } = await desk.submit.execute({ ...first, ...ANSWER, ...words }, by(who.handler));
    const other = await bring(desk, who, 'in_progress');
    const copied = { ...words, found: words.found.replace('40', '25') };
    const [hint] = await queries.hints(who.handler, other.ticketId, copied);
    expect(hint).toMatchObject({ kind: 'copy', code, ticketId: first.ticketId });
    // Another agency that writes the same hears that it is a copy, and of which ticket it may not see nothing.
    const [unnamed] = await queries.hints(who.foreignHandler, other.ticketId, copied);
    expect(unnamed).toMatchObject({ kind: 'copy', code: null, ticketId: null });
    expect(unnamed?.text).toMatch(/^Giống \d+ % một câu trả lời đã dùng ở phiếu khác/);
    expect(JSON.stringify(unnamed)).not.toContain(code);
    // Its own earlier attempt is no copy.
    const own = await queries.hints(who.handler, first.ticketId, words);
    expect(own.filter((one) => one.kind === 'copy' && one.ticketId === first.ticketId)).toEqual([]);
    expect(await queries.hints(who.handler, newId(), words)).toEqual([]);
  });
});

describe('standing texts', () => {
  const text = { title: 'Ổ gà đã vá', found: 'Tại {dia_diem}: [kết quả]', done: '', inCharge: '', legalBasis: '' };
  const input = { ...text, id: null, version: 0, agencyCode: WARD_AGENCY, categoryCode: null, active: true };

  it('are an agency’s own or everybody’s; who may not write one does not see that it is there', async () => {
    const own = await canned.save(input, by(who.head));
    await canned.save({ ...input, title: 'Chung', agencyCode: null }, by(who.coordinator));
    await canned.save({ ...input, title: 'Tắt', active: false }, by(who.head));
    await expect(canned.save({ ...input, agencyCode: null }, by(who.head))).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(canned.one(who.foreignHead, own.id)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(canned.save({ ...input, ...own, version: 1 }, by(who.foreignHead))).rejects.toMatchObject({
      kind: 'not-found',
    });
    const titles = async (agencyCode: string) => (await canned.forAnswer(agencyCode, null)).map(({ title }) => title);
    expect(await titles(WARD_AGENCY)).toEqual(['Ổ gà đã vá', 'Chung']);
    expect(await titles('SYT')).toEqual(['Chung']);
    await canned.save({ ...input, ...own, version: 1, title: 'Ổ gà' }, by(who.head));
    await expect(canned.save({ ...input, ...own, version: 1 }, by(who.head))).rejects.toMatchObject({
      kind: 'stale-version',
    });
  });
});
