import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Directory, Province } from '../../agencies/index.js';
import { Viewing } from '../../identity/index.js';
import { Problem, xmlText } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { Public, valid } from '../../platform/http/index.js';
import { Locale, Pages, type PageContext } from '../../platform/templates/index.js';
import {
  PublishedItems,
  toMarked,
  WithdrawnItems,
  withdrawnWords,
  type PublishedItemRow,
  type WithdrawnItemRow,
} from '../../publication/index.js';
import { PUBLIC_PAGE } from '../public-cache.js';
import { PublicNames, publisherOf } from '../public-names.js';
import { EVERYTHING, feedPath, filterOf, pagePath, scopeOf, type Scope } from './feed-scope.js';
import { atom, rss, type Feed, type FeedEntry } from './feed-xml.js';

/** Whoever asks twice a day misses nothing of an ordinary one. */
const ENTRIES = 50;
const FORMATS = {
  atom: { write: atom, type: 'application/atom+xml' },
  rss: { write: rss, type: 'application/rss+xml' },
};
type Format = keyof typeof FORMATS;

const wholeParam = z.object({ file: z.string().max(60) });
const scopeParam = z.object({ kind: z.string().max(20), file: z.string().max(60) });

/** What is published, for programs that read news. */
@Public()
@Controller('nguon-tin')
export class FeedsController {
  private readonly origin: string;

  constructor(
    private readonly items: PublishedItems,
    private readonly withdrawn: WithdrawnItems,
    private readonly names: PublicNames,
    private readonly directory: Directory,
    private readonly province: Province,
    private readonly pages: Pages,
    private readonly texts: Locale,
    config: Config,
  ) {
    this.origin = config.publicUrl;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', PUBLIC_PAGE)
  list(@Viewing() page: PageContext): string {
    const texts = this.texts.in(page.language);
    const links = (kind: Scope['kind'], all: readonly { readonly code: string | number; readonly name: string }[]) =>
      all.map(({ code, name }) => ({
        name,
        atom: feedPath({ kind, code: String(code) }, 'atom'),
        rss: feedPath({ kind, code: String(code) }, 'rss'),
      }));
    const model = {
      all: links(null, [{ code: EVERYTHING.code, name: texts.text('reading.feeds.all') }]),
      fields: links('linh-vuc', this.names.fields(texts)),
      wards: links('phuong-xa', this.directory.wards()),
      agencies: links('co-quan', this.directory.agencies()),
    };
    return this.pages.render('portal/feeds', model, page);
  }

  @Get(':file')
  async whole(
    @Param(valid(wholeParam)) { file }: z.infer<typeof wholeParam>,
    @Res() response: Response,
  ): Promise<void> {
    const { code, format } = fileOf(file);
    if (code !== EVERYTHING.code) throw unknown();
    await this.send(EVERYTHING, format, response);
  }

  @Get(':kind/:file')
  async scoped(
    @Param(valid(scopeParam)) { kind, file }: z.infer<typeof scopeParam>,
    @Res() response: Response,
  ): Promise<void> {
    const { code, format } = fileOf(file);
    const scope = scopeOf(kind, code, this.names);
    if (scope === null) throw unknown();
    await this.send(scope, format, response);
  }

  /** A reader that has it already is told so by its mark (ETag), which is made of the words themselves. */
  private async send(scope: Scope, format: Format, response: Response): Promise<void> {
    const { write, type } = FORMATS[format];
    const { items, next } = await this.items.whole.list(filterOf(scope), null, ENTRIES);
    const oldest = next === null ? null : (items.at(-1)?.publishedAt ?? null);
    const withdrawn = await this.withdrawn.from(filterOf(scope), oldest, ENTRIES);
    response
      .set('cache-control', PUBLIC_PAGE)
      .set('access-control-allow-origin', '*')
      .type(`${type}; charset=utf-8`)
      .send(write(this.feed(scope, format, items, withdrawn)));
  }

  private feed(
    scope: Scope,
    format: Format,
    items: readonly PublishedItemRow[],
    withdrawn: readonly WithdrawnItemRow[],
  ): Feed {
    const text = (key: string, values = {}) => this.texts.text(`reading.feeds.${key}`, values);
    const site = this.texts.text('common.site_name');
    return {
      self: this.origin + feedPath(scope, format),
      home: this.origin + pagePath(scope),
      title: scope.kind === null ? text('title_all', { site }) : text('title_of', { site, name: scope.name }),
      subtitle: text('subtitle'),
      rights: `${publisherOf(this.province)}, ${this.province.openData.licence}`,
      since: new Date(`${this.province.unitsValidFrom}T00:00:00+07:00`),
      entries: items.map((item) => this.entry(item)),
      deletions: withdrawn.map(({ code, ground, withdrawnAt }) => ({
        url: this.addressOf(code),
        deletedAt: withdrawnAt,
        comment: withdrawnWords(ground),
      })),
    };
  }

  /** The page of an item; in feeds also its id. */
  private addressOf(code: string): string {
    return `${this.origin}/da-cong-khai/${code}`;
  }

  private entry(item: PublishedItemRow): FeedEntry {
    const { answer } = item;
    const label = (key: string) => this.texts.text(`common.answer.${key}`);
    const paragraphs: readonly (readonly [string, string])[] = [
      [this.texts.text('portal.item.question'), toMarked(item.question)],
      [label('found'), toMarked(answer.found)],
      [label('done'), toMarked(answer.done)],
      [label('done_on'), answer.doneOn === null ? label('no_date') : this.texts.day(answer.doneOn)],
      [label('in_charge'), toMarked(answer.inCharge)],
    ];
    return {
      url: this.addressOf(item.code),
      title: toMarked(item.title),
      author: item.agencyName,
      category: item.field === null ? null : { term: String(item.field), label: item.fieldName ?? String(item.field) },
      publishedAt: item.publishedAt,
      updatedAt: item.revisedAt ?? item.publishedAt,
      html: paragraphs.map(([name, words]) => `<p><b>${xmlText(name)}:</b> ${htmlLines(words)}</p>`).join('\n'),
    };
  }
}

function htmlLines(words: string): string {
  return words
    .trim()
    .split(/\r?\n/)
    .map((line) => xmlText(line))
    .join('<br>');
}

function fileOf(file: string): { readonly code: string; readonly format: Format } {
  const [, code, format] = /^(.+)\.(atom|rss)$/.exec(file) ?? [];
  if (code === undefined) throw unknown();
  return { code, format: format as Format };
}

const unknown = (): Problem => Problem.notFound('Không có nguồn tin này. Xin chọn trong danh sách nguồn tin.');
