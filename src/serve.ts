import type { NestExpressApplication } from '@nestjs/platform-express';
import { Province } from './agencies/index.js';
import { createApp } from './create-app.js';
import { DemoAccounts, ROLE_NAMES, type DemoAccess } from './identity/index.js';
import { KnowledgeSamples } from './knowledge/index.js';
import type { Config } from './platform/config/index.js';
import { OperatorLines } from './telephony/index.js';

/** Where the demo operators sit, unless somebody has given them another line. */
const DEMO_LINES = { tongdai: '101', tongdai2: '102', tongdai3: '103' };

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const CLOSE_AFTER_MS = 15_000;
const END_AFTER_MS = 20_000;
const GIVE_UP_AFTER_MS = 5_000;

/**
 * Serves until a signal ends it, and has said where by then.
 *
 * @throws what kept it from starting, after what had begun (connections, jobs) was closed and what was claimed is
 *   free again.
 */
export async function serve(config: Config): Promise<void> {
  const app = await createApp(config);
  try {
    await start(app, config);
  } catch (error) {
    await Promise.race([
      app.close().catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, GIVE_UP_AFTER_MS)),
    ]);
    throw error;
  }
}

async function start(app: NestExpressApplication, config: Config): Promise<void> {
  app.enableShutdownHooks([...SIGNALS], { useProcessExit: true });
  endLingering(app);
  await app.init();
  const demo =
    config.env === 'production'
      ? null
      : await app.get(DemoAccounts).ensure(app.get(Province, { strict: false }).demoAgencies);
  if (demo !== null) await app.get(KnowledgeSamples, { strict: false }).ensure();
  if (demo) await app.get(OperatorLines, { strict: false }).ensure(DEMO_LINES);
  await app.listen(config.port);
  process.stdout.write(welcome(config, (app.getHttpServer().address() as { port: number }).port, demo));
}

/** A graceful stop waits for requests in flight; one that never ends must not hold it up for ever. */
function endLingering(app: NestExpressApplication): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      setTimeout(() => {
        (app.getHttpServer() as { closeAllConnections(): void }).closeAllConnections();
      }, CLOSE_AFTER_MS).unref();
      setTimeout(() => process.exit(1), END_AFTER_MS).unref();
    });
  }
}

function welcome(config: Config, port: number, demo: DemoAccess | null): string {
  const address = config.env === 'production' ? config.publicUrl : `http://localhost:${port}`;
  const lines = [
    '',
    `  1022 đang chạy ở ${address}`,
    `  Dữ liệu: ${config.databaseUrl === null ? config.dataDir : 'MySQL/MariaDB'}`,
  ];
  const [pbx] = config.env === 'production' ? [] : config.ctiTokens;
  if (pbx) lines.push(`  Tổng đài điện thoại “${pbx.name}” báo cuộc gọi về ${address}/api/v1/cti/${pbx.token}`);
  if (demo) {
    const width = Math.max(...demo.accounts.map((account) => account.login.length));
    lines.push(
      '',
      `  Tài khoản dùng thử, mật khẩu chung: ${demo.password}`,
      ...demo.accounts.map((account) => `    ${account.login.padEnd(width)}  ${ROLE_NAMES[account.role]}`),
      '',
      '  Bắt đầu:',
      `    1. ${address}/gui-phan-anh  gửi một phản ánh như người dân, hoặc đăng nhập tongdai để ghi một cuộc gọi`,
      `    2. ${address}/dang-nhap  đăng nhập canbo.phuong: phiếu của phường Trảng Dài hiện ngay trong “Việc của tôi”; nhận, soạn trả lời, trình`,
      '    3. đăng nhập lanhdao.phuong để duyệt, rồi dieuphoi để công khai',
      `    4. ${address}/da-cong-khai  đọc câu trả lời đã công khai`,
    );
  }
  return `${lines.join('\n')}\n\n`;
}
