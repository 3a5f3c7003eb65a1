import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Reader, UnitOfWork } from '../../src/platform/database/index.js';
import * as publication from '../../src/publication/index.js';
import * as tickets from '../../src/tickets/index.js';
import { caseName, COMMAND_CASES, prepareCase, type CommandCase } from '../support/command-cases.js';
import { CommandGround, START } from '../support/command-ground.js';
import { sentBy } from '../support/sent-statements.js';
import { createTestDatabase, FixedClock, type TestDatabase } from '../support/index.js';
import { openStage, type TicketStage } from './ticket-stage.js';

jest.setTimeout(120_000);

/** Of each command as it is given: what it reads for its decision, what it writes, and the idempotency key. */
const MOST = 8;

/** What is done along with a command, in as many statements more; nothing else may take more than eight. */
const ALONG_WITH: Readonly<Record<string, number>> = {
  // What everybody could read is gone with the decision, not when the event comes round: it may be about a person.
  'guide_elsewhere, of one that everybody reads': 8,
  // The public copy made anew, at once: what has to be hidden is hidden when the page says so.
  'moderate, taken off': 24,
  // It has the number it had in the index of the search, which is looked for and bound again.
  'moderate, put back': 26,
};

/** SQLite knows no change of several tables: what MariaDB is sent as one it is sent as one for each, one after the other. */
function asOneChange(sent: readonly string[]): string[] {
  const table = (sql: string | undefined): string | undefined => /^update (\w+) set/.exec(sql ?? '')?.[1];
  return sent.filter((sql, index) => {
    const before = table(sent[index - 1]);
    return before === undefined || table(sql) === undefined || table(sql) === before;
  });
}

const clock = new FixedClock(START);
let database: TestDatabase;
let stage: TicketStage;
let ground: CommandGround;

beforeAll(async () => {
  database = await createTestDatabase();
  stage = await openStage(database, clock);
  const { get } = stage;
  const wired = { get, tickets, publication, unitOfWork: get(UnitOfWork), dataSource: get(DataSource), clock };
  ground = await CommandGround.open(wired);
});
afterAll(async () => {
  await stage?.close();
  await database?.drop();
});

const CASES = tickets.TICKET_COMMANDS.flatMap((command) =>
  Object.entries(COMMAND_CASES[command]).map(([way, prepare]): [string, CommandCase] => [
    caseName(command, way),
    prepare,
  ]),
);

describe('what a command costs', () => {
  it.each(CASES)('%s: at most eight statements', async (name, prepare) => {
    const ready = await prepareCase(ground, prepare);
    const sent = await sentBy([stage.get(DataSource), stage.get(Reader).manager.dataSource], () =>
      ready.run((id) => id),
    );
    // One that did nothing would cost nothing.
    expect(sent.some((sql) => /^\s*(insert|update)/i.test(sql))).toBe(true);
    const counted = database.dataSource.options.type === 'better-sqlite3' ? asOneChange(sent) : sent;
    expect(counted.map((sql) => sql.slice(0, 80)).slice(MOST + (ALONG_WITH[name] ?? 0))).toEqual([]);
  });

  it('knows no case that is gone', () => {
    const names = CASES.map(([name]) => name);
    expect(Object.keys(ALONG_WITH).filter((name) => !names.includes(name))).toEqual([]);
  });
});
