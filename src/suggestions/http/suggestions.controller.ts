import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../../kernel/index.js';
import { Api, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { Catalog } from '../../routing/index.js';
import { CategoryWords } from '../category-words.js';
import { Suggestions, type Suggested } from '../suggestions.js';
import { TYPE_AHEAD_KINDS, TypeAhead } from '../type-ahead.js';

/** As long as what an operator can save; see `MAX.words` of the intake. */
const MOST_BYTES = 5 * 1024;
const MOST_FOUND = 8;

const line = (most: number) =>
  z
    .string('Phần này phải là chữ.')
    .max(most, `Phần này dài quá ${String(most)} ký tự.`)
    .nullish()
    .transform((text) => (text === undefined || text?.trim() === '' ? null : (text ?? null)));

const suggestSchema = z.object({
  words: z
    .string('Thiếu words: nội dung đang gõ.')
    .refine((words) => Buffer.byteLength(words) <= MOST_BYTES, 'Nội dung dài quá 5 KB: chỉ gửi phần đầu.'),
  placeText: line(300),
  subject: line(200),
});

const typeAheadSchema = z.object({
  kind: z.enum(TYPE_AHEAD_KINDS, `kind là một trong: ${TYPE_AHEAD_KINDS.join(', ')}.`),
  q: z.string('Thiếu q: phần đã gõ.').max(100, 'Gõ tối đa 100 ký tự.'),
});

const codeParam = z.object({ code: z.string().max(40) });

const suggestAnswer = z.object({
  categories: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      slaClass: z.string(),
      slaClassName: z.string(),
      reason: z.string(),
      score: z.number(),
    }),
  ),
  wards: z.array(z.object({ code: z.string(), name: z.string(), reason: z.string(), score: z.number() })),
  askWard: z.object({ reason: z.string(), question: z.string() }).nullable(),
  version: z.string(),
});

const typeAheadAnswer = z.object({
  items: z.array(z.object({ code: z.string(), text: z.string(), detail: z.string().nullable() })),
});

const scriptAnswer = z.object({ code: z.string(), name: z.string(), questions: z.array(z.string()), tell: z.string() });

/** Help beside the operator's form. In the body, because what is typed is about people and addresses are logged. */
@Controller('api/v1')
@Permit('contact.record')
export class SuggestionsController {
  constructor(
    private readonly suggestions: Suggestions,
    private readonly typeAhead: TypeAhead,
    private readonly words: CategoryWords,
    private readonly catalog: Catalog,
  ) {}

  @Post('suggestions')
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @Header('cache-control', 'no-store')
  @Api({ summary: 'Gợi ý loại việc và phường, xã từ lời đang gõ, kèm lý do', response: suggestAnswer })
  suggest(@Body(valid(suggestSchema)) body: z.output<typeof suggestSchema>): Suggested {
    return this.suggestions.suggest(body);
  }

  @Post('type-ahead')
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @Header('cache-control', 'no-store')
  @Api({
    summary: 'Tìm loại việc, phường xã (cả tên cũ), cơ quan, địa điểm theo vài chữ đã gõ, không cần dấu',
    response: typeAheadAnswer,
  })
  find(@Body(valid(typeAheadSchema)) { kind, q }: z.output<typeof typeAheadSchema>): z.output<typeof typeAheadAnswer> {
    const items = this.typeAhead.find(kind, q, MOST_FOUND);
    return { items: items.map(({ code, text, detail }) => ({ code, text, detail })) };
  }

  @Get('categories/:code/script')
  @Header('cache-control', 'private, max-age=300')
  @Api({ summary: 'Câu hỏi và lời hướng dẫn của tổng đài viên cho một loại việc', response: scriptAnswer })
  script(@Param(valid(codeParam)) { code }: z.output<typeof codeParam>): z.output<typeof scriptAnswer> {
    const category = this.catalog.category(code);
    const script = this.words.script(code);
    if (category === null || script === null) throw Problem.notFound('Chưa có lời hướng dẫn cho loại việc này.');
    return { code, name: category.name, questions: [...script.questions], tell: script.tell };
  }
}
