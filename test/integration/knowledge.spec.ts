import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadProvince } from '../../src/agencies/index.js';
import { Accounts, type CommandContext, type Principal, type Role } from '../../src/identity/index.js';
import { AccountRow } from '../../src/identity/entities.js';
import { newId } from '../../src/kernel/index.js';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';
import { Idempotency } from '../../src/platform/database/index.js';
import { Catalog } from '../../src/routing/index.js';
import {
  KnowledgeBase,
  KnowledgeEditing,
  knowledgeEntities,
  KnowledgeLists,
  KnowledgeSamples,
  type SaveArticleInput,
} from '../../src/knowledge/index.js';
import { KnowledgeArticleRow, KnowledgeUseRow, KnowledgeVersionRow } from '../../src/knowledge/entities.js';
import { KnowledgeMemory } from '../../src/knowledge/knowledge-memory.js';
import { openDesk, type Desk } from './tickets-desk.js';

type Staff = Extract<Principal, { kind: 'staff' }>;
const PROVINCE = `${PACKAGE_ROOT}provinces/dong-nai`;
const CENTRE = 'TD1022';

let desk: Desk;
let memory: KnowledgeMemory;
let elsewhere: KnowledgeMemory;
let base: KnowledgeBase;
let editing: KnowledgeEditing;
let lists: KnowledgeLists;
let samples: KnowledgeSamples;
let writer: Staff;
let director: Staff;
let operator: Staff;

const by = (principal: Principal): CommandContext => ({ principal, requestId: 'test', idempotency: null });

beforeAll(async () => {
  desk = await openDesk({ entities: knowledgeEntities });
  const { unitOfWork, reader, clock, directory } = desk;
  const idempotency = new Idempotency(unitOfWork, reader, clock);
  const catalog = new Catalog(reader, directory);
  await catalog.reload();
  const province = loadProvince(PROVINCE);
  const accounts = new Accounts(unitOfWork, reader, clock, null as never, null as never);
  const log = { info: () => undefined, error: () => undefined } as never;
  memory = new KnowledgeMemory(reader, directory, catalog, log);
  elsewhere = new KnowledgeMemory(reader, directory, catalog, log);
  base = new KnowledgeBase(memory, reader, idempotency, directory, catalog, clock);
  editing = new KnowledgeEditing(idempotency, memory, directory, catalog, accounts, province, clock);
  lists = new KnowledgeLists(memory, reader, accounts, directory, clock);
  const config = { env: 'test', provinceDir: PROVINCE } as never;
  samples = new KnowledgeSamples(unitOfWork, reader, memory, catalog, province, clock, config);
  writer = await person('coordinator', CENTRE);
  director = await person('director', CENTRE);
  operator = await person('operator', CENTRE);
  await memory.refresh();
  await elsewhere.refresh();
}, 120_000);

afterAll(() => desk.drop());

beforeEach(() => {
  desk.clock.set('2026-11-17 08:00');
});

async function person(role: Role, agencyCode: string): Promise<Staff> {
  const id = newId();
  const displayName = `Thử ${role}`;
  await desk.dataSource.manager.insert(AccountRow, {
    id,
    login: `${role}-${id.toLowerCase()}`,
    displayName,
    roles: [role],
    agencyCode,
    passwordHash: '',
    active: true,
    createdAt: desk.clock.now(),
    email: null,
  });
  return { kind: 'staff', accountId: id, displayName, roles: [role], agencyCode };
}

const ARTICLE: SaveArticleInput = {
  id: null,
  version: 0,
  title: 'Trích lục hộ tịch xin ở đâu?',
  answer: 'Tại cơ quan đã đăng ký.',
  spoken: 'Anh chị xin tại nơi đã đăng ký hộ tịch.',
  legalBasis: '',
  keywords: 'bản sao khai sinh',
  validFrom: '2026-11-17',
  validTo: '',
  reviewOn: '2027-05-17',
  ownerAgencyCode: CENTRE,
  ownerAccountId: null,
  categoryCodes: ['tthc-hoi-dap'],
};
const write = (change: Partial<SaveArticleInput> = {}, who: Principal = writer) =>
  editing.save({ ...ARTICLE, ...change }, by(who));
const version = async (id: string): Promise<number> =>
  (await desk.rows.findOneByOrFail(KnowledgeArticleRow, { id })).version;
const approve = async (id: string, who: Principal = director) =>
  editing.approve({ id, version: await version(id) }, by(who));
const found = (text: string, where = base): string[] =>
  where.search({ text, categoryCode: null, limit: 8 }).map(({ id }) => id);
const states = async (id: string): Promise<string[]> =>
  (await desk.rows.find(KnowledgeVersionRow, { where: { articleId: id }, order: { number: 'ASC' } })).map(
    ({ state }) => state,
  );

