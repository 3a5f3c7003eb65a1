import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';

interface Run {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** The command as a province calls it, unbuilt. */
async function deadline(input: string | Buffer, args: readonly string[] = [], env: object = {}): Promise<Run> {
  const child = spawn('npm', ['run', '-s', 'deadline', '--', ...args], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, ...env },
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stderr, lines: stdout.split('\n').slice(0, -1) };
}

const json = (line: string | undefined): unknown => JSON.parse(line ?? 'null');
const good = '{"start":"2026-02-13T15:00:00+07:00","limit":"8h"}';
const goodDue = { dueAt: '2026-02-23T15:00:00+07:00', workedMinutes: 480 };

describe('npm run -s deadline', () => {
  let folder: string;
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'deadline-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('answers every line in order, whatever stands between them', async () => {
    const long = 'x'.repeat(1_000_000);
    const { code, lines, stderr } = await deadline(
      [
        `\uFEFF${good}`,
        '',
        'hôm qua',
        '{"from":"2026-02-13T15:00:00+07:00","to":"2026-02-23T08:00:00+07:00"}\r',
        '   ',
        `{"start":"2026-02-13T15:00:00+07:00","limit":"8h","note":"${long}"}`,
        `{"start":"2026-02-13T15:00:00+07:00","limit":"8h","note":"\u2028\u0085"}`,
        `{"start":"${long}","limit":"8h"}`,
        '{"start":"2026-02-13T15:00:00+07:00","limit":"0wd","agency":"SXD"}',
        '{"start":"2026-02-13T15:00:00+07:00","limit":"0wd","agency":"KHONG-CO"}',
      ].join('\n'),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(lines.map(json)).toEqual([
      expect.objectContaining(goodDue),
      { error: expect.stringContaining('không phải JSON') },
      { workedSeconds: 9000 },
      expect.objectContaining(goodDue),
      expect.objectContaining(goodDue),
      { error: expect.stringContaining('start: ') },
      expect.objectContaining({ dueAt: '2026-02-13T15:00:00+07:00' }),
      { error: expect.stringContaining('KHONG-CO') },
    ]);
  });

  it('knows the agencies of wards, and an agency with hours of its own', async () => {
    cpSync(join(PACKAGE_ROOT, 'provinces', 'dong-nai'), join(folder, 'tinh'), { recursive: true });
    appendFileSync(
      join(folder, 'tinh', 'calendar-list.csv'),
      'stp,Giờ của Sở Tư pháp,holder,STP,Asia/Ho_Chi_Minh,yes\n',
    );
    appendFileSync(join(folder, 'tinh', 'calendar-hours.csv'), 'stp,1,08:00,12:00,2024-01-01,\n');
    const asked = (agency: string): string => `{"start":"2026-11-02T08:30:00+07:00","limit":"4h","agency":"${agency}"}`;
    const { lines } = await deadline([asked('STP'), asked('SXD'), asked('UBND-26068')].join('\n'), [], {
      PROVINCE_DIR: join(folder, 'tinh'),
    });
    expect(lines.map(json)).toEqual([
      expect.objectContaining({ dueAt: '2026-11-09T08:30:00+07:00' }),
      expect.objectContaining({ dueAt: '2026-11-02T14:00:00+07:00' }),
      expect.objectContaining({ dueAt: '2026-11-02T14:00:00+07:00' }),
    ]);
  });

  it('takes one calendar for all, and a line’s own before it', async () => {
    const hours = '"hours":{"mon":[["00:00","24:00"]]}';
    const calendar = file('lich.json', `\uFEFF{"tz":"Asia/Tokyo",${hours}}`);
    const { lines } = await deadline(
      [
        '{"start":"2026-11-01T00:00:00Z","limit":"1h"}',
        `{"start":"2026-11-01T00:00:00Z","limit":"1h","calendar":{"tz":"UTC",${hours}}}`,
        '{"start":"2026-11-01T00:00:00Z","limit":"1h","agency":"SXD"}',
      ].join('\n'),
      ['--calendar', calendar],
    );
    expect(lines.map(json)).toEqual([
      expect.objectContaining({ dueAt: '2026-11-02T01:00:00+09:00' }),
      expect.objectContaining({ dueAt: '2026-11-02T01:00:00+00:00' }),
      { error: expect.stringContaining('agency') },
    ]);
  });

  it('says of a wrong calendar or a wrong province in every line that needs it', async () => {
    const own =
      '{"start":"2026-11-01T00:00:00Z","limit":"1h","calendar":{"tz":"UTC","hours":{"mon":[["00:00","24:00"]]}}}';
    const wrong = file('sai.json', '{"tz":"Asia/Tokyo","hours":{"mon":[["07:00","11:00"],["10:00","12:00"]]}}');
    const given = await deadline([good, own, good].join('\n'), ['--calendar', wrong]);
    expect(given.lines.map(json)).toEqual([
      { error: expect.stringContaining('chồng lên nhau') },
      expect.objectContaining({ workedMinutes: 60 }),
      { error: expect.stringContaining('sai.json') },
    ]);
    const province = await deadline([good, own].join('\n'), [], { PROVINCE_DIR: folder });
    expect(province.lines.map(json)).toEqual([
      { error: expect.stringContaining('Tệp cấu hình của tỉnh') },
      expect.objectContaining({ workedMinutes: 60 }),
    ]);
  });

  it.each([
    [['--calendar', 'khong-co.json'], 'khong-co.json'],
    [['--lich', 'x'], '--lich'],
    [['x.jsonl'], 'x.jsonl'],
  ])('%j is a wrong call', async (args, named) => {
    const { code, lines, stderr } = await deadline(good, args);
    expect([code, lines]).toEqual([2, []]);
    expect(stderr).toContain(named);
  });

  it('says how it is used', async () => {
    const { code, lines } = await deadline('', ['--help']);
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('--calendar');
  });

  it('answers before its input ends', async () => {
    const child = spawn('npm', ['run', '-s', 'deadline'], { cwd: PACKAGE_ROOT });
    child.stdin.write(`${good}\n`);
    const first = await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve));
    expect(json(first.toString())).toMatchObject(goodDue);
    child.stdin.end();
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn('node', ['--import', 'tsx', 'src/cli/deadline.ts'], { cwd: PACKAGE_ROOT });
    const stderr = text(child.stderr);
    const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.stdin.on('error', () => undefined);
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(`${good}\n`.repeat(20_000));
    expect([await exit, await stderr]).toEqual([0, '']);
  });

  it('loads neither framework nor database, so that it starts at once', async () => {
    const { metafile } = await build({
      entryPoints: [join(PACKAGE_ROOT, 'src', 'cli', 'deadline.ts')],
      absWorkingDir: PACKAGE_ROOT,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      metafile: true,
      write: false,
    });
    const packages = Object.values(metafile.inputs)
      .flatMap(({ imports }) => imports)
      .filter(({ external, path }) => external && !path.startsWith('node:'))
      .map(({ path }) => path);
    expect([...new Set(packages)].sort()).toEqual(['csv-parse/sync', 'luxon', 'zod']);
  });
});
