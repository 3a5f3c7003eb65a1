/** A database full of tickets: a few real ones, copied on the server many times over. */
import type { Connection, RowDataPacket } from 'mysql2/promise';

/** A ticket that is copied, with everything that hangs on it. */
export interface Mould {
  readonly ticketIds: readonly string[];
  /** Copies lie in the past, this many seconds for each number that is still to come. */
  readonly secondsEach: number;
  /** Copies lie with many agencies, wards and categories. */
  readonly spread: boolean;
}

export interface Variety {
  readonly agencies: readonly string[];
  readonly wards: readonly string[];
  readonly categories: readonly string[];
}

const PORTION = 10_000;
const ALPHABET = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** Numbers that a copy would take twice. */
const NOT_COPIED = ['letter'];
/** Only added to at the end, and by nobody looked at again: how many there are costs a command nothing. */
const ONLY_OF_CASES = ['outbox_event'];

/** The id that a row has in the copy of this number: rising with the number, as ids rise with time. */
export function copiedId(id: string, number: number): string {
  return `01${String(number).padStart(8, '0')}${id.slice(-16)}`;
}

/**
 * Copies the ticket of the mould at `mouldOf(number)` for each number from 1 to `count`, with all rows that hang on
 * it, table by table in the order of the keys.
 *
 * @returns how many rows each table got.
 */
export async function copyTickets(
  connect: () => Promise<Connection>,
  {
    count,
    moulds,
    slot,
    variety,
  }: {
    readonly count: number;
    readonly moulds: readonly Mould[];
    /** SQL: the place in the list of the mould that a number has. */
    readonly slot: (number: string) => string;
    readonly variety: Variety;
  },
): Promise<ReadonlyMap<string, number>> {
  const connection = await connect();
  const owned = await makeMoulds(connection, moulds);
  const work = [...owned.tables];
  const done = new Map<string, number>();
  const worker = async (own: Connection): Promise<void> => {
    await own.query('set unique_checks = 0, foreign_key_checks = 0');
    for (let table = work.shift(); table !== undefined; table = work.shift()) {
      const expressions = table.columns.map(
        (column) => `${copied(table.name, column, { ids: owned.ids, variety, count })} as ${column.name}`,
      );
      let rows = 0;
      for (let first = 1; first <= count; first += PORTION) {
        const last = Math.min(count, first + PORTION - 1);
        const [result] = await own.query(
          `insert into ${table.name} (${table.columns.map(({ name }) => name).join(', ')})
           select ${expressions.join(', ')}
           from (select seq as n from seq_${String(first)}_to_${String(last)}) numbers
           straight_join mould_slot o on o.slot = ${slot('n')}
           straight_join mould_${table.name} c on c.mould_ticket_id = o.ticket_id
           ${ONLY_OF_CASES.includes(table.name) ? 'where o.spread = 0' : ''}`,
        );
        rows += (result as { affectedRows: number }).affectedRows;
      }
      done.set(table.name, rows);
    }
  };
  // Two: the service is not running yet, and each statement keeps one core busy.
  const other = await connect();
  await Promise.all([worker(connection), worker(other)]);
  for (const table of owned.tables) await connection.query(`drop table mould_${table.name}`);
  await connection.query('drop table mould_slot');
  await Promise.all([connection.end(), other.end()]);
  return done;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly length: number | null;
  /** What the moulds have in it. */
  readonly values: readonly (string | null)[];
}

