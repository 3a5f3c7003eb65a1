import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { Principal } from '../../identity/index.js';
import { Clock, Problem, type FieldError } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { Catalog } from '../../routing/index.js';
import { formatNearVi } from '../../sla/index.js';
import {
  CANNED_VARIABLES,
  CannedTexts,
  StatusCounts,
  TicketQueries,
  type CannedView,
  type SaveCannedInput,
} from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { field, type FormState } from '../form-field.js';
import { navigation, type Nav } from '../navigation.js';

const AREA = { kind: 'area', rows: 4, required: false } as const;

/** The list of standing texts and the form of one. */
@Injectable()
export class CannedPage {
  constructor(
    private readonly texts: CannedTexts,
    private readonly choices: Choices,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  async list(principal: Principal, saved: boolean, viewing: PageContext): Promise<string> {
    const texts = await this.texts.editable(principal);
    const now = this.clock.now();
    const items = texts.map((text) => ({
      href: `/van-mau/${text.id}`,
      title: text.title,
      active: text.active,
      agency: text.agencyCode === null ? null : this.agencyName(text.agencyCode),
      category:
        text.categoryCode === null ? null : (this.catalog.category(text.categoryCode)?.name ?? text.categoryCode),
      at: formatNearVi(text.updatedAt, now),
    }));
    return this.pages.render('console/canned', { nav: await this.nav(principal), saved, items }, viewing);
  }

  /** @throws Problem `not-found` for a text that is not this person's to write. */
  async form(
    principal: Principal,
    { id, form, problem }: { readonly id: string | null; readonly form: FormState; readonly problem: string | null },
    viewing: PageContext,
  ): Promise<string> {
    const text = id === null ? null : await this.texts.one(principal, id);
    const categoryCode = form.values['categoryCode'] ?? text?.categoryCode ?? '';
    const agencyCode = text?.agencyCode ?? null;
    return this.pages.render(
      'console/canned-form',
      {
        nav: await this.nav(principal),
        isNew: text === null,
        action: `/van-mau/${id ?? 'moi'}`,
        version: text?.version ?? 0,
        problem,
        errors: form.errors.length === 0 ? null : form.errors,
        active: form.errors.length > 0 || problem !== null ? form.values['active'] === 'yes' : (text?.active ?? true),
        agencies: this.texts.writesForAll(principal) ? this.choices.agencyNames() : null,
        fields: this.fields(principal, { form, text, agencyCode, categoryCode }),
        variables: Object.entries(CANNED_VARIABLES).map(([name, what]) => ({ name: `{${name}}`, what })),
      },
      viewing,
    );
  }

  private fields(
    principal: Principal,
    {
      form,
      text,
      agencyCode,
      categoryCode,
    }: {
      readonly form: FormState;
      readonly text: CannedView | null;
      readonly agencyCode: string | null;
      readonly categoryCode: string;
    },
  ): object[] {
    return [
      field(form, 'title', 'Tên văn mẫu', text?.title ?? '', { hint: 'Người soạn chọn theo tên này.' }),
      ...(this.texts.writesForAll(principal)
        ? [
            field(form, 'agency', 'Của đơn vị', agencyCode === null ? '' : this.agencyName(agencyCode), {
              required: false,
              list: 'ds-co-quan',
              hint: 'Bỏ trống thì mọi đơn vị dùng được.',
            }),
          ]
        : []),
      field(form, 'categoryCode', 'Loại việc', '', {
        kind: 'select',
        required: false,
        options: this.choices.categories(categoryCode, 'Mọi loại việc'),
      }),
      field(form, 'found', 'Đã kiểm tra', text?.found ?? '', AREA),
      field(form, 'done', 'Đã làm', text?.done ?? '', AREA),
      field(form, 'inCharge', 'Ai phụ trách', text?.inCharge ?? '', { required: false }),
      field(form, 'legalBasis', 'Căn cứ pháp lý', text?.legalBasis ?? '', { ...AREA, rows: 2 }),
    ];
  }

  /** What the form means. @throws Problem `invalid-input` for an agency or category that does not exist. */
  inputOf(principal: Principal, id: string | null, values: Readonly<Record<string, string>>): SaveCannedInput {
    const typed = (values['agency'] ?? '').trim();
    const own = principal.kind === 'staff' ? principal.agencyCode : null;
    const forAll = this.texts.writesForAll(principal);
    const agencyCode = !forAll ? own : typed === '' ? null : this.choices.agencyCode(typed);
    const categoryCode = values['categoryCode'] || null;
    const errors: FieldError[] = [];
    if (forAll && typed !== '' && agencyCode === null)
      errors.push({ field: 'agency', message: 'Chưa rõ là cơ quan nào. Xin chọn trong danh sách.' });
    if (categoryCode !== null && this.catalog.category(categoryCode) === null)
      errors.push({ field: 'categoryCode', message: 'Xin chọn loại việc trong danh sách.' });
    const input = {
      id,
      version: Number(values['version']) || 0,
      title: values['title'] ?? '',
      agencyCode,
      categoryCode,
      active: values['active'] === 'yes',
      found: values['found'] ?? '',
      done: values['done'] ?? '',
      inCharge: values['inCharge'] ?? '',
      legalBasis: values['legalBasis'] ?? '',
    };
    errors.push(...this.texts.faults(input));
    if (errors.length > 0) throw Problem.invalid(errors);
    return input;
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }

  private async nav(principal: Principal): Promise<Nav> {
    const tabs = this.queries.tabs(principal);
    return navigation(principal, { tabs, counts: await this.counts.of(principal) }, '/van-mau');
  }
}
