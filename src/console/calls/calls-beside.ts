import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Clock, normalizePhone, Problem } from '../../kernel/index.js';
import { formatNearVi } from '../../sla/index.js';
import {
  CallerTickets,
  Duplicates,
  Incidents,
  SuspectedIncidents,
  type CallerTicket,
  type Duplicate,
  type IncidentView,
  type SuspectedIncident,
} from '../../tickets/index.js';
import { Choices } from '../choices.js';
import { suspectedLine } from '../incident-words.js';
import { deskPath } from '../navigation.js';
import type { CallForm, MatterForm } from './call-form.js';

/** What a matter is about, as far as it is typed. */
interface About {
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
}

/** Beside the operator's form: the caller's tickets, incidents and tickets that may be about what is being told. */
@Injectable()
export class CallsBeside {
  constructor(
    private readonly callers: CallerTickets,
    private readonly duplicates: Duplicates,
    private readonly incidents: Incidents,
    private readonly suspected: SuspectedIncidents,
    private readonly choices: Choices,
    private readonly clock: Clock,
  ) {}

  async model(principal: Principal, form: CallForm): Promise<object> {
    const abouts = form.matters.map((matter) => this.aboutOf(matter));
    const [caller, alike, incidents, suspected] = await Promise.all([
      this.callerOf(principal, form),
      Promise.all(form.matters.map((matter, index) => this.alikeOf(principal, matter, abouts[index]))),
      this.incidentsOf(abouts),
      this.suspectedOf(principal, abouts),
    ]);
    const several = form.matters.length > 1;
    const own = new Set(caller.found.map(({ ticketId }) => ticketId));
    return {
      ...caller,
      alike: alike.flatMap((all, index) => {
        // Whoever calls about a ticket of his or her own is told of it anyway.
        const found = all.filter(({ ticketId }) => !own.has(ticketId));
        return found.length === 0
          ? []
          : [
              {
                heading: several ? `Có thể trùng với việc ${String(index + 1)}` : 'Có thể trùng',
                found: found.map((one) => ({ ...one, join: `join:${String(index)}:${one.ticketId}` })),
              },
            ];
      }),
      ...incidents,
      suspected,
    };
  }

  private aboutOf({ categoryCode, ward, placeText }: MatterForm): About {
    const typed = [ward, placeText].find((text) => text.trim() !== '') ?? '';
    return {
      categoryCode: categoryCode === '' ? null : categoryCode,
      wardCode: typed === '' ? null : this.choices.wardCode(typed),
    };
  }

  private async callerOf(
    principal: Principal,
    { lookup, phone }: CallForm,
  ): Promise<{ found: CallerLine[]; missing: string | null }> {
    const asked = lookup.trim() !== '' || normalizePhone(phone) !== null;
    try {
      const found = await this.callers.find(principal, { code: lookup, phone: normalizePhone(phone) });
      const now = this.clock.now();
      const missing =
        asked && found.length === 0
          ? lookup.trim() === ''
            ? 'Số này chưa gửi phiếu nào.'
            : 'Không tìm thấy phiếu này.'
          : null;
      return { found: found.map((ticket) => callerLine(ticket, deskPath(principal), now)), missing };
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      return { found: [], missing: error.fields[0]?.message ?? error.title };
    }
  }

  private async alikeOf(principal: Principal, { words, placeText }: MatterForm, about: About | undefined) {
    if (about === undefined) return [];
    const found = await this.duplicates.ofCall(principal, {
      ...about,
      words,
      placeText: placeText.trim() === '' ? null : placeText,
      lat: null,
      lng: null,
    });
    const now = this.clock.now();
    return found.map((one) => alikeLine(one, deskPath(principal), now));
  }

  /** What many report and nobody has declared, as far as it fits; before anything is told all of it. */
  private async suspectedOf(principal: Principal, abouts: readonly About[]): Promise<object[]> {
    const told = abouts.filter(({ categoryCode, wardCode }) => categoryCode !== null || wardCode !== null);
    const fits = ({ category, ward }: SuspectedIncident): boolean =>
      told.length === 0 ||
      told.some(
        ({ categoryCode, wardCode }) =>
          (categoryCode === null || categoryCode === category.code) && (wardCode === null || wardCode === ward.code),
      );
    const now = this.clock.now();
    const found = await this.suspected.now();
    return found.filter(fits).map((one) => suspectedLine(one, deskPath(principal), now));
  }

  /** Those that fit what is told; before anything is told the names alone, so that the first word is enough. */
  private async incidentsOf(abouts: readonly About[]): Promise<object> {
    const told = abouts.filter(({ categoryCode, wardCode }) => categoryCode !== null || wardCode !== null);
    const fitting = new Map<string, IncidentView>();
    for (const about of told.length === 0 ? [{ categoryCode: null, wardCode: null }] : told)
      for (const incident of await this.incidents.fitting(about)) fitting.set(incident.ticketId, incident);
    const now = this.clock.now();
    const lines = [...fitting.values()].map(({ ticketId, name, wards, script, reporters, expectedEndAt }) => ({
      href: `/su-co/${ticketId}`,
      name,
      wards: wards.map((ward) => ward.name).join(', '),
      script,
      reporters,
      expected: expectedEndAt === null ? null : formatNearVi(expectedEndAt, now),
    }));
    return told.length === 0 ? { incidents: [], incidentNames: lines } : { incidents: lines, incidentNames: [] };
  }
}

interface CallerLine {
  readonly ticketId: string;
  readonly [shown: string]: string | null;
}

function callerLine(ticket: CallerTicket, path: string, now: Date): CallerLine {
  const { own, ticketId, isOpen, answered, stateLabel, resolveDueAt, mayChase } = ticket;
  const lead = ticket.lead?.name ?? 'Điều phối viên 1022';
  const until = resolveDueAt === null ? '' : `, phải trả lời trước ${formatNearVi(resolveDueAt, now)}`;
  const say = isOpen
    ? `${lead} đang giữ${until}.`
    : answered
      ? `${lead} đã trả lời.`
      : `Phiếu đã dừng: ${stateLabel.toLocaleLowerCase('vi')}.`;
  return {
    ticketId,
    href: `${path}?phieu=${own.id}`,
    code: own.code,
    title: own.title,
    sent: formatNearVi(own.receivedAt, now),
    say,
    enquire: `enquire:${ticketId}`,
    chase: mayChase ? `chase:${ticketId}` : null,
  };
}

function alikeLine({ ticket, reporters, why }: Duplicate, path: string, now: Date) {
  return {
    ticketId: ticket.id,
    href: `${path}?phieu=${ticket.id}`,
    code: ticket.code,
    title: ticket.title,
    why,
    state: ticket.stateLabel,
    lead: ticket.lead?.name ?? null,
    reporters: reporters > 1 ? reporters : null,
    when: formatNearVi(ticket.receivedAt, now),
  };
}
