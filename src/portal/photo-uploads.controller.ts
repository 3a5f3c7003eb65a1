import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  PayloadTooLargeException,
  Put,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Attachments, MOST_PIECE, PhotoUploads, UPLOAD_ID, type UploadState } from '../attachments/index.js';
import { HintLimit } from '../intake/index.js';
import { Problem } from '../kernel/index.js';
import { Api, NotIdempotent, Public, valid } from '../platform/http/index.js';

const UNKNOWN = 'Không tìm thấy ảnh này.';
const uploadParam = z.object({ upload: z.string().regex(UPLOAD_ID, UNKNOWN) });
const bytes = (name: string) =>
  z
    .string(`Thiếu ${name}.`)
    .regex(/^\d{1,9}$/, `${name} là số byte.`)
    .transform(Number);
const pieceQuery = z.object({ from: bytes('from'), total: bytes('total') });
const stateAnswer = z.object({ received: z.number(), done: z.boolean() });

type UploadParam = z.output<typeof uploadParam>;

/** Photos sent ahead of a citizen's form, piece by piece; what is lost on the way is asked for again, and nothing more. */
@Public()
@UseGuards(HintLimit)
@Controller()
export class PhotoUploadsController {
  constructor(
    private readonly uploads: PhotoUploads,
    private readonly attachments: Attachments,
  ) {}

  @Put('api/v1/photo-uploads/:upload')
  @NotIdempotent('a piece that is there already changes nothing')
  @Api({ summary: 'Gửi một phần của ảnh (application/octet-stream, đến 512 KB)', response: stateAnswer })
  async take(
    @Param(valid(uploadParam)) { upload }: UploadParam,
    @Query(valid(pieceQuery)) { from, total }: z.output<typeof pieceQuery>,
    @Req() request: Request,
  ): Promise<UploadState> {
    return this.uploads.take(upload, { from, total, bytes: await piece(request) });
  }

  @Get('api/v1/photo-uploads/:upload')
  @Api({ summary: 'Ảnh đã gửi được bao nhiêu byte', response: stateAnswer })
  state(@Param(valid(uploadParam)) { upload }: UploadParam): Promise<UploadState> {
    return this.uploads.state(upload);
  }

  @Delete('api/v1/photo-uploads/:upload')
  @HttpCode(204)
  @NotIdempotent('what is gone stays gone')
  @Api({ summary: 'Bỏ một ảnh chưa gửi cùng phản ánh' })
  drop(@Param(valid(uploadParam)) { upload }: UploadParam): Promise<void> {
    return this.uploads.drop(upload);
  }

  /** As it will be seen, while it waits. */
  @Get('gui-phan-anh/anh/:upload')
  async photo(
    @Param(valid(uploadParam)) { upload }: UploadParam,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const [row] = await this.uploads.waiting([upload]);
    if (row === undefined) throw Problem.notFound(UNKNOWN);
    await this.attachments.send(row, { request, response });
  }
}

async function piece(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (request.is('application/octet-stream') === false)
    throw Problem.invalid([], 'Phần của ảnh gửi ở dạng application/octet-stream.');
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_PIECE) throw new PayloadTooLargeException();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
