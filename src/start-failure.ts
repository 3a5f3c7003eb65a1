import type { Config } from './platform/config/index.js';

/** Errors whose message is written for the person who starts the service. */
const PLAIN = new Set(['ConfigError', 'StartUpError', 'ProvinceFilesError', 'SlaError']);

const DATABASE_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'không có máy chủ nào nghe ở đó',
  ENOTFOUND: 'không có máy chủ tên đó',
  EAI_AGAIN: 'không hỏi được tên máy chủ',
  ETIMEDOUT: 'máy chủ không trả lời',
  EHOSTUNREACH: 'không tới được máy chủ',
  ER_ACCESS_DENIED_ERROR: 'sai tên hoặc mật khẩu',
  ER_DBACCESS_DENIED_ERROR: 'tài khoản không được dùng cơ sở dữ liệu này',
  ER_BAD_DB_ERROR: 'không có cơ sở dữ liệu tên đó',
  SQLITE_CANTOPEN: 'không mở hoặc không tạo được tệp',
  SQLITE_NOTADB: 'tệp không phải là cơ sở dữ liệu SQLite',
  SQLITE_CORRUPT: 'tệp cơ sở dữ liệu đã hỏng',
  SQLITE_READONLY: 'không có quyền ghi vào tệp',
};

/**
 * Why the service did not start, as one line that says what to set right; the stack only for what nobody
 * foresaw. Holds no password.
 *
 * @param config null when the settings themselves could not be read.
 */
export function startFailure(error: unknown, config: Config | null): string {
  if (!(error instanceof Error)) return `Không khởi động được: ${String(error)}`;
  if (error.name === 'ConfigError') return `Cấu hình chưa đúng: ${error.message}`;
  if (PLAIN.has(error.name)) return `Không khởi động được: ${error.message}`;
  const code = codeOf(error);
  const { syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === 'listen') return listening(code, config?.port ?? 0);
  if (code !== null && code in DATABASE_WORDS) {
    return `Không dùng được cơ sở dữ liệu ${placeOf(config)}: ${DATABASE_WORDS[code]} (${code}). Xin xem DATABASE_URL hoặc DATA_DIR.`;
  }
  if (path !== undefined && code !== null) return `Không khởi động được: ${code} ${path}`;
  return `Không khởi động được: ${error.stack ?? error.message}`;
}

function listening(code: string | null, port: number): string {
  if (code === 'EADDRINUSE')
    return `Không khởi động được: cổng ${port} đang có chương trình khác dùng. Xin đặt PORT là cổng khác.`;
  return `Không khởi động được: không nghe được ở cổng ${port} (${code}). Xin đặt PORT là cổng khác.`;
}

/** Of the error itself, of the driver's inside it, or of the first of several tries (IPv6, then IPv4). */
function codeOf(error: Error): string | null {
  const { code, driverError, errors } = error as { code?: unknown; driverError?: Error; errors?: readonly Error[] };
  if (typeof code === 'string') return code;
  const inner = driverError ?? errors?.[0];
  return inner instanceof Error && inner !== error ? codeOf(inner) : null;
}

function placeOf(config: Config | null): string {
  if (config === null) return '';
  if (config.databaseUrl === null) return `ở ${config.dataDir}`;
  const { host, pathname } = new URL(config.databaseUrl);
  return `${host}${pathname}`;
}
