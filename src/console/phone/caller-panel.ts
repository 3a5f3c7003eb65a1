import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { CONTACT_WORDS, RecentContacts, type CallerContact } from '../../intake/index.js';
import { Clock, dayInVietnam, normalizePhone } from '../../kernel/index.js';
import { CallerHistory, type CallerView } from '../../telephony/index.js';
import { CallerTickets, Incidents, SuspectedIncidents } from '../../tickets/index.js';
import { suspectedLine, type SuspectedLine } from '../incident-words.js';
import { deskPath } from '../navigation.js';

const SHOWN = 5;

/** Who is on the line, as the page shows it. */
export interface CallerPanel {
  readonly name: string | null;
  /** How often this number has called before, as far as it is looked back; "10+" when there may be more. */
  readonly before: string | null;
  readonly flags: readonly { readonly tone: 'soon' | 'late'; readonly text: string }[];
  readonly contacts: readonly { readonly on: string; readonly text: string; readonly note: string | null }[];
  readonly incidents: readonly {
    readonly href: string;
    readonly name: string;
    readonly script: string;
    readonly reporters: number;
  }[];
  /** What many report where this number has reported before, and nobody has declared an incident. */
  readonly suspected: readonly SuspectedLine[];
}

const MOST_CALLS = 10;

/** What is known of a caller before a word is said. */
@Injectable()
export class CallerPanels {
  constructor(
    private readonly history: CallerHistory,
    private readonly contacts: RecentContacts,
    private readonly tickets: CallerTickets,
    private readonly incidents: Incidents,
    private readonly suspected: SuspectedIncidents,
    private readonly clock: Clock,
  ) {}

  /** null: there is no number to go by. @param raw the number in any writing. @param callId is left out of what was before. */
  async of(principal: Principal, raw: string | null, callId: string): Promise<CallerPanel | null> {
    const phone = raw === null ? null : normalizePhone(raw);
    if (phone === null) return null;
    const [view, contacts, tickets, incidents, suspected] = await Promise.all([
      this.history.of(principal, phone),
      this.contacts.ofCaller(phone, SHOWN),
      this.tickets.find(principal, { code: '', phone }),
      this.incidents.open(),
      this.suspected.now(),
    ]);
    const wards = new Set(tickets.flatMap(({ own }) => own.ward?.code ?? []));
    const calls = view.calls.filter(({ id }) => id !== callId);
    return {
      name: contacts.find(({ callerName }) => callerName !== null)?.callerName ?? null,
      before:
        calls.length === 0 ? null : calls.length >= MOST_CALLS - 1 ? `${String(calls.length)}+` : String(calls.length),
      flags: flagsOf(view, contacts),
      contacts: contacts.map(contactLine),
      incidents: incidents
        .filter((incident) => incident.joinable && incident.wards.some(({ code }) => wards.has(code)))
        .map(({ ticketId, name, script, reporters }) => ({ href: `/su-co/${ticketId}`, name, script, reporters })),
      suspected: suspected
        .filter(({ ward }) => wards.has(ward.code))
        .map((one) => suspectedLine(one, deskPath(principal), this.clock.now())),
    };
  }
}

function flagsOf({ flags, tickets }: CallerView, contacts: readonly CallerContact[]): CallerPanel['flags'] {
  const abuse = contacts.filter(({ kind }) => kind === 'abuse').length;
  const late = tickets.filter((ticket) => ticket.late).map(({ code }) => code);
  const found: (CallerPanel['flags'][number] | null)[] = [
    flags.missedLately === 0
      ? null
      : { tone: 'late', text: `Trong 24 giờ qua gọi nhỡ ${String(flags.missedLately)} lần. Xin lỗi trước.` },
    late.length === 0 ? null : { tone: 'late', text: `Phiếu trễ hạn: ${late.join(', ')}. Xin lỗi trước khi hỏi.` },
    abuse === 0 ? null : { tone: 'soon', text: `${String(abuse)} lượt gần đây ghi là quấy rối.` },
    flags.timesBlocked === 0 ? null : { tone: 'soon', text: `Đã từng bị chặn ${String(flags.timesBlocked)} lần.` },
  ];
  return found.filter((flag) => flag !== null);
}

function contactLine({ kind, startedAt, tickets, note }: CallerContact): CallerPanel['contacts'][number] {
  const [, month = '', day = ''] = dayInVietnam(startedAt).split('-');
  const codes = tickets.map(({ code }) => code).join(', ');
  return { on: `${day}/${month}`, text: codes === '' ? CONTACT_WORDS[kind] : `${CONTACT_WORDS[kind]} ${codes}`, note };
}
