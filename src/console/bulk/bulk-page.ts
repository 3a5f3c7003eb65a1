import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Accounts, allows, type Principal } from '../../identity/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { field, type FormField, type FormState } from '../form-field.js';
import { deskPath, navigation } from '../navigation.js';
import type { BulkLine } from './bulk-acts.js';
import type { BulkAction, BulkRequest } from './bulk-request.js';
import { ACTION_WORDS, lineView, previewVi, sumVi } from './bulk-words.js';

/** What a page of many tickets is asked to show. */
export interface BulkView {
  readonly action: BulkAction;
  readonly chosen: readonly string[];
  readonly form: FormState;
  /** null: what is to be said with it is not typed yet, or wrong. */
  readonly lines: readonly BulkLine[] | null;
  readonly request: BulkRequest | null;
  readonly formKey: string | null;
  /** The list to go back to. */
  readonly tab: string;
}

/** Pages of one act on many tickets: what to say with it, what would be done, what was done. */
@Injectable()
export class BulkPage {
  constructor(
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly choices: Choices,
    private readonly pages: Pages,
  ) {}

  /** The form, with the lines of the preview under it. */
  async form(principal: Principal, view: BulkView, page: PageContext): Promise<string> {
    const { action, chosen, form, lines, request } = view;
    const ready = lines?.filter(({ outcome }) => outcome === 'ready').length ?? 0;
    const to = request === null ? '' : await this.target(request);
    const model = {
      ...(await this.frame(principal, view)),
      heading: `${ACTION_WORDS[action].label}: ${String(chosen.length)} phiếu đã chọn`,
      chosen,
      formKey: view.formKey,
      fields: await this.fields(principal, action, form),
      agencies: action === 'transfer' ? this.choices.agencyNames() : null,
      errors: form.errors.length === 0 ? null : form.errors,
      summary: lines === null ? null : previewVi(lines, action, to),
      tone: ready === lines?.length ? 'info' : 'soon',
      icon: ready === lines?.length ? 'info' : 'triangle-alert',
      lines: lines?.map((line) => lineView(line, action, to)) ?? null,
      confirm: ready === 0 ? null : { label: ACTION_WORDS[action].confirm(ready), icon: ACTION_WORDS[action].icon },
      // What would not go through is not sent along.
      going: lines === null ? chosen : chosen.filter((_, index) => lines[index]?.outcome === 'ready'),
      typed: Object.entries(form.values)
        .filter(([name]) => ['accountId', 'words', 'lead', 'remark', 'text'].includes(name))
        .map(([name, value]) => ({ name, value })),
    };
    return this.pages.render('console/bulk/form', model, page);
  }

  async result(
    principal: Principal,
    view: BulkView & { readonly lines: readonly BulkLine[] },
    page: PageContext,
  ): Promise<string> {
    const { action, lines, request } = view;
    const to = request === null ? '' : await this.target(request);
    const left = lines.filter(({ outcome }) => outcome !== 'done');
    const model = {
      ...(await this.frame(principal, view)),
      heading: `Kết quả ${ACTION_WORDS[action].label.charAt(0).toLowerCase()}${ACTION_WORDS[action].label.slice(1)}`,
      summary: sumVi(lines, action),
      tone: left.length === 0 ? 'ok' : 'soon',
      icon: left.length === 0 ? 'circle-check' : 'triangle-alert',
      // What somebody still has to look at stands first.
      lines: [...left, ...lines.filter(({ outcome }) => outcome === 'done')].map((line) => lineView(line, action, to)),
    };
    return this.pages.render('console/bulk/result', model, page);
  }

  private async frame(principal: Principal, { action, tab }: BulkView): Promise<object> {
    const counts = await this.counts.of(principal);
    return {
      title: ACTION_WORDS[action].label,
      nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, tab),
      action,
      tab,
      back: tab === '' ? deskPath(principal) : `${deskPath(principal)}?nhom=${encodeURIComponent(tab)}`,
    };
  }

  private async fields(principal: Principal, action: BulkAction, form: FormState): Promise<FormField[]> {
    switch (action) {
      case 'assign': {
        const people = principal.kind === 'staff' ? await this.accounts.ofAgency(principal.agencyCode) : [];
        const handlers = people.filter((person) =>
          allows({ kind: 'staff', accountId: person.id, ...person }, 'ticket.accept'),
        );
        const selected = form.values['accountId'] ?? '';
        const options = [
          { value: '', label: 'Chọn một người', selected: selected === '', subject: false },
          ...handlers.map(({ id, displayName }) => ({
            value: id,
            label: displayName,
            selected: id === selected,
            subject: false,
          })),
        ];
        return [
          field(form, 'accountId', 'Người xử lý', '', { kind: 'select', options }),
          field(form, 'words', 'Lời dặn', '', { kind: 'area', rows: 2, required: false }),
        ];
      }
      case 'transfer':
        return [
          field(form, 'lead', 'Đơn vị sẽ chủ trì', '', { list: 'don-vi', hint: 'Gõ tên, tên cũ cũng được.' }),
          field(form, 'remark', 'Vì sao chuyển', '', {
            kind: 'area',
            rows: 2,
            hint: 'Đơn vị giao và đơn vị nhận cùng đọc.',
          }),
        ];
      case 'remind_holder':
        return [
          field(form, 'text', 'Cần nhắc điều gì', '', { kind: 'area', rows: 2, hint: 'Đơn vị đang giữ đọc được.' }),
        ];
    }
  }

  private async target(request: BulkRequest): Promise<string> {
    if (request.action === 'transfer') return this.directory.agency(request.leadAgencyCode)?.name ?? '';
    if (request.action === 'assign') {
      const [person] = await this.accounts.byIds([request.accountId]);
      return person?.displayName ?? '';
    }
    return '';
  }
}
