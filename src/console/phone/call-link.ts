import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { ContactRow, RecentContacts, type Alongside } from '../../intake/index.js';
import { Clock, normalizePhone, Problem } from '../../kernel/index.js';
import { managerOf, Reader, type Transaction } from '../../platform/database/index.js';
import { CallQueries, OperatorStates, PhoneCallRow } from '../../telephony/index.js';

const ID = /^[0-9A-Z]{26}$/;
const AGAIN = 'Chữ còn nguyên; nếu người gọi nói thêm việc khác, bấm lưu lần nữa để ghi thành một lượt riêng.';

/** Ties what an operator writes to the call it came by: each call has one contact, and each contact at most one call. */
@Injectable()
export class CallLink {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly calls: CallQueries,
    private readonly recent: RecentContacts,
    private readonly states: OperatorStates,
  ) {}

  /** Since when the caller was listened to: from then on the deadline runs, however long the writing takes. */
  async heardAt(callId: string): Promise<Date | null> {
    const call = ID.test(callId) ? await this.reader.manager.findOneBy(PhoneCallRow, { id: callId }) : null;
    return call === null ? null : (call.answeredAt ?? call.startedAt);
  }

  /** Whether somebody may write down a call: whose phone it rings at, or who talked in it. */
  async isOf(accountId: string, callId: string): Promise<boolean> {
    const call = ID.test(callId) ? await this.reader.manager.findOneBy(PhoneCallRow, { id: callId }) : null;
    return call !== null && call.contactId === null && takesPart(call, accountId);
  }

  /**
   * Whoever has told how a ticket stands is often told of something else before the caller hangs up: what comes from
   * the number she talks to still is more of the same contact. @returns null when it is not, or nobody knows the number.
   */
  async goesOn(
    principal: Principal,
    rawPhone: string,
  ): Promise<{ readonly callId: string; readonly moreOf: string } | null> {
    const phone = normalizePhone(rawPhone);
    if (phone === null || principal.kind !== 'staff') return null;
    const calls = await this.calls.mine(principal);
    const call = calls.find(({ state, number }) => state === 'talking' && number === phone);
    if (!call?.contactId) return null;
    const own = await this.recent.receipt(call.contactId, principal.accountId);
    return own === null ? null : { callId: call.id, moreOf: call.contactId };
  }

  /**
   * @param of.moreOf contact of the same call that this goes on from; '': none.
   * @returns null when the contact came by no call that is known.
   */
  alongside(principal: Principal, of: { readonly callId: string; readonly moreOf: string }): Alongside | null {
    const { callId, moreOf } = of;
    if (callId === '' || principal.kind !== 'staff') return null;
    const { accountId } = principal;
    return async (tx, contactId) => {
      const call = ID.test(callId) ? await managerOf(tx).findOneBy(PhoneCallRow, { id: callId }) : null;
      if (call === null || !takesPart(call, accountId))
        throw Problem.conflict(`Cuộc gọi này do người khác nghe, nên không ghi vào lượt này được. ${AGAIN}`);
      if (call.contactId !== null && call.contactId !== moreOf)
        throw Problem.conflict(`${await this.writtenAs(tx, call.contactId)} ${AGAIN}`);
      if (call.contactId === null) await this.calls.linkContact(tx, callId, contactId);
      const { endedAt, endedUnheard } = call;
      if (endedAt !== null) await this.states.wrappedUp(tx, accountId, callId);
      const seconds = endedAt === null ? 0 : Math.floor((this.clock.now().getTime() - endedAt.getTime()) / 1000);
      // When the end was only guessed, so would the time be.
      const wrapUpSeconds = endedUnheard ? null : Math.max(0, seconds);
      return { callId, endedAt, wrapUpSeconds, moreOf: call.contactId };
    };
  }

  private async writtenAs(tx: Transaction, contactId: string): Promise<string> {
    const contact = await managerOf(tx).findOneBy(ContactRow, { id: contactId });
    const codes = (contact?.receipt.tickets ?? []).map(({ code }) => code).join(', ');
    return codes === '' ? 'Cuộc gọi này đã được ghi rồi.' : `Cuộc gọi này đã được ghi rồi, phiếu ${codes}.`;
  }
}

function takesPart(call: PhoneCallRow, accountId: string): boolean {
  if (call.operatorAccountId === accountId || call.holderAccountId === accountId) return true;
  return call.trail.some(
    ({ kind, accounts = [] }) =>
      accounts.includes(accountId) &&
      (kind === 'answer' || kind === 'transfer' || (kind === 'newCall' && call.state === 'ringing')),
  );
}
