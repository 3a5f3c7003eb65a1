import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { createApp } from '../create-app.js';
import { ConfigError, readConfig } from '../platform/config/index.js';
import { Reader } from '../platform/database/index.js';
import { CallReconciler, CdrFileError, type ReconciledLine } from '../telephony/index.js';

const OUTCOMES: Readonly<Record<ReconciledLine['outcome'], string>> = {
  added: 'thêm',
  repaired: 'sửa',
  unchanged: 'đã đúng',
  refused: 'không nhận',
};

/**
 * `npm run -s cdr -- FILE.csv [--pbx NAME]`: brings the calls in line with what the exchange wrote down itself. Prints
 * what it changed; exit code 0 when every line was taken, 1 when any was refused. Missed calls that are found this way
 * come to the list of people to be called through the running service, or the next one that starts.
 */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { pbx: { type: 'string' } },
  });
  const [path] = positionals;
  if (path === undefined) throw new CdrFileError('Thiếu tên tệp: npm run -s cdr -- TỆP.csv [--pbx TÊN_TỔNG_ĐÀI]');
  const config = readConfig(process.env);
  const pbx = values.pbx ?? config.ctiTokens[0]?.name;
  if (pbx === undefined || (config.ctiTokens.length > 1 && values.pbx === undefined))
    throw new CdrFileError('Ghi rõ --pbx TÊN, tên tổng đài như trong CTI_TOKENS.');
  // Wired but not started: nothing listens and no event moves in this process.
  const app = await createApp({ ...config, logLevel: 'error' });
  try {
    const counts = { added: 0, repaired: 0, unchanged: 0, refused: 0 };
    await app.get(CallReconciler, { strict: false }).run(pbx, readFileSync(path, 'utf8'), (one) => {
      counts[one.outcome] += 1;
      if (one.outcome !== 'unchanged') process.stdout.write(`${describe(one)}\n`);
    });
    const sums = Object.entries(OUTCOMES).map(
      ([name, word]) => `${word} ${String(counts[name as keyof typeof counts])}`,
    );
    process.stdout.write(`Xong: ${sums.join(', ')}.\n`);
    return counts.refused === 0 ? 0 : 1;
  } finally {
    // What was never started is not stopped either: the connections are all there is to close.
    await app.get(Reader).manager.dataSource.destroy();
    const writer = app.get(DataSource);
    if (writer.isInitialized) await writer.destroy();
  }
}

function describe({ line, callId, outcome, reasons }: ReconciledLine): string {
  const call = callId === '' ? '' : ` (${callId})`;
  return `Dòng ${String(line)}${call}: ${OUTCOMES[outcome]}${reasons.length === 0 ? '' : `, ${reasons.join('; ')}`}`;
}

run(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    if (error instanceof CdrFileError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
    else
      process.stderr.write(
        `Chưa đối soát xong, chạy lại được: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    process.exitCode = 2;
  });
