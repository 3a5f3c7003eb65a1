import { Body, Controller, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { fieldErrors, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { Choices } from '../choices.js';
import { deskPath, NOTHING_CHOSEN } from '../navigation.js';
import { BulkActs } from './bulk-acts.js';
import { BulkPage, type BulkView } from './bulk-page.js';
import {
  BULK_ACTIONS,
  bulkActionsOf,
  bulkSchema,
  MOST_AT_ONCE,
  type BulkAction,
  type BulkRequest,
} from './bulk-request.js';

const several = z.union([z.string(), z.array(z.string())]).optional();
const formSchema = z.looseObject({
  viec: z.string().max(20).optional(),
  nhom: z.string().max(40).default(''),
  phieu: several,
  trang: z.string().max(20_000).optional(),
  ca_trang: z.string().optional(),
  buoc: z.string().max(10).optional(),
});

type Form = z.output<typeof formSchema>;

/**
 * One act on many tickets of a list. Every step shows the next page itself: a page loaded again asks the same
 * once more, and the keys of the lines see to it that it acts once.
 */
@Permit('ticket.read')
@Controller('hang-loat')
export class BulkController {
  constructor(
    private readonly acts: BulkActs,
    private readonly pages: BulkPage,
    private readonly choices: Choices,
  ) {}

  /** What was chosen, what to say with it, and what would be done: nothing is changed. */
  @NotIdempotent('Only shows what would be done.')
  @Post('xem')
  async show(
    @Body(valid(formSchema)) form: Form,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const chosen = chosenIn(form);
    const action = BULK_ACTIONS.find((one) => one === form.viec);
    if (action === undefined || !bulkActionsOf(ctx.principal).includes(action))
      throw Problem.notFound('Không tìm thấy trang này.');
    if (chosen.length === 0) {
      // Back to where it was forgotten, which says so.
      response.redirect(303, `${deskPath(ctx.principal)}?nhom=${encodeURIComponent(form.nhom)}&xong=${NOTHING_CHOSEN}`);
      return;
    }
    const view = await this.viewOf(form, action, chosen, ctx);
    response
      .status(view.form.errors.length > 0 ? 400 : 200)
      .type('html')
      .send(await this.pages.form(ctx.principal, view, page));
  }

  @Post('lam')
  async act(
    @Body(valid(formSchema)) form: Form,
    @Context() ctx: CommandContext,
    @Viewing() page: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const chosen = chosenIn(form);
    const { action, request, errors } = this.read(form, chosen);
    const view: BulkView = {
      ...{ action, chosen, request, tab: form.nhom, formKey: null, lines: null },
      form: { values: textsOf(form), errors },
    };
    if (request === null) {
      response
        .status(400)
        .type('html')
        .send(await this.pages.form(ctx.principal, view, page));
      return;
    }
    const lines = await this.acts.run(request, ctx);
    response.type('html').send(await this.pages.result(ctx.principal, { ...view, lines }, page));
  }

  private async viewOf(
    form: Form,
    action: BulkAction,
    chosen: readonly string[],
    ctx: CommandContext,
  ): Promise<BulkView> {
    const values = textsOf(form);
    const base = { action, chosen, tab: form.nhom, formKey: null };
    // Straight from the list: what to say with it comes first.
    if (form.buoc !== 'xem') {
      const errors = chosen.length > MOST_AT_ONCE ? [tooMany(chosen.length)] : [];
      return { ...base, form: { values: {}, errors }, lines: null, request: null };
    }
    const { request, errors } = this.read(form, chosen);
    const lines = request === null ? null : await this.acts.preview(request, ctx);
    return { ...base, form: { values, errors }, lines, request };
  }

  private read(
    form: Form,
    chosen: readonly string[],
  ): { action: BulkAction; request: BulkRequest | null; errors: { field: string; message: string }[] } {
    const action = BULK_ACTIONS.find((one) => one === form.viec);
    if (action === undefined) throw Problem.notFound('Không tìm thấy trang này.');
    const values = textsOf(form);
    const tickets = chosen.map((one) => {
      const [ticketId = '', version] = one.split('.');
      return { ticketId, version: Number(version) || 1 };
    });
    const typed = values['lead'] ?? '';
    const leadAgencyCode = this.choices.typedAgency(typed);
    const unknown =
      action === 'transfer' && typed.trim() !== '' && this.choices.agencyCode(typed) === null
        ? [{ field: 'lead', message: 'Chưa rõ đơn vị nào; xin chọn một tên trong danh sách.' }]
        : [];
    const { accountId, words, remark, text } = values;
    const said: Readonly<Record<BulkAction, object>> = {
      assign: { accountId, words },
      transfer: { leadAgencyCode, remark },
      remind_holder: { text },
    };
    const parsed = bulkSchema.safeParse({ action, tickets, ...said[action] });
    if (parsed.success && unknown.length === 0) return { action, request: parsed.data, errors: [] };
    const errors = (parsed.success ? [] : fieldErrors(parsed.error)).map(({ field, message }) => ({
      field: field === 'leadAgencyCode' ? 'lead' : field,
      message,
    }));
    return { action, request: null, errors: [...unknown, ...errors] };
  }
}

function tooMany(count: number): { field: string; message: string } {
  return { field: 'tickets', message: `Đã chọn ${String(count)} phiếu; mỗi lần nhiều nhất ${String(MOST_AT_ONCE)}.` };
}

/** `id.version` of each ticket: those that are ticked, or the whole page. */
function chosenIn({ phieu, trang, ca_trang }: Form): string[] {
  const ticked = phieu === undefined ? [] : Array.isArray(phieu) ? phieu : [phieu];
  const all = ca_trang === undefined || trang === undefined ? [] : trang.split(',');
  return [...new Set([...all, ...ticked])].filter((one) => /^[0-9A-Z]{1,40}\.\d{1,9}$/.test(one));
}

function textsOf(form: Form): Record<string, string> {
  const texts = Object.entries(form).flatMap(([name, value]) =>
    typeof value === 'string' && !name.startsWith('_') ? [[name, value] as const] : [],
  );
  return Object.fromEntries(texts);
}
