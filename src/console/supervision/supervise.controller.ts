import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { WallboardLinks } from '../../supervision/index.js';
import { answerForm } from '../form-answer.js';
import { EMPTY_FORM } from '../form-field.js';
import { SupervisePage } from './supervise-page.js';

const doneSchema = z.object({ xong: z.enum(['tao', 'thu-hoi']).optional().catch(undefined) });
const idSchema = z.object({ id: z.string().max(40) });
const valuesSchema = z.record(z.string(), z.string().max(500, 'Nội dung dài quá. Xin viết gọn lại.'));
type Values = z.output<typeof valuesSchema>;

/** Watching over the operators. */
@Controller('giam-sat')
@Permit('call.supervise')
export class SuperviseController {
  constructor(
    private readonly page: SupervisePage,
    private readonly links: WallboardLinks,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(doneSchema)) { xong }: z.output<typeof doneSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.render(principal, { done: xong ?? null, form: EMPTY_FORM, formKey: null, problem: null }, viewing);
  }

  @Post('man-hinh')
  addLink(
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.answer(response, values, { ctx, viewing }, async () => {
      await this.links.add(values['name'] ?? '', ctx);
      return '/giam-sat?xong=tao#man-hinh';
    });
  }

  @Post('man-hinh/:id/thu-hoi')
  revoke(
    @Param(valid(idSchema)) { id }: z.output<typeof idSchema>,
    @Body(valid(valuesSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    return this.answer(response, values, { ctx, viewing }, async () => {
      await this.links.revoke(id, ctx);
      return '/giam-sat?xong=thu-hoi#man-hinh';
    });
  }

  private answer(
    response: Response,
    values: Values,
    { ctx, viewing }: { readonly ctx: CommandContext; readonly viewing: PageContext },
    act: () => Promise<string>,
  ): Promise<void> {
    return answerForm(response, act, ({ title, fields }) =>
      this.page.render(
        ctx.principal,
        {
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
