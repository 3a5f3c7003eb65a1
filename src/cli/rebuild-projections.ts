import 'reflect-metadata';
import { createApp } from '../create-app.js';
import { ConfigError, readConfig } from '../platform/config/index.js';
import { RebuildProjections } from '../publication/index.js';

/**
 * `npm run projections:rebuild`: writes the two public projections again from the tickets. The service may
 * run meanwhile; each ticket is written as it is at that moment.
 */
async function run(): Promise<void> {
  // Wired but not started: nothing listens and no event moves in this process.
  const app = await createApp({ ...readConfig(process.env), logLevel: 'error' });
  try {
    const { tickets, removed } = await app.get(RebuildProjections, { strict: false }).execute((done) => {
      process.stderr.write(
        `${process.stderr.isTTY ? '\r' : ''}Đã xem ${String(done)} phiếu.${process.stderr.isTTY ? '' : '\n'}`,
      );
    });
    process.stdout.write(
      `\nXong. Đã dựng lại phần công khai của ${String(tickets)} phiếu, bỏ ${String(removed)} dòng không còn phiếu.\n`,
    );
  } finally {
    await app.close();
  }
}

run().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
  else
    process.stderr.write(
      `Dựng lại chưa xong, chạy lại sẽ làm lại từ đầu: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exitCode = 2;
});
