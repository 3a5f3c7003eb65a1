import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Spool } from '../../src/ami-bridge/index.js';
import type { CtiEvent } from '../../src/cti-client/index.js';
import { CtiRecorder } from '../support/cti-recorder.js';
import { amiEvent, FakeAmi } from '../support/fake-ami.js';
import { eventually, startProcess, type TestProcess } from '../support/index.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ami-bridge-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One call from its arrival to its end, as the exchange says it. */
/** A while ago, as the exchange writes it: the bridge believes no clock that cannot be right. */
const BEGAN = Math.floor(Date.now() / 1000) - 600;

function courseOf(call: number): readonly (readonly [event: string, fields: Readonly<Record<string, string>>])[] {
  const id = `17.${call}`;
  const fields = {
    Uniqueid: id,
    Linkedid: id,
    CallerIDNum: `09000${String(call).padStart(5, '0')}`,
    Exten: '1022',
    Queue: 'tong-dai',
    Timestamp: `${BEGAN + call}.500000`,
  };
  const member = { ...fields, Interface: `PJSIP/${101 + (call % 5)}` };
  return [
    ['QueueCallerJoin', fields],
    ['AgentCalled', member],
    ['AgentConnect', member],
    ['AgentComplete', { ...member, Reason: 'caller', TalkTime: '9' }],
  ];
}

const KINDS = ['newCall', 'newCall', 'answer', 'hangup'];

/** What was taken in of each call, repeats left out: they are allowed, losses and wrong orders are not. */
function kindsByCall(taken: readonly CtiEvent[]): ReadonlyMap<string, readonly string[]> {
  const calls = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const event of taken) {
    const written = JSON.stringify(event);
    if (event.event === 'agentState' || seen.has(written)) continue;
    seen.add(written);
    calls.set(event.callId, [...(calls.get(event.callId) ?? []), event.event]);
  }
  return calls;
}

describe('the AMI bridge', () => {
  let ami: FakeAmi;
  let service: CtiRecorder;
  let bridge: TestProcess;
  let spool: string;

  const start = (env: Readonly<Record<string, string>> = {}): TestProcess =>
    startProcess(
      '../../src/cli/ami-bridge.ts',
      {},
      {
        AMI_URL: ami.url,
        CTI_URL: service.url,
        CTI_TOKEN: service.token,
        AMI_SPOOL: spool,
        LOG_LEVEL: 'warn',
        ...env,
      },
    );
  const heard = (times: number): Promise<void> =>
    eventually(`signed in ${times} times`, () => ami.signIns >= times && ami.heard);
  const allTaken = (calls: number): Promise<void> =>
    eventually(`all events of ${calls} calls`, () => {
      const kinds = kindsByCall(service.taken);
      return kinds.size === calls && [...kinds.values()].every(({ length }) => length === KINDS.length);
    });

  beforeEach(async () => {
    ami = await FakeAmi.start();
    service = await CtiRecorder.start();
    spool = join(mkdtempSync(join(folder, 'spool-')), 'spool.jsonl');
  });

  afterEach(async () => {
    await bridge.kill();
    await ami.stop();
    await service.goAway();
  });

  it('brings every event in the order of its call, whatever breaks on the way', async () => {
    bridge = start();
    await heard(1);
    // Two calls at once, in pieces, with noise between them.
    const [first, second] = [courseOf(1), courseOf(2)];
    const bytes = Buffer.from(
      first
        .flatMap(([event, fields], step) => [
          amiEvent(event, { ...fields, CallerIDName: 'Nguyễn Thị Bé Ba', ChanVariable: ['a=1', 'b=2'] }),
          'kkk \u0007 no key here\r\n\r\n',
          amiEvent(...(second[step] ?? ['Nothing', {}])),
          amiEvent('PeerStatus', { Peer: 'PJSIP/101', Long: 'x'.repeat(100_000) }),
        ])
        .join(''),
    );
    for (let at = 0; at < bytes.length; at += 50_021) ami.sayRaw(bytes.subarray(at, at + 50_021));
    await allTaken(2);

    // The service is away: nothing is lost, and the order of a call is kept.
    await service.goAway();
    for (let call = 3; call <= 12; call += 1) for (const [event, fields] of courseOf(call)) ami.say(event, fields);
    await eventually('they are in the spool', () => readFileSync(spool, 'utf8').split('"n":').length > 8 + 40);

    // Killed with all of them on the disk, the next one goes on; and hears what comes in the meantime.
    await bridge.kill();
    bridge = start();
    await heard(2);
    for (const [event, fields] of courseOf(13)) ami.say(event, fields);
    let tooMany = 3;
    service.answer = () =>
      tooMany-- > 0 ? { status: tooMany === 1 ? 500 : 429, headers: { 'retry-after': '0' } } : { status: 200 };
    await service.comeBack();
    await allTaken(13);

    // The line to the exchange breaks: it is taken up again.
    ami.drop();
    await heard(3);
    for (const [event, fields] of courseOf(14)) ami.say(event, fields);
    await allTaken(14);

    expect(new Set([...kindsByCall(service.taken).values()].map((kinds) => kinds.join(' ')))).toEqual(
      new Set([KINDS.join(' ')]),
    );
    expect(service.taken.find((event) => event.event === 'answer' && event.callId === '17.1')).toEqual({
      event: 'answer',
      callId: '17.1',
      from: '0900000001',
      to: '1022',
      direction: 'in',
      queue: 'tong-dai',
      answeringNumber: '102',
      user: '102',
      at: new Date((BEGAN + 1) * 1000 + 500).toISOString(),
    });
    expect(ami.received).toContain('Events: call,agent,user');
  });

  it('is killed while it posts, again and again', async () => {
    let taken = 0;
    let next = start();
    bridge = next;
    await heard(1);
    for (let call = 1; call <= 30; call += 1) for (const [event, fields] of courseOf(call)) ami.say(event, fields);
    await eventually('they are in the spool', () => readFileSync(spool, 'utf8').split('"n":').length > 120);
    for (let round = 0; round < 2; round += 1) {
      await next.kill();
      taken = service.taken.length;
      next = start();
      bridge = next;
      await eventually(
        'some more are taken in',
        () => service.taken.length > taken || kindsByCall(service.taken).size === 30,
      );
    }
    await allTaken(30);
    expect([...kindsByCall(service.taken).values()]).toEqual(Array.from({ length: 30 }, () => KINDS));
  });

  it('says what is wrong with its settings, and repeats no secret', async () => {
    bridge = start({ AMI_URL: 'http://nobody:geheim@x', CTI_TOKEN: '' });
    const said = await bridge.ended().catch((error: unknown) => String(error));
    expect(said).toContain('Cấu hình chưa đúng: AMI_URL: phải như ami://');
    expect(said).toContain('CTI_TOKEN: cần mã bí mật');
    expect(said).not.toContain('geheim');
  });
});

