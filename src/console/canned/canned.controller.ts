import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { CannedTexts } from '../../tickets/index.js';
import { answerForm } from '../form-answer.js';
import { EMPTY_FORM } from '../form-field.js';
import { CannedPage } from './canned-page.js';

const textParam = z.object({ id: z.string().max(40) });
const listQuery = z.object({ xong: z.string().max(10).optional() });

/** The standing texts from which answers are begun. */
@Controller('van-mau')
@Permit('canned.edit')
export class CannedController {
  constructor(
    private readonly page: CannedPage,
    private readonly texts: CannedTexts,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  list(
    @Query(valid(listQuery)) { xong }: z.infer<typeof listQuery>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.list(principal, xong === 'luu', viewing);
  }

  /** `moi` stands for a new one. */
  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  form(
    @Param(valid(textParam)) { id }: z.infer<typeof textParam>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    return this.page.form(principal, { id: id === 'moi' ? null : id, form: EMPTY_FORM, problem: null }, viewing);
  }

  @Post(':id')
  async save(
    @Param(valid(textParam)) { id: name }: z.infer<typeof textParam>,
    @Body(valid(z.record(z.string(), z.string().max(20_000, 'Nội dung dài quá. Xin viết gọn lại.'))))
    values: Readonly<Record<string, string>>,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const id = name === 'moi' ? null : name;
    await answerForm(
      response,
      async () => {
        await this.texts.save(this.page.inputOf(ctx.principal, id, values), ctx);
        return '/van-mau?xong=luu';
      },
      ({ kind, title, fields }) => {
        const problem = kind === 'invalid-input' ? null : title;
        return this.page.form(ctx.principal, { id, form: { values, errors: fields }, problem }, viewing);
      },
    );
  }
}
