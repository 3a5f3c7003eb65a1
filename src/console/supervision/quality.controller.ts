import { Body, Controller, Get, Header, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { QualitySamples } from '../../supervision/index.js';
import { answerForm, problemText } from '../form-answer.js';
import { EMPTY_FORM } from '../form-field.js';
import { QualityPage } from './quality-page.js';

const HTML = 'text/html; charset=utf-8';
const done = z.enum(['rut', 'cham', 'tra-loi']).optional().catch(undefined);
const listSchema = z.object({ tuan: z.string().max(20).optional().catch(undefined), xong: done });
const doneSchema = z.object({ xong: done });
const idSchema = z.object({ id: z.string().max(40) });
const valuesSchema = z.record(z.string(), z.string().max(5000, 'Nội dung dài quá. Xin viết gọn lại.'));
type Values = z.output<typeof valuesSchema>;

/** Quality of calls: drawn, scored, answered. */
@Controller('chat-luong')
@Permit('quality.read')
export class QualityController {
  constructor(
    private readonly page: QualityPage,
    private readonly samples: QualitySamples,
  ) {}

  @Get()
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  list(
    @Query(valid(listSchema)) { tuan, xong }: z.output<typeof listSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.list(principal, { week: tuan ?? null, done: xong ?? null, problem: null }, viewing);
  }

  @Post('rut-tham')
  @Permit('call.supervise')
  draw(
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const week = values['week'] ?? '';
    return answerForm(
      response,
      async () => {
        await this.samples.drawWeek(week, ctx);
        return `/chat-luong?tuan=${week}&xong=rut`;
      },
      (problem) => this.page.list(ctx.principal, { week, done: null, problem: problemText(problem) }, viewing),
    );
  }

  /** Where a form came back: loaded again by its address it starts anew. */
  @Get('rut-tham')
  @Redirect('/chat-luong', 303)
  startAnew(): void {
    // The decorator says it all.
  }

  @Get(':id')
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  sheet(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Query(valid(doneSchema)) { xong }: z.output<typeof doneSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const request = { id, done: xong ?? null, form: EMPTY_FORM, formKey: null, problem: null };
    return this.page.sheet(principal, request, viewing);
  }

  @Post(':id/cham')
  @Permit('call.supervise')
  score(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.answer(response, { id, values, done: 'cham' }, { ctx, viewing }, () =>
      this.samples.score(id, values, values['remark'] ?? '', ctx),
    );
  }

  @Post(':id/tra-loi')
  reply(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.answer(response, { id, values, done: 'tra-loi' }, { ctx, viewing }, () =>
      this.samples.reply(id, values['reply'] ?? '', ctx),
    );
  }

  @Get([':id/cham', ':id/tra-loi'])
  again(@Param(valid(idSchema)) { id }: z.output<typeof idSchema>, @Res() response: Response): void {
    response.redirect(303, `/chat-luong/${encodeURIComponent(id)}`);
  }

  private answer(
    response: Response,
    { id, values, done: what }: { readonly id: string; readonly values: Values; readonly done: string },
    { ctx, viewing }: { readonly ctx: CommandContext; readonly viewing: PageContext },
    act: () => Promise<unknown>,
  ): Promise<void> {
    return answerForm(
      response,
      async () => {
        await act();
        return `/chat-luong/${id}?xong=${what}`;
      },
      ({ title, fields }) =>
        this.page.sheet(
          ctx.principal,
          {
            id,
            done: null,
            form: { values, errors: fields },
            formKey: values['_key'] ?? null,
            problem: fields.length > 0 ? null : title,
          },
          viewing,
        ),
    );
  }
}