describe('the spool', () => {
  const path = (): string => join(mkdtempSync(join(folder, 'file-')), 'spool.jsonl');
  const event = (callId: string, kind: 'newCall' | 'hangup' = 'newCall'): CtiEvent => {
    const fields = { callId, from: '0900000001', to: '1022', direction: 'in' as const, at: '2026-11-23T01:00:00Z' };
    return kind === 'newCall' ? { event: kind, ...fields } : { event: kind, ...fields, cause: 'cancel' };
  };
  const idsOf = (spool: Spool): (string | null)[] =>
    spool.kept().map(({ event: kept }) => (kept.event === 'agentState' ? null : kept.callId));

  it('still has what was not taken in, and knows which calls are open', async () => {
    const options = { path: path(), most: 100 };
    const before = await Spool.open(options);
    const places = ['a', 'b', 'c'].map((id) => before.keep(event(id), null));
    for (const place of places) await place?.durable;
    before.keep(event('b', 'hangup'), null);
    before.done(places[0]?.kept.n ?? 0);
    await before.close();
    // A power cut in the middle of a line.
    appendFileSync(options.path, 'null\n7\n{"calls":5}\n{"n":"x","event":3}\n{"n":9,"event":{"event":"newC');
    const after = await Spool.open(options);
    expect([after.unreadable, idsOf(after)]).toEqual([5, ['b', 'c', 'b']]);
    expect(after.openCalls.all().map(({ callId }) => callId)).toEqual(['a', 'c']);
    // Numbers are not given out twice, and the damaged line is gone.
    expect(after.keep(event('d'), null)?.kept.n).toBe(5);
    await after.close();
    const last = await Spool.open(options);
    expect([last.unreadable, idsOf(last)]).toEqual([0, ['b', 'c', 'b', 'd']]);
    await last.close();
  });

  it('takes no more than it may, until something was taken in', async () => {
    const spool = await Spool.open({ path: path(), most: 2 });
    const first = spool.keep(event('a'), null);
    spool.keep(event('b'), null);
    expect(spool.keep(event('c'), null)).toBeNull();
    expect(spool.openCalls.get('c')).toBeNull();
    spool.done(first?.kept.n ?? 0);
    expect(spool.keep(event('d'), null)).not.toBeNull();
    await spool.close();
  });

  it('does not grow with what was taken in', async () => {
    const options = { path: path(), most: 100, compactAt: 20_000 };
    const spool = await Spool.open(options);
    spool.keep(event('still-open'), null);
    for (let call = 0; call < 1_000; call += 1) {
      const place = spool.keep(event(`${call}`), null);
      if (call % 50 === 0) await place?.durable;
      spool.keep(event(`${call}`, 'hangup'), null);
      spool.done((place?.kept.n ?? 0) + 1);
      spool.done(place?.kept.n ?? 0);
    }
    await spool.close();
    expect(statSync(options.path).size).toBeLessThan(60_000);
    const after = await Spool.open(options);
    expect([idsOf(after), after.openCalls.all().map(({ callId }) => callId)]).toEqual([['still-open'], ['still-open']]);
    await after.close();
  });

  it('says so when the disk does not take an event, and keeps it in memory', async () => {
    const spool = await Spool.open({ path: path(), most: 100 });
    const file = Reflect.get(spool, 'file') as { close(): Promise<void> };
    await file.close();
    const place = spool.keep(event('a'), null);
    expect(await place?.durable).toBeInstanceOf(Error);
    expect(idsOf(spool)).toEqual(['a']);
  });
});
