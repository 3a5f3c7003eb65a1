import { Controller, Get, Header, Param } from '@nestjs/common';
import { z } from 'zod';
import { Viewing } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Permit, Public, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { WallboardLinks } from '../../supervision/index.js';
import { Wallboard } from './wallboard.js';

const HTML = 'text/html; charset=utf-8';
const tokenSchema = z.object({ token: z.string().max(100) });

/** The screen on the wall: for who is signed in, and for a screen that nobody is signed in at. */
@Controller('bang-tin')
export class WallboardController {
  constructor(
    private readonly board: Wallboard,
    private readonly links: WallboardLinks,
  ) {}

  @Get()
  @Permit('call.figures')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  show(@Viewing() viewing: PageContext): Promise<string> {
    return this.board.render(true, viewing);
  }

  /** Figures of everybody together, no person and no ticket; the link can be revoked. */
  @Get(':token')
  @Public()
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  async screen(
    @Param(valid(tokenSchema)) { token }: z.output<typeof tokenSchema>,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    if (!(await this.links.holds(token))) throw Problem.notFound('Đường dẫn này không còn dùng được.');
    return this.board.render(false, viewing);
  }
}
