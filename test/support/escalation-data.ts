import { DataSource } from 'typeorm';
import { agenciesPart, ProvinceLoader } from '../../src/agencies/index.js';
import { newId, SystemClock } from '../../src/kernel/index.js';
import { PACKAGE_ROOT, type Config } from '../../src/platform/config/index.js';
import { writerOptions, type UnitOfWork } from '../../src/platform/database/index.js';
import { slaPart } from '../../src/sla/index.js';
import { openDatabase, type TestDatabase } from './database.js';
import { ESCALATION_TABLES } from './escalation.js';
import type { DatabasePlace } from './server-database.js';

/** A province with its configuration, people in a hundred agencies, and no ticket. */
export async function openProvince(place: DatabasePlace): Promise<FilledDatabase> {
  const writer = await new DataSource(writerOptions(place, [])).initialize();
  await writer.runMigrations();
  await writer.destroy();
  const database = await openDatabase(place, ESCALATION_TABLES);
  const clock = new SystemClock();
  const loader = new ProvinceLoader(
    { provinceDir: `${PACKAGE_ROOT}provinces/dong-nai` } as Config,
    database.unitOfWork,
    database.reader,
    clock,
  );
  await loader.load([agenciesPart, slaPart]);
  const filled = new FilledDatabase(database);
  await filled.addPeople();
  return filled;
}

type Value = string | number | null;

const nothing = (): void => undefined;
const silent = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

/** Steps of one kind that come one after the other. */
export interface Steps {
  readonly kind: string;
  readonly mark: '50%' | '80%' | '100%';
  /** When the first comes, and how far apart they are, in ms. */
  readonly from: Date;
  readonly everyMs: number;
  readonly count: number;
  readonly clocksATicket?: number;
  /** Neighbours in time lie far from each other in the tables. */
  readonly scattered?: boolean;
  /** A letter of its own for each filling of a database: it is part of the ids. */
  readonly name: string;
}

const SHARES = { '50%': 0.5, '80%': 0.8, '100%': 1 } as const;
const FIRED_BEFORE = { '50%': '', '80%': '50%', '100%': '50%,80%' } as const;

const HOUR = 3_600_000;
const AGENCIES = 90;
const ROWS_A_STATEMENT = 2_000;

const TICKET_COLUMNS = [
  'id',
  'code',
  'version',
  'state',
  'is_open',
  'channel',
  'contact_id',
  'title',
  'words',
  'ward_code',
  'category_code',
  'boundary',
  'urgent',
  'visibility',
  'sla_class',
  'lead_agency_code',
  'route_reason',
  'received_at',
  'list_due_at',
  'resolve_due_at',
  'history_length',
  'created_at',
  'updated_at',
] as const;

const CLOCK_COLUMNS = [
  'id',
  'ticket_id',
  'kind',
  'position',
  'holder_agency_code',
  'calendar_code',
  'time_limit',
  'started_at',
  'due_at',
  'pauses',
  'policy_version',
  'explanation',
  'ladder_version',
  'timer_mark',
  'timer_at',
  'fired_marks',
] as const;

/** What the explanation of a clock is about as long as. */
const EXPLANATION = JSON.stringify({ counted: 'x'.repeat(400) });
const WORDS = 'Đèn đường hẻm 12 cạnh chợ tắt hơn một tuần, tối đi lại rất nguy hiểm. '.repeat(2);

export class FilledDatabase {
  private agencies: string[] = [];

  constructor(readonly database: Omit<TestDatabase, 'drop'> & { close(): Promise<void> }) {}

  get unitOfWork(): UnitOfWork {
    return this.database.unitOfWork;
  }

  async query<T = Record<string, unknown>[]>(sql: string, parameters: Value[] = []): Promise<T> {
    return this.database.dataSource.query(sql, parameters);
  }

  async count(from: string): Promise<number> {
    const [row] = await this.query<{ n: number | string }[]>(`select count(*) as n from ${from}`);
    return Number(row?.n);
  }

  /** What the statistics of the engine would know after a night. */
  async analyze(tables: readonly string[]): Promise<void> {
    for (const table of tables) await this.query(this.mysql ? `analyze table ${table}` : `analyze ${table}`);
  }

