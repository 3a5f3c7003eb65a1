import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Accounts } from '../../identity/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import type { SaveArticleInput, WholeArticle } from '../../knowledge/index.js';
import { Choices } from '../choices.js';
import { field, type FormField, type FormState } from '../form-field.js';

export type Values = Readonly<Record<string, string>>;

/** So long after it is written an article is looked at again, unless its writer chooses another day. */
const REVIEW_AFTER_DAYS = 180;
const DAY_MS = 86_400_000;
/** So many kinds of matters one article belongs to. */
const CATEGORY_FIELDS = ['category1', 'category2', 'category3'] as const;

/** The form in which an article is written, and what it means. */
@Injectable()
export class ArticleForm {
  constructor(
    private readonly choices: Choices,
    private readonly directory: Directory,
    private readonly accounts: Accounts,
  ) {}

  /** @param whole the article as it stands; null: a new one. */
  fields(form: FormState, whole: WholeArticle | null): { readonly text: FormField[]; readonly about: FormField[] } {
    const latest = whole?.versions[0] ?? null;
    const article = whole?.article ?? null;
    const today = this.directory.today();
    const owner = article === null ? '' : (this.directory.agency(article.ownerAgencyCode)?.shortName ?? '');
    const reviewOn = new Date(Date.parse(today) + REVIEW_AFTER_DAYS * DAY_MS).toISOString().slice(0, 10);
    return {
      text: [
        field(form, 'title', 'Câu hỏi', latest?.title ?? '', {
          hint: 'Viết như người dân hỏi.',
          focus: whole === null && form.errors.length === 0,
        }),
        field(form, 'answer', 'Trả lời trên màn hình', latest?.answer ?? '', {
          kind: 'area',
          rows: 12,
          hint: 'Cách một dòng là sang đoạn. Dòng đầu “- ” là danh sách, “1. ” là các bước.',
        }),
        field(form, 'spoken', 'Lời đọc qua điện thoại', latest?.spoken ?? '', {
          kind: 'area',
          rows: 5,
          hint: 'Ba đến năm câu nói, không gạch đầu dòng, không viết tắt.',
        }),
        field(form, 'keywords', 'Cách hỏi khác', latest?.keywords ?? '', {
          kind: 'area',
          rows: 4,
          required: false,
          hint: 'Mỗi dòng một cách, kể cả viết tắt và tiếng địa phương.',
        }),
        field(form, 'legalBasis', 'Căn cứ pháp lý', latest?.legalBasis ?? '', {
          kind: 'area',
          rows: 2,
          required: false,
        }),
      ],
      about: [
        ...CATEGORY_FIELDS.map((name, index) =>
          field(form, name, index === 0 ? 'Loại việc' : `Loại việc ${String(index + 1)}`, '', {
            kind: 'select',
            required: false,
            options: this.choices.categories(
              form.values[name] ?? article?.categoryCodes[index] ?? '',
              index === 0 ? 'Không thuộc loại nào' : 'Không có',
            ),
          }),
        ),
        field(form, 'ownerAgency', 'Đơn vị phụ trách', owner, { list: 'ds-co-quan' }),
        field(form, 'ownerLogin', 'Người phụ trách', whole?.owner?.login ?? '', {
          required: false,
          hint: 'Tên đăng nhập của một người ở đơn vị ấy. Bỏ trống thì cả đơn vị.',
        }),
        field(form, 'validFrom', 'Có hiệu lực từ', latest?.validFrom ?? today, { kind: 'date' }),
        field(form, 'validTo', 'Đến hết ngày', latest?.validTo ?? '', {
          kind: 'date',
          required: false,
          hint: 'Bỏ trống nếu chưa biết.',
        }),
        field(form, 'reviewOn', 'Rà soát lại ngày', article?.reviewOn ?? reviewOn, { kind: 'date' }),
      ],
    };
  }

  /** What the form means. @throws Problem `invalid-input` for names that are nobody's. */
  async read(id: string | null, values: Values): Promise<SaveArticleInput> {
    const errors: FieldError[] = [];
    const ownerAgencyCode = this.choices.agencyCode(values['ownerAgency'] ?? '') ?? '';
    if (ownerAgencyCode === '')
      errors.push({ field: 'ownerAgency', message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách.' });
    const login = (values['ownerLogin'] ?? '').trim().toLowerCase();
    const people = login === '' || ownerAgencyCode === '' ? [] : await this.accounts.ofAgency(ownerAgencyCode);
    const owner = people.find((one) => one.login === login) ?? null;
    if (login !== '' && owner === null && ownerAgencyCode !== '')
      errors.push({
        field: 'ownerLogin',
        message: 'Không có người này ở đơn vị phụ trách. Xin xem lại tên đăng nhập.',
      });
    if (errors.length > 0) throw Problem.invalid(errors);
    const text = (name: string): string => values[name] ?? '';
    return {
      id,
      version: Number(values['version']) || 0,
      title: text('title'),
      answer: text('answer'),
      spoken: text('spoken'),
      legalBasis: text('legalBasis'),
      keywords: text('keywords'),
      validFrom: text('validFrom'),
      validTo: text('validTo'),
      reviewOn: text('reviewOn'),
      ownerAgencyCode,
      ownerAccountId: owner?.id ?? null,
      categoryCodes: [...new Set(CATEGORY_FIELDS.map(text).filter((code) => code !== ''))],
    };
  }
}
