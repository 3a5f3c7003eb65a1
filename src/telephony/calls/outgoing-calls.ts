import { Injectable } from '@nestjs/common';
import { Province } from '../../agencies/index.js';
import { allows, type CommandContext, type Principal } from '../../identity/index.js';
import { newId, Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { Idempotency, Reader } from '../../platform/database/index.js';
import { Log } from '../../platform/log/index.js';
import { TicketQueries, TicketReporterRow, TicketRow } from '../../tickets/index.js';
import { CallBacks } from '../call-backs/call-backs.js';
import { CALLABLE } from '../domain/callable.js';
import { isPremium, readParty } from '../domain/numbering.js';
import { CallBackRow, PhoneCallRow } from '../entities.js';
import { OperatorLines } from '../operators/operator-lines.js';
import { TelephonySettings } from '../settings.js';

/** Exactly one of them. */
export type DialTarget = { readonly number: string } | { readonly ticketId: string } | { readonly callBackId: string };

const TIMEOUT_MS = 5_000;

/** Calling by a click: the exchange rings the operator's own phone first, then dials. */
@Injectable()
export class OutgoingCalls {
  constructor(
    private readonly config: Config,
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly settings: TelephonySettings,
    private readonly lines: OperatorLines,
    private readonly tickets: TicketQueries,
    private readonly callBacks: CallBacks,
    private readonly log: Log,
    private readonly province: Province,
  ) {}

  /** Whether the settings name an exchange that dials. */
  get isOn(): boolean {
    return this.config.ctiDial !== null;
  }

  /**
   * Asks the exchange to dial, once for each key. Only numbers that the centre knows from a call, a ticket or a
   * call-back are dialled, and none that costs more than a call.
   * @throws Problem `not-found`, `conflict`, `unavailable` when the exchange does not do it.
   */
  async dial(target: DialTarget, ctx: CommandContext): Promise<{ id: string }> {
    const { principal } = ctx;
    if (principal.kind !== 'staff') throw Problem.notFound();
    const hook = this.config.ctiDial;
    if (hook === null)
      throw Problem.conflict('Chưa nối tổng đài để gọi bằng một lần bấm. Xin gọi bằng máy điện thoại.');
    const extension = await this.lines.extensionOf(principal.accountId);
    if (extension === null)
      throw Problem.conflict('Tài khoản này chưa có số máy lẻ, nên tổng đài không biết gọi về máy nào.');
    const number = await this.numberOf(target, principal);
    if (isPremium(number, this.settings.plan))
      throw Problem.conflict('Số này có cước cao, không gọi bằng một lần bấm được.');
    const id = newId();
    const asked = await this.idempotency.once(ctx.idempotency, () => Promise.resolve({ id }));
    // Another id is that of the first time this was asked for.
    if (asked.id === id) await this.ask(hook, { extension, number, id });
    return asked;
  }

  private async numberOf(target: DialTarget, principal: Principal): Promise<string> {
    if ('callBackId' in target) {
      const entry = /^[0-9A-Z]{26}$/.test(target.callBackId) ? await this.callBacks.find(target.callBackId) : null;
      if (entry === null) throw Problem.notFound('Không tìm thấy cuộc gọi lại này.');
      return entry.phone;
    }
    if ('ticketId' in target) {
      const reporter = await this.tickets.reporter(principal, target.ticketId);
      if (reporter.hidden) throw Problem.conflict(reporter.reason);
      const { phone } = reporter;
      if (phone === null) throw Problem.conflict('Người gửi phiếu này không để lại số điện thoại.');
      return phone;
    }
    const party = readParty(target.number, this.settings.plan);
    if (party.kind !== 'phone' || party.number === null)
      throw Problem.invalid([{ field: 'number', message: 'Xin ghi một số điện thoại đầy đủ.' }]);
    if (!allows(principal, 'reporter.read') || !(await this.isKnown(party.number)))
      throw Problem.conflict('Chỉ gọi được số đã gọi đến, số của phiếu hoặc của danh sách gọi lại.');
    return party.number;
  }

  private async isKnown(phone: string): Promise<boolean> {
    const { manager } = this.reader;
    if (await manager.existsBy(PhoneCallRow, { fromNumber: phone })) return true;
    if (await manager.existsBy(CallBackRow, { phone })) return true;
    return manager
      .createQueryBuilder(TicketReporterRow, 'r')
      .innerJoin(TicketRow, 't', 't.id = r.ticket_id')
      .where('r.phone = :phone', { phone })
      .andWhere(CALLABLE, { centre: this.province.centreAgency })
      .getExists();
  }

  private async ask(
    hook: { readonly url: string; readonly body: string },
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    // Each value is written as it stands inside a JSON text.
    const body = hook.body.replace(/\{(number|extension|id)\}/g, (_, name: string) =>
      JSON.stringify(values[name] ?? '').slice(1, -1),
    );
    let status: number;
    try {
      const { url, authorization } = addressOf(hook.url);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      status = answer.status;
      await answer.body?.cancel();
    } catch (error) {
      this.log.warn({ error }, 'the exchange could not be asked to dial');
      throw new Problem('unavailable', 'Không liên lạc được với tổng đài. Xin gọi bằng máy điện thoại, hoặc thử lại.');
    }
    if (status >= 200 && status < 300) return;
    this.log.warn({ status }, 'the exchange refused to dial');
    throw new Problem(
      'unavailable',
      `Tổng đài không nhận lệnh gọi (mã ${String(status)}). Xin gọi bằng máy điện thoại.`,
    );
  }
}

/** `https://user:secret@host` is a user and a secret to sign in with: fetch refuses it, and its error would carry both into the log. */
function addressOf(text: string): { readonly url: string; readonly authorization: Readonly<Record<string, string>> } {
  const url = new URL(text);
  const { username, password } = url;
  if (username === '' && password === '') return { url: text, authorization: {} };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  url.username = '';
  url.password = '';
  return { url: url.href, authorization: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}
