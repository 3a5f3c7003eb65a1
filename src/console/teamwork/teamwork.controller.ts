import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Deputies, Viewing, type CommandContext } from '../../identity/index.js';
import type { FieldError } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { AssignmentRules } from '../../teamwork/index.js';
import { Choices } from '../choices.js';
import { answerForm } from '../form-answer.js';
import { EMPTY_FORM } from '../form-field.js';
import {
  LEAST_BUSY,
  TEAMWORK_DONE,
  TEAMWORK_PATH,
  TeamworkPage,
  type TeamworkDone,
  type TeamworkForm,
} from './teamwork-page.js';

const querySchema = z.object({ xong: z.enum(TEAMWORK_DONE).optional().catch(undefined) });
const lineSchema = z.object({ id: z.string().max(40) });
const formSchema = z.record(z.string(), z.string().max(300, 'Nội dung dài quá. Xin viết gọn lại.'));

type Values = z.output<typeof formSchema>;

/** The commands' fields → those of the page's forms: several forms stand on it. */
const FIELDS: Readonly<Record<TeamworkForm, Readonly<Record<string, string>>>> = {
  rule: { wardCode: 'ruleWard', categoryCode: 'ruleCategory', accountId: 'ruleAccount' },
  absence: { accountId: 'absentId', deputyAccountId: 'absentDeputy', fromOn: 'absentFrom', toOn: 'absentTo' },
  deputation: { accountId: 'deputyId', deputyAccountId: 'deputyId', fromOn: 'deputyFrom', toOn: 'deputyTo' },
};

/** Work inside an agency. Who may change what is decided by the services; what is not one's own is not found. */
@Controller('don-vi/phan-cong')
@Permit('ticket.read')
export class TeamworkPageController {
  constructor(
    private readonly page: TeamworkPage,
    private readonly rules: AssignmentRules,
    private readonly deputies: Deputies,
    private readonly choices: Choices,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(querySchema)) query: z.output<typeof querySchema>,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const nothing = { sent: null, form: EMPTY_FORM, formKey: null, problem: null };
    return this.page.render(principal, { ...nothing, done: query.xong ?? null }, viewing);
  }

  @Post('quy-tac')
  async addRule(
    @Body(valid(formSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.answer({ form: 'rule', done: 'quy-tac', values, viewing, response }, ctx, async (agencyCode) => {
      const ward = (values['ruleWard'] ?? '').trim();
      const input = {
        // A name that is none becomes a code that is none.
        wardCode: ward === '' ? '' : (this.choices.wardCode(ward) ?? '?'),
        categoryCode: values['ruleCategory'] ?? '',
        accountId: values['ruleAccount'] === LEAST_BUSY ? '' : values['ruleAccount'] || '?',
      };
      await this.rules.add(agencyCode, input, ctx);
    });
  }

  @Post('vang')
  async addAbsence(
    @Body(valid(formSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.answer({ form: 'absence', done: 'vang', values, viewing, response }, ctx, async (agencyCode) => {
      const input = {
        accountId: values['absentId'] ?? '',
        deputyAccountId: values['absentDeputy'] ?? '',
        fromOn: values['absentFrom'] ?? '',
        toOn: values['absentTo'] ?? '',
      };
      await this.deputies.addAbsence(agencyCode, input, ctx);
    });
  }

  @Post('ky-thay')
  @Permit('deputy.edit')
  async addDeputation(
    @Body(valid(formSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.answer({ form: 'deputation', done: 'ky-thay', values, viewing, response }, ctx, async (agencyCode) => {
      const input = {
        deputyAccountId: values['deputyId'] ?? '',
        fromOn: values['deputyFrom'] ?? '',
        toOn: values['deputyTo'] ?? '',
      };
      await this.deputies.addDeputation(agencyCode, input, ctx);
    });
  }

  @Post('quy-tac/:id/bo')
  async removeRule(
    @Param(valid(lineSchema)) { id }: z.output<typeof lineSchema>,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.rules.remove(id, ctx);
    response.redirect(303, `${TEAMWORK_PATH}?xong=bo-quy-tac`);
  }

  @Post('vang/:id/bo')
  async cancelAbsence(
    @Param(valid(lineSchema)) { id }: z.output<typeof lineSchema>,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.deputies.cancelAbsence(id, ctx);
    response.redirect(303, `${TEAMWORK_PATH}?xong=bo-vang`);
  }

  @Post('ky-thay/:id/bo')
  @Permit('deputy.edit')
  async cancelDeputation(
    @Param(valid(lineSchema)) { id }: z.output<typeof lineSchema>,
    @Context() ctx: CommandContext,
    @Res() response: Response,
  ): Promise<void> {
    await this.deputies.cancelDeputation(id, ctx);
    response.redirect(303, `${TEAMWORK_PATH}?xong=bo-ky-thay`);
  }

  /** Does it and comes back to the page; a form with a mistake comes back with what was typed. */
  private async answer(
    sent: {
      readonly form: TeamworkForm;
      readonly done: TeamworkDone;
      readonly values: Values;
      readonly viewing: PageContext;
      readonly response: Response;
    },
    ctx: CommandContext,
    act: (agencyCode: string) => Promise<void>,
  ): Promise<void> {
    const { form, done, values, viewing, response } = sent;
    const inForm = ({ field, message }: FieldError): FieldError => ({ field: FIELDS[form][field] ?? field, message });
    await answerForm(
      response,
      async () => {
        await act(this.page.agencyOf(ctx.principal));
        return `${TEAMWORK_PATH}?xong=${done}`;
      },
      ({ kind, title, fields }) => {
        const back = {
          done: null,
          sent: form,
          form: { values, errors: fields.map(inForm) },
          formKey: values['_key'] ?? null,
          problem: kind === 'conflict' ? title : null,
        };
        return this.page.render(ctx.principal, back, viewing);
      },
    );
  }
}
