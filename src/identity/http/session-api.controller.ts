import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../kernel/index.js';
import { Api, NotIdempotent, Public, valid } from '../../platform/http/index.js';
import { ROLES } from '../domain/principal.js';
import { Sessions, type LiveSession } from '../sessions.js';
import { SignIn } from '../sign-in.js';
import { type IdentifiedRequest, Session } from './request.js';

export const credentialsSchema = z.object({
  login: z
    .string('Xin ghi tên đăng nhập.')
    .trim()
    .min(1, 'Xin ghi tên đăng nhập.')
    .max(200, 'Tên đăng nhập dài quá 200 ký tự.'),
  password: z.string('Xin ghi mật khẩu.').min(1, 'Xin ghi mật khẩu.').max(200, 'Mật khẩu dài quá 200 ký tự.'),
});

const sessionSchema = z.object({
  accountId: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(ROLES)),
  agencyCode: z.string(),
  csrf: z.string().describe('Gửi lại trong header X-CSRF-Token ở mọi yêu cầu thay đổi dữ liệu'),
});

/** Signing in and out for programs. */
@Public()
@Controller('api/v1/session')
export class SessionApiController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
  ) {}

  @Get()
  @Api({ summary: 'Ai đang đăng nhập', response: sessionSchema })
  read(@Session() session: LiveSession | null): z.output<typeof sessionSchema> {
    if (!session) throw new Problem('unauthenticated', 'Chưa đăng nhập.');
    return describe(session);
  }

  @Post()
  @NotIdempotent('a repeat makes another session of the same person')
  @Api({ summary: 'Đăng nhập', response: sessionSchema })
  async begin(
    @Body(valid(credentialsSchema)) body: z.output<typeof credentialsSchema>,
    @Req() request: IdentifiedRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.output<typeof sessionSchema>> {
    const { setCookie, session } = await this.signIn.execute({
      ...body,
      address: request.ip ?? '',
      cookieHeader: request.headers.cookie,
    });
    response.setHeader('Set-Cookie', setCookie);
    return describe(session);
  }

  @Delete()
  @HttpCode(204)
  @NotIdempotent('a repeat finds nobody signed in')
  @Api({ summary: 'Đăng xuất' })
  async end(@Req() request: IdentifiedRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.setHeader('Set-Cookie', await this.sessions.end(request.headers.cookie));
  }
}

function describe({ principal, csrf }: LiveSession): z.output<typeof sessionSchema> {
  const { accountId, displayName, roles, agencyCode } = principal;
  return { accountId, displayName, roles: [...roles], agencyCode, csrf };
}
