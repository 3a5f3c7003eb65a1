import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { createApp } from '../create-app.js';
import { Importer, ImportFileError, type ImportProgress } from '../intake/index.js';
import { ConfigError, readConfig } from '../platform/config/index.js';
import { Reader } from '../platform/database/index.js';

/**
 * `npm run import -- FILE.csv|FILE.jsonl`: takes in every line once, by its channel and its own id, however
 * often it is run. Exit code 0 when every line is in (now or before), 1 when any was refused. The events of
 * the new tickets are handed out by the running service, or by the next one that starts.
 */
async function run(path: string | undefined): Promise<number> {
  if (path === undefined) throw new ImportFileError('Thiếu tên tệp: npm run import -- TỆP.csv hoặc TỆP.jsonl');
  // Wired but not started: nothing listens and no event moves in this process.
  const app = await createApp({ ...readConfig(process.env), logLevel: 'error' });
  try {
    const done = await app.get(Importer, { strict: false }).run(path, {
      progress: (progress) =>
        process.stderr.write(
          `${process.stderr.isTTY ? '\r' : ''}${describe(progress)}${process.stderr.isTTY ? '' : '\n'}`,
        ),
      refused: ({ line, externalId, reason }) =>
        process.stdout.write(
          `Dòng ${String(line)}${externalId === null ? '' : ` (${externalId})`} không nhận: ${reason}\n`,
        ),
    });
    process.stdout.write(`\nXong. ${describe(done)}\n`);
    return done.refused === 0 ? 0 : 1;
  } finally {
    // What was never started is not stopped either: the connections are all there is to close.
    await app.get(Reader).manager.dataSource.destroy();
    const writer = app.get(DataSource);
    if (writer.isInitialized) await writer.destroy();
  }
}

function describe({ read, added, known, refused }: ImportProgress): string {
  return `Đã đọc ${String(read)} dòng: thêm ${String(added)}, đã có ${String(known)}, không nhận ${String(refused)}.`;
}

run(process.argv[2])
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    if (error instanceof ImportFileError) process.stderr.write(`${error.message}\n`);
    else if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
    else
      process.stderr.write(
        `Nhập chưa xong, chạy lại sẽ nhập tiếp phần còn lại: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    process.exitCode = 2;
  });
