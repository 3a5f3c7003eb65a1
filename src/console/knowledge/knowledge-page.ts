import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { allows, type Principal } from '../../identity/index.js';
import { Clock, formatDay } from '../../kernel/index.js';
import {
  blocksOf,
  KnowledgeBase,
  KnowledgeEditing,
  KnowledgeLists,
  type ArticleHead,
  type WholeArticle,
} from '../../knowledge/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { Catalog } from '../../routing/index.js';
import { formatNearVi } from '../../sla/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { field, type FormState } from '../form-field.js';
import { navigation, type Nav } from '../navigation.js';
import { PhoneModel } from '../phone/phone-model.js';
import { ArticleForm, type Values } from './article-form.js';
import { GROUPS, marksOf, VERSION_WORDS } from './knowledge-words.js';

const PATH = '/kien-thuc';
/** Fewer say little. */
const MANY_USES = 5;
const REVIEW_AFTER_MS = 180 * 86_400_000;

export interface Notice {
  readonly tone: 'ok' | 'soon';
  readonly icon: string;
  readonly text: string;
}

export interface ListRequest {
  /** Of `GROUPS`. */
  readonly group: string;
  /** As typed; '': every agency's. */
  readonly agency: string;
  readonly after: string | null;
  /** Words to look for; null: the list is shown. */
  readonly text: string | null;
}

