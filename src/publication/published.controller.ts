import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../kernel/index.js';
import { Api, Public, valid } from '../platform/http/index.js';
import { toMarked } from './domain/segments.js';
import type { PublishedItemRow } from './entities.js';
import { PublishedItems } from './published-items.js';
import { PublishedSearch } from './published-search.js';
import { Reporters } from './reporters.js';
import { WithdrawnItems } from './withdrawals.js';
import { withdrawnWords } from './domain/withdrawn-words.js';

// Codes are ASCII: with anything else a server compares in another character set, past its index.
const code = (length: number) =>
  z
    .string()
    .trim()
    .max(length, 'Mã quá dài.')
    .regex(/^[\w.-]*$/, 'Mã chỉ gồm chữ không dấu, số và dấu gạch.');

const listQuery = z.object({
  ward: code(16).optional(),
  field: z.coerce.number('Lĩnh vực là một số.').int('Lĩnh vực là một số.').optional(),
  agency: code(40).optional(),
  q: z.string().max(200, 'Xin tìm bằng ít chữ hơn.').optional(),
  cursor: z.string().max(100, 'Dấu trang không đọc được; xin xem lại từ đầu.').optional(),
  limit: z.coerce
    .number('Số mục mỗi trang là một số.')
    .int('Số mục mỗi trang là số nguyên.')
    .min(1, 'Ít nhất 1 mục.')
    .max(100, 'Nhiều nhất 100 mục.')
    .default(20),
});
const itemParam = z.object({ code: code(20) });

const holder = z.object({
  agencyCode: z.string(),
  agencyName: z.string(),
  fromAt: z.string(),
  untilAt: z.string(),
  workingSeconds: z.number().nullable(),
  late: z.boolean(),
});
const itemResponse = z.object({
  code: z.string(),
  title: z.string(),
  question: z.string(),
  answer: z.object({
    found: z.string(),
    done: z.string(),
    doneOn: z.string().nullable(),
    inCharge: z.string(),
    legalBasis: z.string().nullable(),
  }),
  category: z.object({ code: z.string().nullable(), name: z.string().nullable() }),
  field: z.object({ code: z.number().nullable(), name: z.string().nullable() }),
  ward: z.object({ code: z.string().nullable(), name: z.string().nullable() }),
  agency: z.object({ code: z.string(), name: z.string() }),
  channel: z.string(),
  receivedAt: z.string(),
  dueAt: z.string().nullable(),
  answeredAt: z.string(),
  publishedAt: z.string(),
  late: z.boolean(),
  holders: z.array(holder),
  deadline: z.array(z.string()),
  reporters: z.number().nullable().describe('Số người đã báo hoặc cũng gặp việc này'),
});
const pageResponse = z.object({ items: z.array(itemResponse), next: z.string().nullable() });

/** Answered and published PAKN as open data. Hidden places read «[đã ẩn: …]». */
@Public()
@Controller('api/v1/published')
export class PublishedController {
  constructor(
    private readonly items: PublishedItems,
    private readonly search: PublishedSearch,
    private readonly withdrawn: WithdrawnItems,
    private readonly reporters: Reporters,
  ) {}

  @Get()
  @Header('cache-control', 'public, max-age=30')
  @Api({ summary: 'Phản ánh, kiến nghị đã công khai, mới nhất trước', response: pageResponse })
  async list(@Query(valid(listQuery)) query: z.infer<typeof listQuery>): Promise<z.infer<typeof pageResponse>> {
    const filter = { wardCode: query.ward, field: query.field, agencyCode: query.agency, words: query.q };
    const page = await this.search.find(filter, { cursor: query.cursor ?? null, limit: query.limit });
    const reporters = await this.reporters.of(page.items.map(({ ticketId }) => ticketId));
    return { items: page.items.map((item) => itemJson(item, reporters)), next: page.next };
  }

  @Get(':code')
  @Header('cache-control', 'public, max-age=30')
  @Api({ summary: 'Một phản ánh, kiến nghị đã công khai', response: itemResponse })
  async item(@Param(valid(itemParam)) params: z.infer<typeof itemParam>): Promise<z.infer<typeof itemResponse>> {
    const item = await this.items.byCode(params.code.toUpperCase());
    if (item === null) {
      const off = await this.withdrawn.byCode(params.code.toUpperCase());
      if (off !== null) throw new Problem('gone', withdrawnWords(off.ground));
      throw Problem.notFound('Không có phản ánh đã công khai nào mang mã này.');
    }
    return itemJson(item, await this.reporters.of([item.ticketId]));
  }
}

function itemJson(item: PublishedItemRow, reporters: ReadonlyMap<string, number>): z.infer<typeof itemResponse> {
  return {
    code: item.code,
    title: toMarked(item.title),
    question: toMarked(item.question),
    answer: {
      found: toMarked(item.answer.found),
      done: toMarked(item.answer.done),
      doneOn: item.answer.doneOn,
      inCharge: toMarked(item.answer.inCharge),
      legalBasis: item.answer.legalBasis ? toMarked(item.answer.legalBasis) : null,
    },
    category: { code: item.categoryCode, name: item.categoryName },
    field: { code: item.field, name: item.fieldName },
    ward: { code: item.wardCode, name: item.wardName },
    agency: { code: item.agencyCode, name: item.agencyName },
    channel: item.channel,
    receivedAt: item.receivedAt.toISOString(),
    dueAt: item.dueAt?.toISOString() ?? null,
    answeredAt: item.answeredAt.toISOString(),
    publishedAt: item.publishedAt.toISOString(),
    late: item.late,
    holders: [...item.holders],
    deadline: [...item.deadline.sentences],
    reporters: reporters.get(item.ticketId) ?? null,
  };
}
