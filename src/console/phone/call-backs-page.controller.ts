import { Body, Controller, Get, Header, Param, Post, Query, Redirect, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Context, Viewing, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import { ATTEMPT_RESULTS, CallBacks, CHOSEN_OUTCOMES, OutgoingCalls } from '../../telephony/index.js';
import { answerForm, problemText } from '../form-answer.js';
import { typedMoment } from '../incident-words.js';
import { CALL_BACK_STEPS, CallBacksPage } from './call-backs-page.js';
import { QueueGateway } from './queue.gateway.js';

const querySchema = z.object({
  nhom: z.literal('khong-gap').optional().catch(undefined),
  sau: z.string().max(60).optional(),
  xong: z.enum(CALL_BACK_STEPS).optional().catch(undefined),
});
const stepSchema = z.object({ id: z.string().max(40), step: z.enum(CALL_BACK_STEPS) });
const formSchema = z.record(z.string(), z.string().max(2_000, 'Nội dung dài quá. Xin viết gọn lại.'));

type Query_ = z.output<typeof querySchema>;
type Values = z.output<typeof formSchema>;

/** People who must be called. */
@Controller('goi-lai')
@Permit('contact.record')
export class CallBacksPageController {
  constructor(
    private readonly page: CallBacksPage,
    private readonly callBacks: CallBacks,
    private readonly outgoing: OutgoingCalls,
    private readonly queue: QueueGateway,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  show(
    @Query(valid(querySchema)) { nhom, sau, xong }: Query_,
    @Context() { principal }: CommandContext,
    @Viewing() viewing: PageContext,
  ): Promise<string> {
    const state = nhom === undefined ? ('open' as const) : ('unreachable' as const);
    return this.page.render(principal, { state, after: sau ?? null, done: xong ?? null, problem: null }, viewing);
  }

  /** Where a form came back: loaded again by its address, the list is shown. */
  @Get(':id/:step')
  @Redirect('/goi-lai', 303)
  again(): void {
    // The decorator says it all.
  }

  @Post(':id/:step')
  async act(
    @Param(valid(stepSchema)) { id, step }: z.output<typeof stepSchema>,
    @Body(valid(formSchema)) values: Values,
    @Context() ctx: CommandContext,
    @Viewing() viewing: PageContext,
    @Res() response: Response,
  ): Promise<void> {
    const state = values['nhom'] === 'khong-gap' ? ('unreachable' as const) : ('open' as const);
    await answerForm(
      response,
      async () => {
        await this.run(step, id, values, ctx);
        this.queue.changed();
        const group = state === 'open' ? '' : '&nhom=khong-gap';
        return `/goi-lai?xong=${step}${group}#gl-${id}`;
      },
      (problem) =>
        this.page.render(
          ctx.principal,
          { state, after: null, done: null, problem: { id, text: problemText(problem), values } },
          viewing,
        ),
    );
  }

  private async run(
    step: (typeof CALL_BACK_STEPS)[number],
    id: string,
    values: Values,
    ctx: CommandContext,
  ): Promise<unknown> {
    const note = values['note'] ?? null;
    switch (step) {
      case 'nhan':
        return this.callBacks.claim(id, ctx);
      case 'tra':
        return this.callBacks.release(id, ctx);
      case 'goi':
        return this.outgoing.dial({ callBackId: id }, ctx);
      case 'lan-goi': {
        const result = ATTEMPT_RESULTS.find((one) => one === values['result']);
        if (result === undefined)
          throw Problem.invalid([{ field: 'result', message: 'Xin chọn kết quả của lần gọi.' }]);
        return this.callBacks.attempt(id, { result, laterAt: typedMoment(values['laterAt'] ?? ''), note }, ctx);
      }
      case 'dong': {
        const outcome = CHOSEN_OUTCOMES.find((one) => one === values['outcome']);
        if (outcome === undefined) throw Problem.invalid([{ field: 'outcome', message: 'Xin chọn kết quả.' }]);
        return this.callBacks.close(id, { outcome, note }, ctx);
      }
    }
  }
}
