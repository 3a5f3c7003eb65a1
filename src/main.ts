import 'reflect-metadata';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './create-app.js';
import { DemoAccounts, type DemoAccess, type Role } from './identity/index.js';
import { Config, ConfigError, readConfig } from './platform/config/index.js';

const CLOSE_AFTER_MS = 15_000;

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  operator: 'tổng đài viên',
  coordinator: 'điều phối viên',
  handler: 'cán bộ xử lý',
  agency_head: 'thủ trưởng đơn vị',
  overseer: 'Văn phòng UBND',
  director: 'giám đốc Trung tâm',
  leader: 'lãnh đạo thành phố',
  admin: 'quản trị',
  auditor: 'kiểm tra',
};

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const app = await createApp(config);
  app.enableShutdownHooks();
  await app.init();
  const demo = config.env === 'production' ? null : await app.get(DemoAccounts).ensure();
  await app.listen(config.port);
  endLingeringConnections(app);
  process.stdout.write(welcome(config, (app.getHttpServer().address() as { port: number }).port, demo));
}

/** A graceful stop waits for requests in flight; one that never ends must not hold it up for ever. */
function endLingeringConnections(app: NestExpressApplication): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => {
        (app.getHttpServer() as { closeAllConnections(): void }).closeAllConnections();
      }, CLOSE_AFTER_MS).unref();
    });
  }
}

function welcome(config: Config, port: number, demo: DemoAccess | null): string {
  const address = config.env === 'production' ? config.publicUrl : `http://localhost:${port}`;
  const lines = ['', `  1022 đang chạy ở ${address}`, `  Dữ liệu: ${config.databaseUrl === null ? config.dataDir : 'MySQL/MariaDB'}`];
  if (demo) {
    const width = Math.max(...demo.accounts.map((account) => account.login.length));
    lines.push(
      '',
      `  Tài khoản dùng thử, mật khẩu chung: ${demo.password}`,
      ...demo.accounts.map((account) => `    ${account.login.padEnd(width)}  ${ROLE_WORDS[account.role]}`),
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

start().catch((error: unknown) => {
  // One clear line; the stack only for what nobody foresaw.
  if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
  else if (error instanceof Error && /^(StartUpError|ProvinceFilesError)$/.test(error.name)) process.stderr.write(`Không khởi động được: ${error.message}\n`);
  else process.stderr.write(`Không khởi động được: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
