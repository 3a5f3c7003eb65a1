import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { createApp } from '../create-app.js';
import { formatDay, formatInstant, Problem } from '../kernel/index.js';
import { ApiKeys, type ApiKey } from '../open311/index.js';
import { ConfigError, readConfig } from '../platform/config/index.js';
import { Reader } from '../platform/database/index.js';

const USAGE = `npm run -s api-key -- --name "TÊN"      cấp khoá Open311 cho một phần mềm; khoá chỉ in lần này
npm run -s api-key -- --list              mọi khoá đã cấp, không kèm khoá
npm run -s api-key -- --revoke TÊN|MÃ     thu hồi, có hiệu lực ngay
`;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Options {
  readonly name?: string;
  readonly list?: boolean;
  readonly revoke?: string;
}

function read(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, list: { type: 'boolean' }, revoke: { type: 'string' } },
    });
    if (Object.keys(values).length !== 1) throw new UsageError('Ghi một trong --name, --list, --revoke.');
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function execute({ name, revoke }: Options, keys: ApiKeys): Promise<string> {
  if (name !== undefined) {
    const { id, key } = await keys.issue(name);
    return `Đã cấp khoá ${id} cho “${name}”. Khoá, chỉ in lần này:\n${key}\n`;
  }
  if (revoke !== undefined) return `Đã thu hồi ${describe(await keys.revoke(revoke))}\n`;
  const all = await keys.list();
  return all.length === 0 ? 'Chưa cấp khoá nào.\n' : all.map((key) => `${describe(key)}\n`).join('');
}

function describe({ id, name, createdAt, lastUsedOn, revokedAt }: ApiKey): string {
  const used = lastUsedOn === null ? 'chưa dùng' : `dùng gần nhất ${formatDay(lastUsedOn)}`;
  const revoked = revokedAt === null ? '' : `, thu hồi ${formatInstant(revokedAt, { year: true })}`;
  return `${id} ${name}: cấp ${formatInstant(createdAt, { year: true })}, ${used}${revoked}`;
}

/** `npm run api-key`: keys of other software, from the server's own terminal. */
async function run(args: readonly string[]): Promise<void> {
  const options = read(args);
  // Wired but not started: nothing listens and no event moves in this process.
  const app = await createApp({ ...readConfig(process.env), logLevel: 'error' });
  try {
    process.stdout.write(await execute(options, app.get(ApiKeys, { strict: false })));
  } finally {
    // What was never started is not stopped either: the connections are all there is to close.
    await app.get(Reader).manager.dataSource.destroy();
    const writer = app.get(DataSource);
    if (writer.isInitialized) await writer.destroy();
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = 1;
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n${USAGE}`);
  else if (error instanceof Problem)
    process.stderr.write(`${error.fields.map(({ message }) => message).join(' ') || error.title}\n`);
  else if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
  else
    process.stderr.write(`Chưa làm được: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
});