interface MouldTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** The rows of the moulds, apart: a table that is read while it is written to is first copied as a whole. */
async function makeMoulds(
  connection: Connection,
  moulds: readonly Mould[],
): Promise<{ readonly tables: readonly MouldTable[]; readonly ids: ReadonlySet<string> }> {
  await connection.query(
    'create table mould_slot (slot int not null, ticket_id varchar(26) character set ascii collate ascii_bin not null, seconds_each double not null, spread int not null, key (slot))',
  );
  const places = moulds.flatMap(({ ticketIds, secondsEach, spread }, place) =>
    ticketIds.map((id) => [place, id, secondsEach, spread ? 1 : 0]),
  );
  await connection.query('insert into mould_slot values ?', [places]);
  const [named] = await connection.query<RowDataPacket[]>(
    `select table_name as name, column_name as owner from information_schema.columns
     where table_schema = database() and table_name not like 'mould%'
       and (column_name = 'ticket_id' or (table_name = 'ticket' and column_name = 'id')
         or (table_name = 'outbox_event' and column_name = 'aggregate_id'))`,
  );
  const ids = new Set(places.map(([, id]) => String(id)));
  const tables: MouldTable[] = [];
  for (const row of named) {
    const [name, owner] = [String(row['name']), String(row['owner'])];
    if (NOT_COPIED.includes(name)) continue;
    await connection.query(
      `create table mould_${name} as
       select c.*, c.${owner} as mould_ticket_id, row_number() over (partition by o.slot order by c.${owner}) as mould_number
       from ${name} c join mould_slot o on o.ticket_id = c.${owner}`,
    );
    const [rows] = await connection.query<RowDataPacket[]>(`select * from mould_${name}`);
    if (rows.length === 0) {
      await connection.query(`drop table mould_${name}`);
      continue;
    }
    await connection.query(`alter table mould_${name} add key (mould_ticket_id)`);
    for (const { id } of rows) if (typeof id === 'string') ids.add(id);
    const [columns] = await connection.query<RowDataPacket[]>(
      `select column_name as name, data_type as type, character_maximum_length as length
       from information_schema.columns where table_schema = database() and table_name = ? order by ordinal_position`,
      [name],
    );
    tables.push({
      name,
      columns: columns.map((column) => ({
        name: String(column['name']),
        type: String(column['type']),
        length: column['length'] === null ? null : Number(column['length']),
        values: rows.map((each) =>
          typeof each[String(column['name'])] === 'string' ? String(each[String(column['name'])]) : null,
        ),
      })),
    });
  }
  return { tables, ids };
}

/** What a copy has in a column: SQL over the mould's row `c`, the number `n` and its mould `o`. */
function copied(
  table: string,
  { name, type, length, values }: Column,
  { ids, variety, count }: { readonly ids: ReadonlySet<string>; readonly variety: Variety; readonly count: number },
): string {
  const kept = `c.${name}`;
  const present = values.filter((value) => value !== null);
  if (
    type === 'varchar' &&
    length === 26 &&
    (name === 'contact_id' || present.some((id) => ids.has(id) && ALPHABET.test(id)))
  )
    return `if(${kept} is null, null, concat('01', lpad(n, 8, '0'), right(${kept}, 16)))`;
  if (type === 'datetime')
    return `date_sub(${kept}, interval (${String(count)} - n) * o.seconds_each * 1000000 microsecond)`;
  const ticketId = { ticket: 'id', public_status: 'ticket_id' }[table];
  if (ticketId !== undefined && name === 'code') return `concat('DN-', lpad(n, 8, '0'), right(c.${ticketId}, 6))`;
  if (table === 'outbox_event' && name === 'seq') return `n * 64 + c.mould_number`;
  const choices = choicesFor(name, variety);
  if (choices === null || present.length === 0) return kept;
  const list = choices.map((choice) => `'${choice}'`).join(', ');
  // The centre and its overseer stay who they are.
  return `if(o.spread = 1 and (${kept} like 'UBND-%' or '${name}' in ('ward_code', 'category_code')), elt(1 + n % ${String(choices.length)}, ${list}), ${kept})`;
}

function choicesFor(column: string, { agencies, wards, categories }: Variety): readonly string[] | null {
  if (column === 'ward_code') return wards;
  if (column === 'category_code') return categories;
  return column.endsWith('agency_code') ? agencies : null;
}
