import { Body, Controller, Get, Header, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Problem, type FieldError } from '../../kernel/index.js';
import { fieldErrors, NotIdempotent, Public, valid } from '../../platform/http/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { DemoAccounts } from '../demo-accounts.js';
import { landingPage, localPath, SIGN_IN_PATH } from '../domain/landing.js';
import { ROLE_NAMES } from '../domain/principal.js';
import { Sessions, type LiveSession } from '../sessions.js';
import { SignIn } from '../sign-in.js';
import { Session, Viewing, type IdentifiedRequest } from './request.js';
import { credentialsSchema } from './session-api.controller.js';

// Wrong types and lengths are shown on the form, not refused: nothing here is required.
const askedSchema = z.object({
  tiep: z.string().optional().catch(undefined),
  ten: z.string().max(64).optional().catch(undefined),
});
const formSchema = z.object({
  login: z.string().catch(''),
  password: z.string().catch(''),
  tiep: z.string().optional().catch(undefined),
});

interface Form {
  readonly login: string;
  readonly next: string | null;
  readonly errors: readonly FieldError[];
}

/** The sign-in page; works without scripts. */
@Public()
@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly demo: DemoAccounts,
    private readonly pages: Pages,
  ) {}

  @Get('dang-nhap')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(askedSchema)) asked: z.output<typeof askedSchema>,
    @Session() session: LiveSession | null,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): void {
    const next = localPath(asked.tiep);
    if (session) {
      response.redirect(303, next ?? landingPage(session.principal.roles));
      return;
    }
    response.type('html').send(this.page({ login: asked.ten ?? '', next, errors: [] }, page));
  }

  @Post('dang-nhap')
  @NotIdempotent('a repeat makes another session of the same person')
  @Header('cache-control', 'no-store')
  async begin(
    @Body(valid(formSchema)) body: z.output<typeof formSchema>,
    @Req() request: IdentifiedRequest,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const next = localPath(body.tiep);
    const again = (status: number, errors: readonly FieldError[]): void => {
      response
        .status(status)
        .type('html')
        .send(this.page({ login: body.login.slice(0, 200), next, errors }, page));
    };
    const credentials = credentialsSchema.safeParse(body);
    if (!credentials.success) {
      again(400, fieldErrors(credentials.error));
      return;
    }
    try {
      const { session, setCookie } = await this.signIn.execute({
        ...credentials.data,
        address: request.ip ?? '',
        cookieHeader: request.headers.cookie,
      });
      response.setHeader('Set-Cookie', setCookie);
      response.redirect(303, next ?? landingPage(session.principal.roles));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      again(error.kind === 'too-many-requests' ? 429 : 401, [{ field: 'login', message: error.title }]);
    }
  }

  @Post('dang-xuat')
  @HttpCode(303)
  @NotIdempotent('a repeat finds nobody signed in')
  async end(@Req() request: IdentifiedRequest, @Res() response: Response): Promise<void> {
    response.setHeader('Set-Cookie', await this.sessions.end(request.headers.cookie));
    response.redirect(303, SIGN_IN_PATH);
  }

  private page({ login, next, errors }: Form, context: PageContext): string {
    const demo = this.demo.access();
    const link = (name: string): string => {
      const query = new URLSearchParams({ ten: name, ...(next === null ? {} : { tiep: next }) });
      return `${SIGN_IN_PATH}?${query.toString()}`;
    };
    const model = {
      login,
      next,
      errors,
      loginError: errors.find(({ field }) => field === 'login')?.message ?? null,
      passwordError: errors.find(({ field }) => field === 'password')?.message ?? null,
      demo: demo && {
        password: demo.password,
        accounts: demo.accounts.map((account) => ({
          ...account,
          roleName: ROLE_NAMES[account.role],
          href: link(account.login),
        })),
      },
    };
    return this.pages.render('console/sign-in', model, { ...context, principal: null });
  }
}
