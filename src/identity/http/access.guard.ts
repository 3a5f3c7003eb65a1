import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { ACCESS_KEY, isApi, STATE_CHANGING, type Access } from '../../platform/http/index.js';
import { CSRF_FIELD, CSRF_HEADER, csrfMatches, requestOrigin } from '../csrf.js';
import { localPath, SIGN_IN_PATH } from '../domain/landing.js';
import { allows, isPermission } from '../domain/permissions.js';
import type { Principal } from '../domain/principal.js';
import { Sessions, type LiveSession } from '../sessions.js';
import type { IdentifiedRequest } from './request.js';
import { SignInNeeded } from './sign-in-needed.filter.js';

/** Sent by pages that fetch themselves again: nobody sits there, as far as the idle limit goes. */
const BACKGROUND_HEADER = 'x-background';

const VISITOR: Principal = { kind: 'public' };

/**
 * Stands before every handler and denies by default: a handler that states neither a permission nor
 * `@Public()` is refused to everybody. Global for HTTP. Global guards do not reach gateways: they name it
 * with `@UseGuards(AccessGuard)`, and their namespace middleware sets `client.data.principal`.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (context.getType() === 'ws') {
      const { data } = context.switchToWs().getClient<{ data: { principal?: Principal } }>();
      return access !== undefined && mayCall(data.principal ?? VISITOR, access);
    }
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    if (access === undefined) throw missing(request);
    const by = request.get(BACKGROUND_HEADER) === undefined ? 'person' : 'page';
    const session = await this.sessions.find(request.headers.cookie, by);
    request.session = session;
    request.principal = session?.principal ?? VISITOR;
    if (!mayCall(request.principal, access)) throw session ? missing(request) : signInFirst(request);
    if (STATE_CHANGING.has(request.method)) await this.checkOrigin(request, session, access);
    return true;
  }

  /**
   * A page elsewhere must not act with the cookie of whoever looks at it, nor send forms in their name.
   * With a session the token of that session is asked for. A public handler lends no authority, so there
   * the browser's word on where the request comes from is enough: a citizen's form needs no session.
   */
  private async checkOrigin(request: IdentifiedRequest, session: LiveSession | null, access: Access): Promise<void> {
    if (session) {
      const body = request.body as Record<string, unknown> | undefined;
      const given = request.get(CSRF_HEADER) ?? body?.[CSRF_FIELD] ?? (await request.unreadForm?.field(CSRF_FIELD));
      if (csrfMatches(session.csrf, given)) return;
    }
    const from = requestOrigin(
      { fetchSite: request.get('sec-fetch-site'), origin: request.get('origin'), host: request.get('host') },
      this.config.publicUrl,
    );
    if ('public' in access && (from === 'own' || (from === 'unknown' && !session))) return;
    throw new Problem('forbidden', 'Trang này mở đã lâu nên chưa gửi được. Xin tải lại trang rồi gửi lại.');
  }
}

function mayCall(principal: Principal, access: Access): boolean {
  if ('public' in access) return true;
  return isPermission(access.permission) && allows(principal, access.permission);
}

/** What somebody may not see looks exactly like what does not exist. */
function missing(request: IdentifiedRequest): Problem {
  return isApi(request) ? Problem.notFound() : Problem.notFound('Không tìm thấy trang này.');
}

function signInFirst(request: IdentifiedRequest): Error {
  if (isApi(request)) return new Problem('unauthenticated', 'Xin đăng nhập để làm tiếp.');
  // After signing in a form cannot be sent again; its page can be shown again.
  const wanted = request.method === 'GET' ? request.originalUrl : refererPath(request);
  const path = localPath(wanted);
  return new SignInNeeded(path === null ? SIGN_IN_PATH : `${SIGN_IN_PATH}?tiep=${encodeURIComponent(path)}`);
}

function refererPath(request: IdentifiedRequest): string | null {
  try {
    const url = new URL(request.get('referer') ?? '');
    return url.host === request.get('host') ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}
