import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Province } from '../../agencies/index.js';
import { Viewing } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { Public, valid } from '../../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../../platform/templates/index.js';
import { PUBLIC_PAGE } from '../public-cache.js';
import { publisherOf } from '../public-names.js';
import { datasetData } from '../structured-data.js';
import type { OpenDataSnapshotRow } from './entities.js';
import { FORMATS, type FormatName } from './formats.js';
import { COLUMNS, recordSchema } from './record.js';
import { RecordSource } from './record-source.js';
import { OpenDataSnapshots } from './snapshots.js';
import { stream } from './streams.js';

const day = z.iso.date('Ngày có dạng 2026-11-23.').regex(/^2/, 'Ngày có dạng 2026-11-23.').optional();
const spanQuery = z.object({ tu: day, den: day });
const monthParam = z.object({ file: z.string().max(40) });

/** Everybody may fetch it from a page of their own. */
const ANYBODY = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
const DAY_MS = 86_400_000;

type Span = z.infer<typeof spanQuery>;

/** All that is published, to be taken away: as it is now, and month by month as it was. */
@Public()
@Controller('du-lieu-mo')
export class OpenDataController {
  constructor(
    private readonly records: RecordSource,
    private readonly snapshots: OpenDataSnapshots,
    private readonly province: Province,
    private readonly pages: Pages,
    private readonly texts: Locale,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  async show(@Viewing() page: PageContext): Promise<string> {
    const texts = this.texts.in(page.language);
    const { licence, licenceUrl } = this.province.openData;
    const publisher = publisherOf(this.province);
    const files = (row: OpenDataSnapshotRow) =>
      (Object.keys(FORMATS) as FormatName[]).map((format) => ({
        href: `/du-lieu-mo/thang/${row.month}.${format}.gz`,
        name: `${row.month}.${format}.gz`,
        size: texts.text('reading.data.kilobytes', { size: texts.number(Math.ceil(bytesOf(row, format) / 1000)) }),
        sha256: sumOf(row, format),
      }));
    const snapshots = await this.snapshots.list();
    const model = {
      licence,
      licenceUrl,
      publisher,
      data: datasetData(texts, { publisher, licenceUrl }),
      columns: COLUMNS.map((name) => ({ name, about: recordSchema.shape[name].description ?? '' })),
      snapshots: snapshots.map((row) => ({
        month: row.month,
        items: row.itemCount,
        revised: row.revision > 1 ? row.revision : null,
        sumsHref: `/du-lieu-mo/thang/${row.month}.sha256`,
        files: files(row),
      })),
    };
    return this.pages.render('portal/open-data', model, page);
  }

  @Get('phan-anh.jsonl')
  jsonLines(@Query(valid(spanQuery)) span: Span, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.send('jsonl', span, request, response);
  }

  @Get('phan-anh.csv')
  csv(@Query(valid(spanQuery)) span: Span, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.send('csv', span, request, response);
  }

  @Get('schema.json')
  schema(@Res() response: Response): void {
    const schema = z.toJSONSchema(recordSchema, { target: 'draft-2020-12' });
    response
      .set({ ...ANYBODY, 'cache-control': 'public, max-age=3600' })
      .type('application/schema+json; charset=utf-8')
      .send(
        JSON.stringify({
          ...schema,
          $id: `${this.config.publicUrl}/du-lieu-mo/schema.json`,
          title: this.texts.text('reading.data.title'),
        }),
      );
  }

  @Get('thang/:file')
  async month(
    @Param(valid(monthParam)) { file }: z.infer<typeof monthParam>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const [, month, sums, format] = /^(\d{4}-\d{2})\.(?:(sha256)|(jsonl|csv)\.gz)$/.exec(file) ?? [];
    const row = month === undefined ? null : await this.snapshots.ofMonth(month);
    if (row === null) throw Problem.notFound('Không có tệp này. Xin xem các tháng đã có ở trang dữ liệu mở.');
    // Asked each time: a file that is refused because something was taken off is given out by no cache either.
    response.set({ ...ANYBODY, 'cache-control': 'public, no-cache' });
    if (sums !== undefined) {
      const lines = (Object.keys(FORMATS) as FormatName[]).map((one) => `${sumOf(row, one)}  ${row.month}.${one}.gz\n`);
      response.type('text/plain; charset=utf-8').send(lines.join(''));
      return;
    }
    await this.sendMonth(row, format as FormatName, request, response);
  }

  private async sendMonth(row: OpenDataSnapshotRow, format: FormatName, request: Request, response: Response) {
    const sha256 = sumOf(row, format);
    response.set({
      etag: `"${sha256}"`,
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      'last-modified': row.madeAt.toUTCString(),
      'content-disposition': `attachment; filename="phan-anh-${row.month}.${format}.gz"`,
    });
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    response.type('application/gzip').set('content-length', String(bytesOf(row, format)));
    if (request.method === 'HEAD') response.end();
    else await stream(response, this.snapshots.bytes(row, format));
  }

  private async send(name: FormatName, { tu, den }: Span, request: Request, response: Response): Promise<void> {
    const from = tu === undefined ? new Date(0) : new Date(`${tu}T00:00:00+07:00`);
    // What was published at this very instant is among them.
    const now = new Date(this.clock.now().getTime() + 1);
    const to = den === undefined ? now : new Date(Date.parse(`${den}T00:00:00+07:00`) + DAY_MS);
    const { type } = FORMATS[name];
    response
      .set({ ...ANYBODY, 'cache-control': PUBLIC_PAGE })
      .set('content-disposition', `attachment; filename="phan-anh.${name}"`)
      .set('link', `<${this.province.openData.licenceUrl}>; rel="license"`)
      .type(type);
    if (request.method === 'HEAD') response.end();
    else await stream(response, this.lines(name, from, to < now ? to : now));
  }

  private async *lines(name: FormatName, from: Date, to: Date): AsyncGenerator<string> {
    const { head, line } = FORMATS[name];
    if (head !== '') yield head;
    for await (const portion of this.records.portions(from, to))
      yield portion.map(({ record }) => line(record)).join('');
  }
}

const bytesOf = (row: OpenDataSnapshotRow, format: FormatName): number =>
  format === 'csv' ? row.csvBytes : row.jsonlBytes;
const sumOf = (row: OpenDataSnapshotRow, format: FormatName): string =>
  format === 'csv' ? row.csvSha256 : row.jsonlSha256;