  /** What is sent to the database meanwhile, begin and commit included. */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const statements: string[] = [];
    const sources = new Set([this.database.dataSource, this.database.rows.dataSource]);
    const logger = this.database.dataSource.logger;
    const listening = { ...silent, logQuery: (text: string) => void statements.push(text) };
    for (const source of sources) source.logger = listening;
    await work();
    for (const source of sources) source.logger = logger;
    return statements;
  }

  /** How the engine goes about a query, a line a step. */
  async planOf(sql: string, parameters: Value[]): Promise<string[]> {
    if (this.mysql) {
      const rows = await this.query(`explain ${sql}`, parameters);
      return rows.map((row) => ['type', 'key', 'rows', 'Extra'].map((name) => String(row[name])).join(', '));
    }
    const rows = await this.query(`explain query plan ${sql}`, parameters);
    return rows.map(({ detail }) => String(detail));
  }

  private get mysql(): boolean {
    return this.database.dataSource.options.type === 'mysql';
  }

  async addPeople(): Promise<void> {
    const rows = await this.query<{ code: string }[]>(
      `select code from agency where kind = 'ward' order by code limit ${AGENCIES}`,
    );
    this.agencies = rows.map(({ code }) => code);
    const people: (readonly [string, string])[] = [
      ['coordinator', 'TD1022'],
      ['director', 'TD1022'],
      ['overseer', 'VPUBND'],
      ['agency_head', 'UBND'],
      ['leader', 'UBND'],
      ...this.agencies.flatMap((code) => [['handler', code] as const, ['agency_head', code] as const]),
    ];
    await this.insert(
      'account',
      ['id', 'login', 'display_name', 'password_hash', 'agency_code', 'roles', 'active', 'created_at'],
      people.map(([role, agencyCode], index) => [
        newId(),
        `thu${String(index)}`,
        `Người thử ${String(index)}`,
        '-',
        agencyCode,
        JSON.stringify([role]),
        1,
        stored(new Date()),
      ]),
    );
  }

  /** Open tickets of many agencies, whose clocks come to their next step one after the other. */
  async addSteps(steps: Steps): Promise<void> {
    const { count, clocksATicket = 1 } = steps;
    for (let first = 0; first < count; first += ROWS_A_STATEMENT) {
      const numbers = Array.from({ length: Math.min(ROWS_A_STATEMENT, count - first) }, (_, i) => first + i);
      const firstClocks = numbers.filter((number) => number % clocksATicket === 0);
      await this.insert(
        'ticket',
        TICKET_COLUMNS,
        firstClocks.map((number) => this.ticket(steps, number)),
      );
      await this.insert(
        'ticket_clock',
        CLOCK_COLUMNS,
        numbers.map((number) => this.clock(steps, number)),
      );
    }
  }

  private ticket(steps: Steps, number: number): Value[] {
    const { startedAt, dueAt } = timesOf(steps, number);
    return [
      idOf(steps, 'T', number),
      `DN-${steps.name}${String(number).padStart(9, '0')}`,
      3,
      'in_progress',
      1,
      'web',
      idOf(steps, 'X', number),
      'Đèn đường hẻm 12 tắt',
      WORDS,
      '25993',
      'ht-chieu-sang',
      'ordinary',
      0,
      'public',
      'K2',
      this.agencyOf(number),
      'Theo loại việc và phường',
      startedAt,
      dueAt,
      dueAt,
      3,
      startedAt,
      startedAt,
    ];
  }

  private clock(steps: Steps, number: number): Value[] {
    const { startedAt, dueAt, timerAt } = timesOf(steps, number);
    return [
      idOf(steps, 'C', number),
      idOf(steps, 'T', number - (number % (steps.clocksATicket ?? 1))),
      steps.kind,
      1 + (number % (steps.clocksATicket ?? 1)),
      this.agencyOf(number),
      '24x7',
      '4h24x7',
      startedAt,
      dueAt,
      '[]',
      1,
      EXPLANATION,
      1,
      steps.mark,
      timerAt,
      FIRED_BEFORE[steps.mark],
    ];
  }

  private agencyOf(number: number): string {
    return this.agencies[(number * 37) % this.agencies.length] ?? '';
  }

  private async insert(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Promise<void> {
    // SQLite takes 32,766 values a statement.
    const portion = Math.floor(30_000 / columns.length);
    for (let from = 0; from < rows.length; from += portion) {
      const some = rows.slice(from, from + portion);
      const marks = `(${columns.map(() => '?').join(',')})`;
      await this.query(
        `insert into ${table} (${columns.join(',')}) values ${some.map(() => marks).join(',')}`,
        some.flat(),
      );
    }
  }
}

function timesOf(steps: Steps, number: number): { startedAt: string; dueAt: string; timerAt: string } {
  // 7,919 is a prime that divides no count used here, so every turn is given once.
  const turn = steps.scattered === true ? (number * 7_919) % steps.count : number;
  const timer = steps.from.getTime() + turn * steps.everyMs;
  const started = timer - 4 * HOUR * SHARES[steps.mark];
  return {
    startedAt: stored(new Date(started)),
    dueAt: stored(new Date(started + 4 * HOUR)),
    timerAt: stored(new Date(timer)),
  };
}

/** Rising, as ids made one after the other are. */
function idOf({ name }: Steps, table: string, number: number): string {
  return `01${name}${table}${String(number).padStart(22, '0')}`;
}

export function stored(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '');
}
