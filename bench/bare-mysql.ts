import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { measure, type Rate, type Sent } from './intake.js';
import { belongsTo, copier, tableRows, WRITTEN_BY_INTAKE, type TableRows, type Value } from './rows.js';

const connect = (url: string): Promise<Connection> => createConnection({ uri: url, dateStrings: true });

/** The rows that one ticket left in the tables of intake. */
export async function readRows(url: string, sent: Sent): Promise<TableRows[]> {
  const connection = await connect(url);
  const tables: TableRows[] = [];
  for (const table of WRITTEN_BY_INTAKE) {
    const [rows] = await connection.query<(RowDataPacket & Record<string, Value>)[]>(
      `select * from ${table} limit 100`,
    );
    tables.push(
      tableRows(
        table,
        rows.filter((row) => belongsTo(sent, row)),
      ),
    );
  }
  await connection.end();
  return tables;
}

/** Empty tables of the same form in another database: what is written there keeps no dispatcher busy. */
export async function emptyCopy(url: string): Promise<string> {
  const connection = await connect(url);
  const from = new URL(url).pathname.slice(1);
  const name = `${from}_bare`;
  await connection.query(`create database ${name}`);
  for (const table of WRITTEN_BY_INTAKE) await connection.query(`create table ${name}.${table} like ${from}.${table}`);
  await connection.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).toString();
}

/** The same rows by hand: one transaction, one statement a table, nothing around it. */
export async function writeBare(
  url: string,
  like: readonly TableRows[],
  sent: Sent,
  connections: number,
  seconds: number,
): Promise<Rate> {
  const pool = await Promise.all(Array.from({ length: connections }, () => connect(url)));
  const next = copier(like, sent);
  const rate = await measure(connections, seconds, async (index) => {
    const connection = pool[index] as Connection;
    await connection.query('start transaction');
    for (const { table, columns, rows } of next()) {
      await connection.query(`insert into ${table} (${columns.join(', ')}) values ?`, [rows]);
    }
    await connection.query('commit');
    return true;
  });
  await Promise.all(pool.map((connection) => connection.end()));
  return rate;
}

/** Statements the server was asked for so far, by everybody. */
export async function questions(url: string): Promise<number> {
  const connection = await connect(url);
  const [rows] = await connection.query<RowDataPacket[]>(`show global status like 'Questions'`);
  await connection.end();
  return Number(rows[0]?.['Value']);
}

/** The statements of one request, in order, as the server got them. */
export async function statementsOf(url: string, sendOne: () => Promise<Sent | null>): Promise<string[]> {
  const connection = await connect(url);
  await connection.query(`set global log_output = 'TABLE'`);
  await connection.query('truncate mysql.general_log');
  await connection.query('set global general_log = 1');
  const sent = await sendOne();
  await connection.query('set global general_log = 0');
  const [rows] = await connection.query<RowDataPacket[]>(
    `select thread_id as thread, convert(argument using utf8mb4) as text from mysql.general_log where command_type in ('Query', 'Execute') order by event_time`,
  );
  await connection.end();
  const lines = rows.map((row) => ({ thread: Number(row['thread']), text: String(row['text']) }));
  // The connection that wrote the idempotency key is the one that served the request.
  const served = lines.find(({ text }) => sent !== null && text.includes(sent.key))?.thread;
  const mine = lines.filter(({ thread }) => thread === served).map(({ text }) => text);
  const begin = mine.findIndex((text) => /^start transaction/i.test(text));
  const end = mine.findIndex((text, index) => index > begin && /^commit/i.test(text));
  return mine.slice(Math.max(0, begin), end + 1);
}
