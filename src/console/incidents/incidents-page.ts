import { Injectable } from '@nestjs/common';
import { allows, type Principal } from '../../identity/index.js';
import { Clock, isoInVietnam } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import { Incidents, StatusCounts, SuspectedIncidents, TicketQueries, type IncidentView } from '../../tickets/index.js';
import { EMPTY_FORM, field, type FormState } from '../form-field.js';
import { suspectedLine } from '../incident-words.js';
import { deskPath, navigation } from '../navigation.js';

/** The forms of an incident, as they stand in addresses. */
export const INCIDENT_STEPS = ['them', 'cap-nhat', 'ket-thuc'] as const;
export type IncidentStep = (typeof INCIDENT_STEPS)[number];

export interface IncidentsRequest {
  /** One, open or ended; null: all that are open. */
  readonly ticketId: string | null;
  /** The step that was done, and for a caller the code of the ticket. */
  readonly done: { readonly step: IncidentStep; readonly code: string | null } | null;
  /** A form that comes back. */
  readonly form: FormState & { readonly step: IncidentStep | null; readonly key: string | null };
  /** Why it came back, when no field is wrong. */
  readonly problem: string | null;
}

export const NO_FORM: IncidentsRequest['form'] = { ...EMPTY_FORM, step: null, key: null };

/** `/su-co`: what many call about, what callers are told, and a form for the next caller. */
@Injectable()
export class IncidentsPage {
  constructor(
    private readonly incidents: Incidents,
    private readonly suspected: SuspectedIncidents,
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** @throws Problem `not-found` for an incident that does not exist. */
  async render(principal: Principal, request: IncidentsRequest, page: PageContext): Promise<string> {
    const { ticketId, done, form, problem } = request;
    const [open, suspected, counts] = await Promise.all([
      this.incidents.open(),
      this.suspected.now(),
      this.counts.of(principal),
    ]);
    const chosen =
      ticketId === null ? (open.length === 1 ? (open[0] ?? null) : null) : await this.incidents.one(ticketId);
    return this.pages.render(
      'console/incidents',
      {
        title: chosen === null ? 'Sự cố diện rộng' : chosen.name,
        nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/su-co'),
        list: open.map((incident) => ({
          href: `/su-co/${incident.ticketId}`,
          name: incident.name,
          current: incident.ticketId === chosen?.ticketId,
          reporters: incident.reporters,
          wards: wardNames(incident),
        })),
        suspected: suspected.map((one) => suspectedLine(one, deskPath(principal), this.clock.now())),
        done: done === null ? null : { joined: done.step === 'them', code: done.code, ended: done.step === 'ket-thuc' },
        problem,
        errors: form.errors.length === 0 ? null : form.errors,
        incident: chosen && this.incidentView(principal, chosen, form),
      },
      page,
    );
  }

  private incidentView(principal: Principal, incident: IncidentView, form: IncidentsRequest['form']): object {
    const now = this.clock.now();
    const manages = allows(principal, 'ticket.classify') && incident.endedAt === null;
    const of = (step: IncidentStep): FormState => (form.step === step ? form : EMPTY_FORM);
    const key = (step: IncidentStep): string | null => (form.step === step ? form.key : null);
    const [call, update] = [of('them'), of('cap-nhat')];
    const ends = incident.expectedEndAt === null ? '' : isoInVietnam(incident.expectedEndAt).slice(0, 16);
    return {
      id: incident.ticketId,
      name: incident.name,
      code: incident.code,
      href: `${deskPath(principal)}?phieu=${incident.ticketId}`,
      script: incident.script,
      wards: wardNames(incident),
      category: incident.category?.name ?? null,
      agency: incident.lead?.name ?? null,
      state: incident.stateLabel,
      since: formatNearVi(incident.openedAt, now),
      told: formatNearVi(incident.updatedAt, now),
      expected: incident.expectedEndAt === null ? null : formatNearVi(incident.expectedEndAt, now),
      overdue: incident.endedAt === null && incident.expectedEndAt !== null && incident.expectedEndAt < now,
      due: incident.dueAt === null ? null : formatNearVi(incident.dueAt, now),
      ended: incident.endedAt === null ? null : formatNearVi(incident.endedAt, now),
      answer: incident.answer,
      reporters: incident.reporters,
      call: incident.joinable
        ? {
            key: key('them'),
            phone: field(call, 'phone', 'Điện thoại', '', { kind: 'tel', focus: true }),
            name: field(call, 'name', 'Tên', '', { required: false }),
            email: field(call, 'email', 'Thư điện tử', '', { required: false }),
            place: field(call, 'placeText', 'Nhà, đường, mốc', '', { required: false }),
            words: field(call, 'words', 'Điều khác với lời đã biết', '', { required: false, kind: 'area', rows: 2 }),
            anonymous: call.values['anonymous'] === 'yes',
          }
        : null,
      update: manages
        ? {
            key: key('cap-nhat'),
            open: form.step === 'cap-nhat',
            version: incident.version,
            fields: [
              field(update, 'script', 'Lời nói với người gọi', incident.script, { kind: 'area', rows: 5 }),
              field(update, 'incidentName', 'Tên sự cố', incident.name),
              field(update, 'wards', 'Phường, xã bị ảnh hưởng', wardNames(incident), {
                hint: 'Nhiều nơi thì cách nhau bằng dấu phẩy.',
              }),
              field(update, 'expectedEndAt', 'Dự kiến xong', ends, { kind: 'datetime-local', required: false }),
            ],
            broadcast: update.values['broadcast'] === 'yes',
          }
        : null,
      end: manages ? { key: key('ket-thuc'), version: incident.version } : null,
    };
  }
}

function wardNames({ wards }: IncidentView): string {
  return wards.map(({ name }) => name).join(', ');
}
