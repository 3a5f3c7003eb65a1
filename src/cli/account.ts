import 'reflect-metadata';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { Directory } from '../agencies/index.js';
import { createApp } from '../create-app.js';
import { Accounts, madeUpPassword, ROLES, type Account } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import { ConfigError, readConfig } from '../platform/config/index.js';
import { OperatorLines } from '../telephony/index.js';

const USAGE = `npm run account -- add --login TÊN --name "HỌ TÊN" --role VAI_TRÒ[,VAI_TRÒ] --agency MÃ_ĐƠN_VỊ [--email ĐỊA_CHỈ] [--generate]
npm run account -- password --login TÊN [--generate]   mật khẩu mới, thoát ở mọi máy
npm run account -- close --login TÊN                   khoá, thoát ở mọi máy
npm run account -- open --login TÊN                    mở lại
npm run account -- email --login TÊN [--email ĐỊA_CHỈ]  nơi nhận thư nhắc việc; bỏ trống thì thôi gửi
npm run account -- line --login TÊN [--extension SỐ]   máy lẻ của tổng đài viên; bỏ trống thì không ngồi máy nào
npm run account -- list
Mật khẩu được hỏi, hoặc đọc một dòng từ đầu vào; --generate thì tự tạo và in ra một lần.
Vai trò: ${ROLES.join(', ')}
`;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Options {
  readonly login?: string;
  readonly name?: string;
  readonly role?: string;
  readonly agency?: string;
  readonly email?: string;
  readonly extension?: string;
  readonly generate?: boolean;
}

/** `npm run account`: accounts from the server's own terminal; the way the first administrator gets in. */
async function run(args: readonly string[]): Promise<void> {
  const { command, options } = read(args);
  // Wired but not started: nothing listens and no event moves in this process.
  const app = await createApp({ ...readConfig(process.env), logLevel: 'error' });
  try {
    const accounts = app.get(Accounts, { strict: false });
    const directory = app.get(Directory, { strict: false });
    const lines = app.get(OperatorLines, { strict: false });
    process.stdout.write(
      command === 'line' ? await setLine(options, lines) : await execute(command, options, accounts, directory),
    );
  } finally {
    await app.close();
  }
}

function read(args: readonly string[]): { command: string; options: Options } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        login: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string' },
        agency: { type: 'string' },
        email: { type: 'string' },
        extension: { type: 'string' },
        generate: { type: 'boolean' },
      },
    });
    const [command] = positionals;
    if (command === undefined || positionals.length > 1) throw new UsageError('Thiếu lệnh.');
    return { command, options: values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function execute(command: string, options: Options, accounts: Accounts, directory: Directory): Promise<string> {
  switch (command) {
    case 'add': {
      const agencyCode = required(options, 'agency');
      await directory.reload();
      if (directory.agency(agencyCode) === null) {
        throw new UsageError(`Không có đơn vị ${agencyCode}. Chạy npm run load nếu chưa nạp dữ liệu địa phương.`);
      }
      const input = {
        login: required(options, 'login'),
        displayName: required(options, 'name'),
        agencyCode,
        email: options.email,
      };
      const roles = required(options, 'role').split(',');
      const { password, shown } = await passwordOf(options);
      const account = await accounts.add({ ...input, roles, password });
      return `Đã thêm ${describe(account)}.\n${shown}`;
    }
    case 'password': {
      const login = required(options, 'login');
      const { password, shown } = await passwordOf(options);
      await accounts.setPassword(login, password);
      return `Đã đổi mật khẩu của ${login} và thoát ở mọi máy.\n${shown}`;
    }
    case 'email': {
      const login = required(options, 'login');
      await accounts.setEmail(login, options.email ?? null);
      return options.email === undefined
        ? `Thôi gửi thư nhắc việc cho ${login}.\n`
        : `Thư nhắc việc của ${login} gửi về ${options.email}.\n`;
    }
    case 'close':
    case 'open': {
      const login = required(options, 'login');
      await accounts.setActive(login, command === 'open');
      return command === 'open' ? `Đã mở lại ${login}.\n` : `Đã khoá ${login} và thoát ở mọi máy.\n`;
    }
    case 'list':
      return (await accounts.list()).map((account) => `${describe(account)}\n`).join('');
    default:
      throw new UsageError(`Không có lệnh “${command}”.`);
  }
}

async function setLine(options: Options, lines: OperatorLines): Promise<string> {
  const login = required(options, 'login');
  const extension = options.extension ?? null;
  await lines.set(login, extension);
  return extension === null ? `${login} không ngồi máy lẻ nào.\n` : `${login} ngồi máy lẻ ${extension}.\n`;
}

function required(options: Options, name: 'login' | 'name' | 'role' | 'agency'): string {
  const value = options[name];
  if (value === undefined) throw new UsageError(`Thiếu --${name}.`);
  return value;
}

function describe({ login, displayName, roles, agencyCode, active, email }: Account): string {
  const mail = email === null ? '' : `, ${email}`;
  return `${login}: ${displayName}, ${roles.join(', ')}, ${agencyCode}${mail}${active ? '' : ', đã khoá'}`;
}

async function passwordOf({ generate }: Options): Promise<{ password: string; shown: string }> {
  if (generate === true) {
    const password = madeUpPassword();
    return { password, shown: `Mật khẩu, chỉ in lần này: ${password}\n` };
  }
  return { password: await ask(), shown: '' };
}

/** One line of input; typed at a terminal it is not shown. */
async function ask(): Promise<string> {
  const terminal = process.stdin.isTTY;
  if (terminal) process.stderr.write('Mật khẩu: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal });
  try {
    for await (const line of lines) return line;
    throw new UsageError('Chưa có mật khẩu.');
  } finally {
    lines.close();
    if (terminal) process.stderr.write('\n');
  }
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(explain(error));
  process.exitCode = 1;
});

function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n${USAGE}`;
  if (error instanceof ConfigError) return `Cấu hình chưa đúng: ${error.message}\n`;
  if (error instanceof Problem)
    return `${[error.title, ...error.fields.map(({ message }) => `  ${message}`)].join('\n')}\n`;
  return `Chưa làm được: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}
