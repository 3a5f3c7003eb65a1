import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Notices } from '../../escalation/index.js';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { NoticesPage, type NoticeDone } from './notices-page.js';

const querySchema = z.object({ truoc: z.string().max(60).optional(), xong: z.string().max(20).optional() });
const noticeSchema = z.object({ id: z.string().max(40) });
// When the page was made; what has come since has not been read.
const allSchema = z.object({ luc: z.coerce.number().int().min(0).max(8.64e15) });

type NoticesQuery = z.output<typeof querySchema>;

const DONE: Readonly<Record<string, NoticeDone>> = { mot: 'one', het: 'all' };

/** What somebody was told; "Tôi đã nhận". */
@Controller('nhac-viec')
@Permit('escalation.read')
export class NoticesPageController {
  constructor(
    private readonly page: NoticesPage,
    private readonly notices: Notices,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(querySchema)) { truoc, xong }: NoticesQuery,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const done = xong === undefined ? null : (DONE[xong] ?? null);
    return this.page.render(principal, { cursor: truoc ?? null, done }, viewing);
  }

  @Post('xem-het')
  async all(
    @Body(valid(allSchema)) { luc }: z.output<typeof allSchema>,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.notices.acknowledgeAll(new Date(luc), ctx);
    response.redirect(303, '/nhac-viec?xong=het');
  }

  @Post(':id/nhan')
  async one(
    @Param(valid(noticeSchema)) { id }: z.output<typeof noticeSchema>,
    @Query(valid(querySchema)) { truoc }: NoticesQuery,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.notices.acknowledge(id, ctx);
    const place = new URLSearchParams({ ...(truoc === undefined ? {} : { truoc }), xong: 'mot' });
    response.redirect(303, `/nhac-viec?${place.toString()}`);
  }
}
