import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommandContext } from '../identity/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { AssignTicket, TicketRow, type TicketEventType, type TicketState } from '../tickets/index.js';
import { AssignmentRules } from './assignment-rules.js';

/** After these a ticket lies with an agency and with nobody in particular. */
const EVENTS: readonly TicketEventType[] = [
  'ticket.assigned',
  'ticket.transferred',
  'ticket.lead_ruled',
  'ticket.reopened',
  // Out of a merge it comes to its agency anew.
  'ticket.split',
  // Whoever had it did not move along.
  'ticket.agency_changed',
];

/** By an order also what is being worked on loses whoever had it. */
const WAITS_FOR_SOMEBODY: readonly TicketState[] = ['assigned', 'in_progress', 'awaiting_info', 'awaiting_approval'];

const BY_RULE: CommandContext = {
  principal: { kind: 'system', name: 'assignment-rules' },
  requestId: 'assignment-rules',
  idempotency: null,
};

/**
 * Gives a ticket that has come to an agency to the person its rules name. It goes by the ticket as it is, not by
 * the event: whoever was faster keeps it, and a repeated event finds a handler and does nothing.
 */
@Injectable()
export class RuleFollower implements Subscriber, OnModuleInit {
  readonly name = 'assignment-rules';
  readonly events = EVENTS;

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly rules: AssignmentRules,
    private readonly assign: AssignTicket,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle({ aggregateId }: StoredEvent, transaction: Transaction): Promise<void> {
    const ticket = await managerOf(transaction).findOneBy(TicketRow, { id: aggregateId });
    if (ticket === null || !WAITS_FOR_SOMEBODY.includes(ticket.state)) return;
    if (ticket.handlerAccountId !== null || ticket.leadAgencyCode === null) return;
    const accountId = await this.rules.personFor(ticket.leadAgencyCode, ticket, transaction);
    if (accountId === null) return;
    await this.assign.inside(transaction, { ticketId: ticket.id, version: ticket.version, accountId }, BY_RULE);
  }
}