describe('an article', () => {
  it('is offered when another person has approved it, and not before', async () => {
    const { id } = await write();
    expect(found('trich luc ho tich')).not.toContain(id);
    await expect(base.article(id)).rejects.toMatchObject({ kind: 'not-found' });
    await approve(id);
    expect(found('trich luc ho tich')).toContain(id);
    expect(await base.article(id)).toMatchObject({ title: ARTICLE.title, spoken: ARTICLE.spoken, reviewDue: false });
  });

  it('is not approved by anybody who wrote on it, nor by heads of other agencies', async () => {
    const both: Staff = { ...director, roles: ['director', 'coordinator'] };
    const head = await person('agency_head', 'SXD');
    const { id } = await write({ title: 'Bốn mắt', ownerAgencyCode: 'STP' }, both);
    await write({ id, version: 1, title: 'Bốn mắt, sửa', ownerAgencyCode: 'STP' });
    await expect(approve(id, both)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(approve(id, head)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(approve(id, writer)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(approve(id, operator)).rejects.toMatchObject({ kind: 'not-found' });
    await approve(id, { ...head, agencyCode: 'STP' });
    expect(await states(id)).toEqual(['approved']);
  });

  it('goes on as it was while its next version is written, and then has one version in force', async () => {
    const { id } = await write({ title: 'Bản cũ giữ chỗ' });
    await approve(id);
    await write({ id, version: await version(id), title: 'Bản mới thay chỗ' });
    expect((await base.article(id)).title).toBe('Bản cũ giữ chỗ');
    expect(lists.page({ group: 'approval', ownerAgencyCode: null }, null).items.map((one) => one.id)).toContain(id);
    await approve(id);
    expect((await base.article(id)).title).toBe('Bản mới thay chỗ');
    expect(await states(id)).toEqual(['superseded', 'approved']);
    expect(found('ban cu giu cho')).not.toContain(id);
  });

  it('changes on the first day of the next version, by itself', async () => {
    const { id } = await write({ title: 'Mức phí năm nay' });
    await approve(id);
    await write({ id, version: await version(id), title: 'Mức phí năm sau', validFrom: '2026-11-20' });
    await approve(id);
    expect((await base.article(id)).title).toBe('Mức phí năm nay');
    desk.clock.set('2026-11-20 00:00');
    await memory.refresh();
    expect((await base.article(id)).title).toBe('Mức phí năm sau');
  });

  it('is never offered after its last day, also before the memory has looked', async () => {
    const { id } = await write({ title: 'Đợt tiêm phòng lưu động', validTo: '2026-11-18' });
    await approve(id);
    await memory.refresh();
    desk.clock.set('2026-11-18 23:59');
    expect(found('tiem phong luu dong')).toContain(id);
    desk.clock.set('2026-11-19 00:00');
    expect(found('tiem phong luu dong')).not.toContain(id);
    expect(base.offers(id)).toBe(false);
    await expect(base.article(id)).rejects.toMatchObject({ kind: 'not-found' });
    await memory.refresh();
    expect(lists.page({ group: 'expired', ownerAgencyCode: null }, null).items.map((one) => one.id)).toContain(id);
  });

  it('is withdrawn at once, with a reason, and everywhere', async () => {
    const { id } = await write({ title: 'Câu trả lời sai' });
    await approve(id);
    await elsewhere.refresh();
    const seen = { id, version: await version(id) };
    await expect(editing.withdraw(seen, ' ', by(writer))).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(editing.withdraw(seen, 'Sai.', by(operator))).rejects.toMatchObject({ kind: 'not-found' });
    await editing.withdraw(seen, 'Luật đã đổi.', by(writer));
    expect(found('cau tra loi sai')).not.toContain(id);
    expect(elsewhere.head(id)?.standing).toBe('in_force');
    await elsewhere.refresh();
    expect(elsewhere.head(id)?.standing).toBe('withdrawn');
    await expect(editing.withdraw({ id, version: await version(id) }, 'Nữa.', by(writer))).rejects.toMatchObject({
      kind: 'conflict',
    });
  });

  it('is flagged from its day of review on, until its owner has looked', async () => {
    const owner = await person('handler', CENTRE);
    const { id } = await write({ title: 'Bài cần rà soát', reviewOn: '2026-11-18', ownerAccountId: owner.accountId });
    await approve(id);
    const due = () => lists.page({ group: 'review', ownerAgencyCode: CENTRE }, null).items.map((one) => one.id);
    expect(due()).not.toContain(id);
    desk.clock.set('2026-11-18 08:00');
    expect(due()).toContain(id);
    expect((await base.article(id)).reviewDue).toBe(true);
    const asked = (who: Staff) => lists.dueFor(who).map((one) => one.id);
    expect([asked(owner).includes(id), asked(director).includes(id)]).toEqual([true, false]);
    const seen = { id, version: await version(id) };
    await expect(editing.reviewed(seen, '2027-01-01', by(operator))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(editing.reviewed(seen, '2026-11-18', by(owner))).rejects.toMatchObject({ kind: 'invalid-input' });
    await editing.reviewed(seen, '2027-01-01', by(owner));
    expect(due()).not.toContain(id);
  });

  it('has another owner when an order has given it to one', async () => {
    const { id } = await write({ title: 'Đổi đơn vị', ownerAgencyCode: 'SXD' });
    await desk.dataSource.manager.update(KnowledgeArticleRow, { id }, { ownerAgencyCode: 'SCT' });
    await desk.directory.reload();
    expect(memory.head(id)?.ownerAgencyCode).toBe('SCT');
  });

  it('is not overwritten by whoever has not seen the latest', async () => {
    const { id } = await write({ title: 'Hai người sửa' });
    await write({ id, version: 1, title: 'Người thứ nhất' });
    await expect(write({ id, version: 1, title: 'Người thứ hai' })).rejects.toMatchObject({ kind: 'stale-version' });
    await expect(write({ id: newId(), version: 1 })).rejects.toMatchObject({ kind: 'not-found' });
    await expect(editing.approve({ id, version: 1 }, by(director))).rejects.toMatchObject({ kind: 'stale-version' });
    expect(await states(id)).toEqual(['draft']);
  });

  it('has an owner who works there, and categories there are', async () => {
    const wrong = write({ ownerAccountId: (await person('handler', 'SXD')).accountId, categoryCodes: ['không-có'] });
    await expect(wrong).rejects.toMatchObject({
      fields: [expect.objectContaining({ field: 'ownerLogin' }), expect.objectContaining({ field: 'categoryCodes' })],
    });
    await expect(write({}, operator)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('was it enough', () => {
  it('is counted once for a contact, and shown to those who see to the article', async () => {
    const { id } = await write({ title: 'Đếm số lần đủ' });
    await approve(id);
    const contactId = newId();
    const use = { articleId: id, contactId, enough: true, text: '', categoryCode: null };
    const first = await base.recordUse(use, by(operator));
    expect(await base.recordUse({ ...use, enough: false }, by(operator))).toEqual(first);
    await base.recordUse({ ...use, contactId: null, enough: true }, by(operator));
    expect((await lists.whole(id)).uses).toEqual({ asked: 2, enough: 1 });
  });

  it('is counted once also when it is said twice at one instant', async () => {
    const { id } = await write({ title: 'Đếm lúc bấm hai lần' });
    await approve(id);
    const rounds = 6;
    for (let round = 0; round < rounds; round += 1) {
      const use = { articleId: id, contactId: newId(), enough: true, text: '', categoryCode: null };
      const said = await Promise.all(Array.from({ length: 4 }, () => base.recordUse(use, by(operator))));
      expect(new Set(said.map((one) => one.id)).size).toBe(1);
    }
    expect((await lists.whole(id)).uses).toEqual({ asked: rounds, enough: rounds });
  });

  it('keeps of the words what the base itself says, and nothing of the caller', async () => {
    const text = 'Bà Nguyễn Thị Kín 0900000777 hỏi trích lục hộ tịch ở 12 Hùng Vương';
    const missing = { articleId: null, contactId: null, enough: false, text, categoryCode: 'tthc-hoi-dap' };
    await base.recordUse(missing, by(operator));
    await base.recordUse(missing, by(operator));
    const kept = JSON.stringify(await desk.rows.find(KnowledgeUseRow));
    expect(kept).toContain('hộ tịch');
    expect(kept).not.toMatch(/Kín|kin|0900|Hùng|hung/i);
    expect((await lists.gaps())[0]).toMatchObject({ times: 2, articleId: null, categoryCode: 'tthc-hoi-dap' });
    const unknown = base.recordUse({ ...missing, articleId: newId() }, by(operator));
    await expect(unknown).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('the list', () => {
  it('is paged by title, and shows each article once', async () => {
    const title = (at: number): string => `Thứ tự ${String(at).padStart(3, '0')}`;
    for (let at = 0; at < 35; at += 1) await write({ title: title(at), ownerAgencyCode: 'SNV' });
    const filter = { group: null, ownerAgencyCode: 'SNV' };
    const first = lists.page(filter, null);
    const second = lists.page(filter, first.next);
    expect([...first.items, ...second.items].map((one) => one.title)).toEqual(
      Array.from({ length: 35 }, (_, at) => title(at)),
    );
    expect(second.next).toBeNull();
  });
});

it('has samples for an empty base only, all marked as samples', async () => {
  expect(await samples.ensure()).toBe(0);
  await desk.dataSource.manager.clear(KnowledgeVersionRow);
  await desk.dataSource.manager.clear(KnowledgeArticleRow);
  const loaded = await samples.ensure();
  expect(loaded).toBeGreaterThan(15);
  const [best] = base.search({ text: 'lam giay khai sinh', categoryCode: null, limit: 1 });
  expect(best).toMatchObject({ sample: true, title: expect.stringContaining('khai sinh') });
});
