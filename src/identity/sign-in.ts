import { Injectable } from '@nestjs/common';
import { Problem } from '../kernel/index.js';
import { Reader, UnitOfWork } from '../platform/database/index.js';
import { foldLogin } from './domain/login.js';
import { AccountRow } from './entities.js';
import { Passwords } from './passwords.js';
import { Sessions, type StartedSession } from './sessions.js';
import { Throttle } from './throttle.js';

export interface Credentials {
  readonly login: string;
  readonly password: string;
  /** Where the request comes from, for the throttle. */
  readonly address: string;
  /** The `Cookie` header: the session it names ends. */
  readonly cookieHeader: string | undefined;
}

/** One answer for every way to be wrong, so that nobody learns which names exist. */
export const WRONG_CREDENTIALS = 'Tên đăng nhập hoặc mật khẩu chưa đúng. Xin gõ lại; quên thì hỏi quản trị của đơn vị.';

/** Signing in with a name and a password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly throttle: Throttle,
  ) {}

  /** @throws Problem `unauthenticated` for wrong credentials, `too-many-requests` after too many of them. */
  async execute(credentials: Credentials): Promise<StartedSession> {
    const login = foldLogin(credentials.login);
    const attempt = { login: login ?? credentials.login.slice(0, 100), address: credentials.address };
    await this.throttle.enter(attempt);
    const account = await this.reader.manager.findOneBy(AccountRow, { login: login ?? '' });
    const usable = account?.active === true ? account : null;
    const right = await this.passwords.matches(usable?.passwordHash ?? null, credentials.password);
    if (!usable || !right) throw new Problem('unauthenticated', WRONG_CREDENTIALS);
    return this.unitOfWork.run(async (transaction) => {
      await this.throttle.forgive(transaction, attempt);
      return this.sessions.start(transaction, usable, credentials.cookieHeader);
    });
  }
}
