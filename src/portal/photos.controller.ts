import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Attachments } from '../attachments/index.js';
import { Problem } from '../kernel/index.js';
import { Public, valid } from '../platform/http/index.js';
import { PublishedItems } from '../publication/index.js';
import { TicketCodes } from '../tickets/index.js';
import { PUBLIC_PAGE } from './public-cache.js';

const photoParam = z.object({ code: z.string().max(40), id: z.string().max(40) });

/** Photos of published answers: those that stand on the frozen copy, and nothing else. */
@Public()
@Controller('da-cong-khai')
export class PhotosController {
  constructor(
    private readonly items: PublishedItems,
    private readonly attachments: Attachments,
    private readonly codes: TicketCodes,
  ) {}

  @Get(':code/anh/:id')
  async photo(
    @Param(valid(photoParam)) { code, id }: z.infer<typeof photoParam>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const parsed = this.codes.parse(code);
    const item = parsed.ok ? await this.items.byCode(parsed.code) : null;
    const answers = item === null ? [] : [item.answer, ...(item.earlier ?? []).map(({ answer }) => answer)];
    const shown = answers.some(({ photos }) => photos?.some((photo) => photo.id === id) === true);
    const row = shown ? await this.attachments.find(id) : null;
    if (row?.isPublic !== true) throw Problem.notFound('Không tìm thấy ảnh này.');
    await this.attachments.send(row, { request, response, cacheControl: PUBLIC_PAGE });
  }
}
