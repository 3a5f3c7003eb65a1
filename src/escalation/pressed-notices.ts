import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Clock, newId } from '../kernel/index.js';
import { managerOf, type Transaction } from '../platform/database/index.js';
import { Outbox, SubscriberRegistry, type StoredEvent, type Subscriber } from '../platform/outbox/index.js';
import { SlaPolicies } from '../sla/index.js';
import { TicketClockRow, TicketRow, type TicketClockKind } from '../tickets/index.js';
import { nextOpening } from './domain/batch.js';
import { recipientsOf } from './domain/recipients.js';
import type { RecipientRole } from './domain/step.js';
import { EscalationNoticeRow } from './entities.js';
import { CHASED, REMINDED, TAKEN_OVER } from './notices/domain/notice-words.js';
import { StaffList } from './staff-list.js';

/** Whose clock it is about: the holder's own, else the promise, else the centre's. */
const ABOUT: readonly TicketClockKind[] = ['resolve_holder', 'resolve', 'classify'];

/** Who hears of it. When there is no handler, recipients go upwards by themselves. */
const TOLD: Readonly<Record<string, { readonly mark: string; readonly roles: readonly RecipientRole[] }>> = {
  'ticket.chased': { mark: CHASED, roles: ['handler', 'head'] },
  'ticket.holder_reminded': { mark: REMINDED, roles: ['handler'] },
  // Whoever had it before: nobody goes on working on what is another's now.
  'ticket.handler_assigned': { mark: TAKEN_OVER, roles: ['handler'] },
};

/**
 * The reporter pressed, or somebody who watches did: whoever holds the ticket is told like of a step of a ladder.
 * So is whoever held it until a colleague took it over or was given it.
 */
@Injectable()
export class PressedNotices implements Subscriber, OnModuleInit {
  readonly name = 'escalation-pressed';
  readonly events = Object.keys(TOLD);

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly staffList: StaffList,
    private readonly directory: Directory,
    private readonly policies: SlaPolicies,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  async handle(event: StoredEvent, transaction: Transaction): Promise<void> {
    const told = TOLD[event.type];
    const { formerAccountId, accountId } = event.data;
    const passedOn = event.type === 'ticket.handler_assigned';
    if (passedOn && typeof formerAccountId !== 'string') return;
    const manager = managerOf(transaction);
    const ticketId = event.aggregateId;
    const [ticket, clocks] = [
      await manager.findOneBy(TicketRow, { id: ticketId }),
      await manager.findBy(TicketClockRow, { ticketId }),
    ];
    const clock = ABOUT.map((kind) => clocks.find((one) => one.kind === kind && one.stoppedAt === null)).find(Boolean);
    if (told === undefined || ticket === null || clock === undefined) return;
    const { centreAgency } = this.directory.province;
    // One for each time: the version of the ticket tells them apart, and a repeated event finds its own.
    const mark = `${told.mark}:${event.version}`.slice(0, 16);
    if (await manager.existsBy(EscalationNoticeRow, { clockId: clock.id, mark })) return;
    const agencyCode = ticket.leadAgencyCode ?? centreAgency;
    const staff = await this.staffList.read();
    // Gone meanwhile: then there is nobody to tell, and nobody above needs to hear.
    if (passedOn && staff.member(String(formerAccountId)) === null) return;
    const { told: people } = recipientsOf(told.roles, staff, {
      ticket,
      agencyCode,
      accountId: passedOn ? String(formerAccountId) : ticket.handlerAccountId,
      centreAgencyCode: centreAgency,
      superiorAgencyCode: null,
      onCall: [],
    });
    const now = this.clock.now();
    const others = passedOn ? people.filter(({ member }) => member.accountId !== accountId) : people;
    const notices = others.map(({ member, role }) => ({
      id: newId(),
      recipientAccountId: member.accountId,
      ticketId,
      clockId: clock.id,
      kind: clock.kind,
      mark,
      role,
      atOnce: false,
      createdAt: now,
      notBeforeAt: this.opening(now, member.agencyCode),
      mailedAt: null,
      mailBatchId: null,
      withdrawnAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
    }));
    if (notices.length === 0) return;
    await manager.insert(EscalationNoticeRow, notices);
    await this.outbox.append(transaction, [
      {
        type: 'notice.pressed',
        aggregateId: ticketId,
        version: ticket.version,
        data: { mark: told.mark },
        audience: notices.map(({ recipientAccountId }) => `account:${recipientAccountId}`),
      },
    ]);
  }

  /** In the working hours of whoever is told. */
  private opening(now: Date, agencyCode: string): Date {
    const centre = agencyCode === this.directory.province.centreAgency;
    const calendar = centre ? this.policies.hotlineCalendar() : this.policies.agencyCalendar(agencyCode);
    return nextOpening(now, calendar);
  }
}