/** Pages of the knowledge base. */
@Injectable()
export class KnowledgePage {
  constructor(
    private readonly base: KnowledgeBase,
    private readonly lists: KnowledgeLists,
    private readonly editing: KnowledgeEditing,
    private readonly form: ArticleForm,
    private readonly phone: PhoneModel,
    private readonly choices: Choices,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async list(principal: Principal, request: ListRequest, viewing: PageContext): Promise<string> {
    const keeps = this.keeps(principal);
    // Whoever only reads to callers is shown what may be read.
    const name = keeps && Object.hasOwn(GROUPS, request.group) ? request.group : 'dang-dung';
    const [group] = GROUPS[name] ?? [null];
    const ownerAgencyCode = request.agency === '' ? null : this.choices.agencyCode(request.agency);
    const unknown = request.agency !== '' && ownerAgencyCode === null;
    const filter = { group, ownerAgencyCode };
    const page = this.lists.page(filter, request.after);
    const text = request.text?.trim() ?? '';
    const found = text === '' ? null : this.found(keeps, text);
    const address = (changed: Readonly<Record<string, string>>): string =>
      `${PATH}?${new URLSearchParams({ nhom: name, ...(request.agency === '' ? {} : { 'don-vi': request.agency }), ...changed }).toString()}`;
    return this.pages.render(
      'console/knowledge/list',
      {
        ...(await this.frame(principal, 'list')),
        text,
        found,
        canRecord: allows(principal, 'contact.record'),
        canEdit: this.editing.mayEdit(principal),
        categories: this.choices.categories('', 'Chưa rõ loại việc'),
        groups: keeps
          ? Object.entries(GROUPS).map(([nhom, [of, label]]) => ({
              href: address({ nhom }),
              label,
              count: this.lists.count({ group: of, ownerAgencyCode }),
              current: nhom === name,
            }))
          : null,
        due: this.due(principal),
        group: name,
        agency: request.agency,
        unknown,
        agencies: this.choices.agencyNames(),
        items: found ?? page.items.map((head) => this.line(head, keeps)),
        firstHref: request.after === null || found !== null ? null : address({}),
        nextHref: page.next === null || found !== null ? null : address({ sau: page.next }),
      },
      viewing,
    );
  }

  /** What a search finds, alone: while somebody types. */
  async results(principal: Principal, text: string, viewing: PageContext): Promise<string> {
    const items = text.trim() === '' ? [] : this.found(this.keeps(principal), text);
    return this.pages.render('console/knowledge/results', { items, text: text.trim() }, viewing);
  }

  /** The call that is talked in, or wrapped up, ends with the article: written down on its own it would count twice. */
  private async record(principal: Principal, form: FormState): Promise<object> {
    const desk = await this.phone.desk(principal);
    const sent = form.values['callId'] ?? '';
    const callId = desk?.mine.split(' ').includes(sent) === true ? sent : (desk?.active?.id ?? '');
    const call = desk?.active?.id === callId ? desk.active : null;
    return { fields: recordFields(form, call?.phone ?? ''), callId, from: call?.from ?? null };
  }

  /** @throws Problem `not-found`, also for what this person may not see: only keepers see what is not in force. */
  async article(
    principal: Principal,
    { id, form, notice }: { readonly id: string; readonly form: FormState; readonly notice: Notice | null },
    viewing: PageContext,
  ): Promise<string> {
    if (!this.keeps(principal)) await this.base.article(id);
    const whole = await this.lists.whole(id);
    const { article, versions, head, uses } = whole;
    const now = this.clock.now();
    const today = this.directory.today();
    const counting = versions.find(({ number }) => number === head.counting?.number) ?? null;
    const draft = versions.find(({ state }) => state === 'draft') ?? null;
    const shown = counting ?? draft ?? versions[0] ?? null;
    if (shown === null) throw new Error('an article without a version');
    const offered = head.standing === 'in_force';
    const name = (who: string | null): string | null => (who === null ? null : (whole.names.get(who) ?? null));
    const may = (right: boolean): boolean => right && principal.kind === 'staff';
    const keeps = this.keeps(principal);
    const record = offered && allows(principal, 'contact.record') ? await this.record(principal, form) : null;
    const wroteIt = principal.kind === 'staff' && draft?.writerIds.includes(principal.accountId) === true;
    return this.pages.render(
      'console/knowledge/article',
      {
        ...(await this.frame(principal, 'article')),
        id,
        version: article.version,
        heading: shown.title,
        notice,
        errors: form.errors.length === 0 ? null : form.errors,
        marks: marksOf(head, today),
        sample: head.sample,
        reviewDue: offered && head.reviewOn <= today ? formatDay(head.reviewOn) : null,
        notOffered: offered ? null : notOfferedWords(head, today),
        text: textOf(shown),
        facts: this.facts(whole, shown),
        uses: keeps
          ? { ...uses, none: uses.asked === 0, few: uses.asked >= MANY_USES && uses.enough * 2 < uses.asked }
          : null,
        record,
        draft:
          draft === null || !keeps
            ? null
            : {
                which: draft.number,
                own: draft === shown,
                text: textOf(draft),
                by: draft.writerIds.map((who) => name(who) ?? 'tài khoản đã xoá').join(', '),
                at: formatNearVi(draft.writtenAt, now),
                from: formatDay(draft.validFrom),
                mayApprove: may(this.editing.mayApprove(principal, article.ownerAgencyCode)) && !wroteIt,
                wroteIt,
              },
        canEdit: this.editing.mayEdit(principal),
        withdraw:
          head.counting !== null &&
          may(this.editing.mayEdit(principal) || this.editing.mayApprove(principal, article.ownerAgencyCode))
            ? field(form, 'because', 'Vì sao rút bài', '', { kind: 'area', rows: 2 })
            : null,
        // A draft is looked at when it is approved.
        review:
          head.standing !== 'draft' && may(this.editing.mayReview(principal, article))
            ? field(form, 'reviewOn', 'Rà soát lần sau ngày', nextReview(now), { kind: 'date' })
            : null,
        versions: keeps
          ? versions.map((one) => ({
              which: one.number,
              state: VERSION_WORDS[one.state],
              heading: one.title,
              written: `${one.writerIds.map((who) => name(who) ?? '').join(', ') || 'bài mẫu'}, ${formatNearVi(one.writtenAt, now)}`,
              approved:
                one.approvedAt === null ? null : `${name(one.approvedBy) ?? ''}, ${formatNearVi(one.approvedAt, now)}`,
              ended: one.endedAt === null ? null : `${name(one.endedBy) ?? ''}, ${formatNearVi(one.endedAt, now)}`,
              because: one.endedBecause,
              text: textOf(one),
            }))
          : null,
      },
      viewing,
    );
  }

  /** @param preview shows what was typed as it will stand. @throws Problem `not-found`. */
  async write(
    principal: Principal,
    request: {
      readonly id: string | null;
      readonly form: FormState;
      readonly formKey: string | null;
      readonly preview: boolean;
      readonly problem: string | null;
    },
    viewing: PageContext,
  ): Promise<string> {
    const whole = request.id === null ? null : await this.lists.whole(request.id);
    const { text, about } = this.form.fields(request.form, whole);
    const { values } = request.form;
    return this.pages.render(
      'console/knowledge/form',
      {
        ...(await this.frame(principal, 'form')),
        isNew: whole === null,
        action: `${PATH}/${request.id ?? 'moi'}/luu`,
        previewAction: `${PATH}/${request.id ?? 'moi'}/xem-truoc`,
        backHref: request.id === null ? PATH : `${PATH}/${request.id}`,
        version: values['version'] ?? String(whole?.article.version ?? 0),
        formKey: request.formKey,
        problem: request.problem,
        errors: request.form.errors.length === 0 ? null : request.form.errors,
        preview: request.preview ? { heading: values['title'] ?? '', text: typedText(values) } : null,
        text,
        about,
        agencies: this.choices.agencyNames(),
      },
      viewing,
    );
  }

  async gaps(principal: Principal, viewing: PageContext): Promise<string> {
    const now = this.clock.now();
    const gaps = await this.lists.gaps();
    return this.pages.render(
      'console/knowledge/gaps',
      {
        ...(await this.frame(principal, 'gaps')),
        items: gaps.map(({ articleId, title, categoryCode, phrases, times, lastAt }) => ({
          href: articleId === null ? null : `${PATH}/${articleId}`,
          heading: title ?? (phrases === '' ? 'Chưa có bài' : phrases),
          phrases: title === null || phrases === '' ? null : phrases,
          missing: articleId === null,
          category: categoryCode === null ? null : this.categoryName(categoryCode),
          times,
          at: formatNearVi(lastAt, now),
        })),
      },
      viewing,
    );
  }

  /** What this person is asked to look at again. */
  private due(principal: Principal): object[] | null {
    if (principal.kind !== 'staff') return null;
    const due = this.lists.dueFor(principal).filter((head) => this.editing.mayReview(principal, head));
    return due.length === 0
      ? null
      : due.map(({ id, title, reviewOn }) => ({ href: `${PATH}/${id}`, heading: title, since: formatDay(reviewOn) }));
  }

  /** Whoever writes or approves sees drafts and what is over. */
  keeps(principal: Principal): boolean {
    return allows(principal, 'knowledge.edit') || allows(principal, 'knowledge.approve');
  }

  private found(keeps: boolean, text: string): object[] {
    if (keeps) return this.lists.search(text).map((head) => this.line(head, true));
    const ids = this.base.search({ text, categoryCode: null, limit: 20 });
    return ids.map(({ id, title, excerpt, reviewDue, sample }) => ({
      href: `${PATH}/${id}`,
      heading: title,
      excerpt,
      owner: null,
      marks: [
        ...(reviewDue ? [{ tone: 'soon', icon: 'calendar', text: 'Cần rà soát' }] : []),
        ...(sample ? [{ tone: 'soon', icon: 'info', text: 'Mẫu' }] : []),
      ],
    }));
  }

  private line(head: ArticleHead, keeps: boolean): object {
    return {
      href: `${PATH}/${head.id}`,
      heading: head.title,
      excerpt: head.excerpt,
      owner: this.agencyName(head.ownerAgencyCode),
      // Whoever only reads is shown nothing else than what is in force: no need to say so on each.
      marks: marksOf(head, this.directory.today()).slice(keeps ? 0 : 1),
    };
  }

  private facts(whole: WholeArticle, shown: WholeArticle['versions'][number]): object[] {
    const { article, owner } = whole;
    const agency = this.agencyName(article.ownerAgencyCode);
    const categories = article.categoryCodes.map((code) => this.categoryName(code)).join('; ');
    const until = shown.validTo === null ? '' : ` đến hết ${formatDay(shown.validTo)}`;
    return [
      { name: 'Hiệu lực', value: `Từ ${formatDay(shown.validFrom)}${until}` },
      { name: 'Phụ trách', value: owner === null ? agency : `${owner.displayName}, ${agency}` },
      { name: 'Rà soát lại', value: formatDay(article.reviewOn) },
      ...(categories === '' ? [] : [{ name: 'Loại việc', value: categories }]),
      ...(shown.keywords === '' ? [] : [{ name: 'Cách hỏi khác', value: shown.keywords.replaceAll('\n', '; ') }]),
    ];
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }

  private categoryName(code: string): string {
    return this.catalog.category(code)?.name ?? code;
  }

  private async frame(principal: Principal, at: 'list' | 'gaps' | 'article' | 'form') {
    const nav: Nav = navigation(
      principal,
      { tabs: this.queries.tabs(principal), counts: await this.counts.of(principal) },
      PATH,
    );
    const tabs = this.keeps(principal)
      ? [
          { href: PATH, label: 'Các bài', current: at === 'list' },
          { href: `${PATH}/chua-co`, label: 'Câu hỏi chưa có bài', current: at === 'gaps' },
        ]
      : null;
    return { nav, tabs };
  }
}

interface ShownText {
  readonly blocks: readonly {
    readonly paragraph: boolean;
    readonly steps: boolean;
    readonly lines: readonly string[];
  }[];
  readonly spoken: readonly string[];
  readonly legalBasis: string | null;
}

function textOf(text: { readonly answer: string; readonly spoken: string; readonly legalBasis: string }): ShownText {
  return {
    blocks: blocksOf(text.answer).map(({ kind, lines }) => ({
      paragraph: kind === 'paragraph',
      steps: kind === 'steps',
      lines,
    })),
    spoken: text.spoken.split('\n').filter((line) => line.trim() !== ''),
    legalBasis: text.legalBasis === '' ? null : text.legalBasis,
  };
}

const typedText = (values: Values): ShownText =>
  textOf({
    answer: values['answer'] ?? '',
    spoken: values['spoken'] ?? '',
    legalBasis: values['legalBasis'] ?? '',
  });

function recordFields(form: FormState, phone: string): object[] {
  return [
    field(form, 'phone', 'Số điện thoại người gọi', phone, { kind: 'tel', required: false }),
    field(form, 'note', 'Ghi chú', '', { required: false }),
  ];
}

function nextReview(now: Date): string {
  return new Date(now.getTime() + REVIEW_AFTER_MS).toISOString().slice(0, 10);
}

function notOfferedWords(head: ArticleHead, today: string): string {
  switch (head.standing) {
    case 'expired':
      return 'Bài đã hết hiệu lực: không đọc cho người gọi. Soạn bản mới nếu câu trả lời vẫn cần.';
    case 'withdrawn':
      return 'Bài đã rút: không đọc cho người gọi.';
    case 'waiting':
      return 'Bài đã duyệt và chưa đến ngày có hiệu lực: chưa đọc cho người gọi.';
    default:
      return head.reviewOn < today
        ? 'Bản nháp để lâu, chưa ai duyệt: không đọc cho người gọi.'
        : 'Bản nháp, chưa duyệt: không đọc cho người gọi.';
  }
}
