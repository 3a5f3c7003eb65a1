import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Accounts, type Principal } from '../../identity/index.js';
import { Clock, type Change } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { formatNearVi } from '../../sla/index.js';
import { can } from '../domain/policy.js';
import { TicketHistoryRow } from '../entities.js';
import { whatMatters } from '../stale-ticket.js';
import { TicketStore } from '../ticket-store.js';
import { TicketPresenter } from './ticket-presenter.js';

/** Tells staff whose version was overtaken by what: in the words of the story, and only to whoever may read it. */
@Injectable()
export class WhatChanged {
  constructor(
    private readonly reader: Reader,
    private readonly store: TicketStore,
    private readonly presenter: TicketPresenter,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** @returns what has been decided after that version, oldest first; nothing of a ticket that is not for this person. */
  async since(principal: Principal, ticketId: string, version: number): Promise<Change[]> {
    if (principal.kind !== 'staff') return [];
    const { manager } = this.reader;
    const loaded = await this.store.load(manager, ticketId);
    if (loaded === null || !can(principal, 'read', { ...loaded, ...loaded.ticket }).allowed) return [];
    const since = await manager.find(TicketHistoryRow, {
      where: { ticketId, version: MoreThan(version) },
      order: { number: 'ASC' },
    });
    const entries = whatMatters(since);
    const staff = entries.flatMap(({ actorKind, actorId }) => (actorKind === 'staff' ? (actorId ?? []) : []));
    const people = await this.accounts.names([...new Set(staff)]);
    const now = this.clock.now();
    return this.presenter
      .story(entries, { answers: [], remarks: [], extensions: [], people })
      .map(({ text, at }) => ({ text: `${text.replace(/\.$/, '')}, ${formatNearVi(at, now)}`, at }));
  }
}
