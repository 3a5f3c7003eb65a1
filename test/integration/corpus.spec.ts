import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Importer, type RefusedLine } from '../../src/intake/index.js';
import { TicketRow } from '../../src/tickets/index.js';
import { CORPUS_FILE, HELD_OUT_FILE, readCorpus, type CorpusLine } from '../corpus/read-corpus.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { ENGINE } from '../support/index.js';

const HELD_OUT = readCorpus(HELD_OUT_FILE);
// Of the lines held out only the ids are shown: whoever writes rules must not learn from a failing test.
const CORPUS = [...readCorpus(), ...HELD_OUT];
const AIM = 0.95;
const MISSED_OF_HELD_OUT = 2;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pakn-corpus-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Imports a file into an empty service and gives the tickets by the line's id. */
async function imported(
  app: TestApp,
  path: string,
): Promise<{ refused: RefusedLine[]; tickets: Map<string, TicketRow> }> {
  const refused: RefusedLine[] = [];
  await app.get(Importer).run(path, { progress: () => undefined, refused: (line) => refused.push(line) });
  const rows = await app.rows.find(TicketRow);
  return { refused, tickets: new Map(rows.map((row) => [row.externalId ?? '', row])) };
}

function report(title: string, lines: readonly string[]): void {
  process.stdout.write(`\n${title} (${ENGINE})\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

const shown = (line: CorpusLine, text: string): string => (HELD_OUT.includes(line) ? line.externalId : text);

const share = (count: number, of: number): string => `${count}/${of} (${((100 * count) / of).toFixed(1)} %)`;

describe('the corpus, with category, ward and subject as a person would choose them', () => {
  let app: TestApp;
  let tickets: Map<string, TicketRow>;
  let refused: RefusedLine[];

  beforeAll(async () => {
    app = await createTestApp();
    const path = join(directory, 'classified.jsonl');
    const classified = CORPUS.map(({ expected, ...line }) => ({
      ...line,
      categoryCode: expected.category,
      wardCode: expected.ward,
      subjectAgencyCode: expected.subject,
    }));
    writeFileSync(path, classified.map((line) => JSON.stringify(line)).join('\n'));
    ({ tickets, refused } = await imported(app, path));
  }, 120_000);
  afterAll(() => app.close());

  it('takes in every line', () => {
    expect(refused).toEqual([]);
    expect(tickets.size).toBe(CORPUS.length);
    expect(CORPUS).toHaveLength(120);
  });

  it('reaches exactly the expected lead on at least 95 % of the lines', () => {
    const leadOf = ({ externalId }: CorpusLine): string | null => tickets.get(externalId)?.leadAgencyCode ?? null;
    const wrong = CORPUS.filter((line) => leadOf(line) !== line.expected.lead);
    const right = CORPUS.length - wrong.length;
    report('Corpus: exactly the expected lead', [
      share(right, CORPUS.length),
      ...wrong.map((line) =>
        shown(line, `${line.externalId}: ${String(leadOf(line))} instead of ${String(line.expected.lead)}`),
      ),
    ]);
    expect(right / CORPUS.length).toBeGreaterThanOrEqual(AIM);
  });

  it('keeps every khiếu nại and tố cáo at the centre, private, under the class that guides', () => {
    const guided = CORPUS.filter(({ expected }) => ['complaint', 'denunciation'].includes(expected.boundary));
    expect(guided.length).toBeGreaterThan(0);
    for (const { externalId } of guided) {
      expect(tickets.get(externalId)).toMatchObject({
        leadAgencyCode: 'TD1022',
        visibility: 'private',
        slaClass: 'K6',
        categoryCode: 'khac-kntc',
        state: 'received',
      });
    }
  });

  it('makes every emergency urgent and leaves it with whoever acts', () => {
    const emergencies = CORPUS.filter(({ expected }) => expected.boundary === 'emergency');
    expect(emergencies.length).toBeGreaterThan(0);
    for (const { externalId, expected } of emergencies) {
      expect(tickets.get(externalId)).toMatchObject({
        boundary: 'emergency',
        urgent: true,
        slaClass: 'K1',
        leadAgencyCode: expected.lead,
      });
    }
  });
});

describe('the corpus as it arrives, nothing chosen', () => {
  let app: TestApp;
  let tickets: Map<string, TicketRow>;
  let refused: RefusedLine[];

  beforeAll(async () => {
    app = await createTestApp();
    const path = join(directory, 'as-it-arrives.jsonl');
    writeFileSync(path, [CORPUS_FILE, HELD_OUT_FILE].map((file) => readFileSync(file, 'utf8').trim()).join('\n'));
    ({ tickets, refused } = await imported(app, path));
  }, 120_000);
  afterAll(() => app.close());

  it('takes in every line', () => {
    expect(refused).toEqual([]);
    expect(tickets.size).toBe(CORPUS.length);
  });

  it('treats no emergency, khiếu nại or tố cáo as ordinary', () => {
    const told = CORPUS.filter(({ expected }) => expected.boundary !== 'ordinary');
    const missed = told.filter(({ externalId }) => tickets.get(externalId)?.boundary === 'ordinary');
    const alarms = CORPUS.filter(
      ({ externalId, expected }) =>
        expected.boundary === 'ordinary' && tickets.get(externalId)?.boundary !== 'ordinary',
    );
    const exact = CORPUS.filter(({ externalId, expected }) => tickets.get(externalId)?.boundary === expected.boundary);
    report('Corpus: boundary heard in the words alone', [
      `exactly the expected one: ${share(exact.length, CORPUS.length)}`,
      `emergency, khiếu nại, tố cáo taken for ordinary: ${missed.length} of ${told.length} ${missed.map(({ externalId }) => externalId).join(' ')}`,
      `ordinary held back for a look: ${alarms.length} of ${CORPUS.length - told.length} ${alarms.map(({ externalId }) => externalId).join(' ')}`,
    ]);
    const tuned = missed.filter((line) => !HELD_OUT.includes(line));
    expect(tuned.map(({ externalId }) => externalId)).toEqual([]);
    // What was held out says how many are missed that nobody has written a rule for; it may only become fewer.
    expect(missed.length - tuned.length).toBeLessThanOrEqual(MISSED_OF_HELD_OUT);
  });

  it('finds the ward from the point or the typed place, and asks where a person would have to', () => {
    const wardOf = ({ externalId }: CorpusLine): string | null => tickets.get(externalId)?.wardCode ?? null;
    const wrong = CORPUS.filter((line) => wardOf(line) !== line.expected.ward);
    const guessed = wrong.filter((line) => wardOf(line) !== null);
    report('Corpus: ward from point or typed place', [
      share(CORPUS.length - wrong.length, CORPUS.length),
      ...wrong.map((line) =>
        shown(
          line,
          `${line.externalId} "${line.placeText ?? ''}": ${String(wardOf(line))} instead of ${String(line.expected.ward)}`,
        ),
      ),
    ]);
    // A wrong ward sends a crew to the wrong place; none is found out by asking.
    expect(guessed.map(({ externalId }) => externalId)).toEqual([]);
    expect((CORPUS.length - wrong.length) / CORPUS.length).toBeGreaterThanOrEqual(AIM);
  });
});
