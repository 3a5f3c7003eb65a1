import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../../kernel/index.js';
import { Api, Public, valid } from '../../platform/http/index.js';
import { HistoryAnchors } from '../history-anchors.js';
import type { HistoryAnchorRow } from '../entities.js';

const PAGE = 100;
const HEADS = 1_000;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Ngày viết như 2026-11-20.');

const listQuery = z.object({ before: day.optional() });
const dayParam = z.object({ day });
const headsQuery = z.object({
  after: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Dấu trang không đọc được; xin xem lại từ đầu.')
    .optional(),
});

const anchor = z.object({
  day: z.string(),
  root: z.string(),
  previousRoot: z.string(),
  count: z.number(),
  madeAt: z.string(),
});
const listResponse = z.object({ items: z.array(anchor), next: z.string().nullable() });
const dayResponse = anchor.extend({
  heads: z.array(z.object({ reference: z.string(), length: z.number(), head: z.string() })),
  next: z.string().nullable(),
});

/** What anybody may keep and compare: published values over the ends of all histories, without a word of any. */
@Public()
@Controller('api/v1/anchors')
export class AnchorsController {
  constructor(private readonly anchors: HistoryAnchors) {}

  @Get()
  @Header('cache-control', 'public, max-age=60')
  @Api({ summary: 'Các giá trị niêm phong lịch sử, ngày mới nhất trước', response: listResponse })
  async list(@Query(valid(listQuery)) { before }: z.output<typeof listQuery>): Promise<z.infer<typeof listResponse>> {
    const rows = await this.anchors.latest(PAGE, before ?? null);
    return { items: rows.map(anchorJson), next: rows.length === PAGE ? (rows.at(-1)?.day ?? null) : null };
  }

  @Get(':day')
  @Header('cache-control', 'public, max-age=60')
  @Api({ summary: 'Niêm phong của một ngày, với điểm cuối của từng lịch sử', response: dayResponse })
  async ofDay(
    @Param(valid(dayParam)) params: z.output<typeof dayParam>,
    @Query(valid(headsQuery)) { after }: z.output<typeof headsQuery>,
  ): Promise<z.infer<typeof dayResponse>> {
    const row = await this.anchors.ofDay(params.day);
    if (row === null) throw Problem.notFound('Ngày này không có niêm phong.');
    const heads = await this.anchors.heads(params.day, HEADS, after);
    return {
      ...anchorJson(row),
      heads: heads.map(({ reference, length, head }) => ({ reference, length, head })),
      next: heads.length === HEADS ? (heads.at(-1)?.reference ?? null) : null,
    };
  }
}

function anchorJson({ day: on, root, previousRoot, headCount, madeAt }: HistoryAnchorRow): z.infer<typeof anchor> {
  return { day: on, root, previousRoot, count: headCount, madeAt: madeAt.toISOString() };
}
