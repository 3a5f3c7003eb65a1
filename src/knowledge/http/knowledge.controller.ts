import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { KnowledgeBase, type FoundArticle, type OfferedArticle } from '../knowledge-base.js';

const words = z.string('Xin gửi chữ cần tìm.').max(500, 'Chữ cần tìm dài quá.');
const code = z
  .string()
  .max(40)
  .regex(/^[\w-]+$/)
  .nullable()
  .default(null);
const id = z.string().regex(/^[0-9A-Z]{26}$/, 'Không tìm thấy bài này.');

const searchSchema = z.object({ q: words, categoryCode: code, limit: z.int().min(1).max(20).default(8) });
const useSchema = z.object({
  articleId: id.nullable().default(null),
  contactId: id.nullable().default(null),
  enough: z.boolean('Xin cho biết câu trả lời đã đủ chưa.'),
  q: words.default(''),
  categoryCode: code,
});
const articleParam = z.object({ id: z.string().max(40) });

const foundAnswer = z.object({
  id: z.string(),
  title: z.string(),
  excerpt: z.string(),
  reviewDue: z.boolean(),
  sample: z.boolean(),
});
const articleAnswer = foundAnswer.extend({
  answer: z.string(),
  spoken: z.string(),
  legalBasis: z.string(),
  categoryCodes: z.array(z.string()),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  reviewOn: z.string(),
  ownerAgencyCode: z.string(),
});

/** The knowledge base for whoever has a caller on the line. The caller's words never stand in an address. */
@Controller('api/v1/knowledge')
export class KnowledgeController {
  constructor(private readonly base: KnowledgeBase) {}

  @Post('search')
  @Permit('knowledge.read')
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @Header('cache-control', 'no-store')
  @Api({
    summary: 'Tìm trong kho kiến thức, có dấu hay không dấu; không có chữ thì theo loại việc',
    response: z.object({ items: z.array(foundAnswer) }),
  })
  search(@Body(valid(searchSchema)) { q, categoryCode, limit }: z.output<typeof searchSchema>): {
    readonly items: readonly FoundArticle[];
  } {
    return { items: this.base.search({ text: q, categoryCode, limit }) };
  }

  @Get(':id')
  @Permit('knowledge.read')
  @Header('cache-control', 'no-store')
  @Api({ summary: 'Một bài đang dùng: chữ trên màn hình và lời đọc qua điện thoại', response: articleAnswer })
  article(@Param(valid(articleParam)) { id: articleId }: z.output<typeof articleParam>): Promise<OfferedArticle> {
    return this.base.article(articleId);
  }

  @Post('uses')
  @Permit('contact.record')
  @Api({
    summary: 'Câu trả lời đã đủ chưa, hoặc chưa có bài; chữ đã gõ không được giữ, trừ cụm từ có sẵn trong kho',
    response: z.object({ id: z.string() }),
  })
  use(
    @Body(valid(useSchema)) { q, ...use }: z.output<typeof useSchema>,
    @Context() ctx: CommandContext,
  ): Promise<{ readonly id: string }> {
    return this.base.recordUse({ ...use, text: q }, ctx);
  }
}
