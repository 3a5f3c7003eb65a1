import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { EscalationQueries, type WatchKind } from '../../escalation/index.js';
import { allows, type Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Locale, Pages, type PageContext } from '../../platform/templates/index.js';
import { RedactionSheets } from '../../publication/index.js';
import { DeadlineChanges } from '../../sla-admin/index.js';
import {
  ReporterReveals,
  StatusCounts,
  TicketQueries,
  type TicketCommand,
  type TicketDetail,
} from '../../tickets/index.js';
import { bulkOffer } from '../bulk/bulk-offer.js';
import { Choices } from '../choices.js';
import { EMPTY_FORM, type FormState } from '../form-field.js';
import { deskPath, navigation } from '../navigation.js';
import { AnswerDesk } from './answer-desk.js';
import { DeskParts } from './desk-part.js';
import { caseView, taskView } from './desk-view.js';
import { fileLine } from './file-line.js';
import { inOrder } from './list-order.js';
import { keptWords } from './kept-words.js';
import { jumpLabel, nextSteps } from './next-steps.js';
import type { Step, StepFacts } from './step.js';
import { firingLine, movedLines } from './time-story.js';

/** A line above the ticket: what was done, or why not. */
export interface Notice {
  readonly tone: 'ok' | 'soon' | 'info';
  readonly icon: string;
  readonly text: string;
  /** What happened meanwhile, a sentence each. */
  readonly lines?: readonly string[];
  /** A step was done: what was typed for it is no draft any more. */
  readonly done: boolean;
}

export interface DeskRequest {
  /** Name of a list; null: the first one of this person's work. */
  readonly tab: string | null;
  readonly ticketId: string | null;
  readonly cursor: string | null;
  readonly notice?: Notice | null;
  /** A form that comes back, and which one it is. */
  readonly form?: FormState;
  readonly sent?: string | null;
}

/** The page on which staff work on tickets: list, case, next step. */
@Injectable()
export class DeskPage {
  constructor(
    private readonly queries: TicketQueries,
    private readonly reveals: ReporterReveals,
    private readonly counts: StatusCounts,
    private readonly sheets: RedactionSheets,
    private readonly escalation: EscalationQueries,
    private readonly deadlines: DeadlineChanges,
    private readonly directory: Directory,
    private readonly choices: Choices,
    private readonly answers: AnswerDesk,
    private readonly parts: DeskParts,
    private readonly clock: Clock,
    private readonly locale: Locale,
    private readonly pages: Pages,
  ) {}

  /** @throws Problem `not-found` for a list or ticket that this person does not have. */
  async render(principal: Principal, request: DeskRequest, page: PageContext): Promise<string> {
    const tabs = this.queries.tabs(principal);
    const tab = request.tab ?? startingTab(principal);
    const [counts, list, detail] = await Promise.all([
      this.counts.of(principal),
      this.queries.list(principal, { tab }, request.cursor),
      request.ticketId === null ? null : this.queries.detail(principal, request.ticketId),
    ]);
    const watches = await this.escalation.watchesOf([
      ...list.items.map(({ id }) => id),
      ...(detail ? [detail.id] : []),
    ]);
    const path = deskPath(principal);
    // An opened ticket keeps its page of the list beside it.
    const onPage = request.cursor === null ? '' : `&tiep=${encodeURIComponent(request.cursor)}`;
    const href = (ticketId: string): string => `${path}?nhom=${tab}&phieu=${ticketId}${onPage}`;
    const listed = tabs.find(({ name }) => name === tab);
    const label = listed?.label ?? '';
    const ownAgency = listed?.side === 'agency' && principal.kind === 'staff' ? principal.agencyCode : null;
    const whole = request.cursor === null && list.nextCursor === null;
    const order = inOrder(list.items, { of: listed?.of, whole, agencyCode: ownAgency });
    const form = request.form ?? EMPTY_FORM;
    const steps = detail ? await this.stepsOf(principal, detail, { form, sent: request.sent ?? null, tab }) : [];
    return this.pages.render(
      'console/desk',
      {
        title: `${label}${detail ? `: ${detail.title}` : ''}`,
        nav: navigation(principal, { tabs, counts }, tab),
        list: {
          href: `${path}?nhom=${tab}${onPage}`,
          firstHref: request.cursor === null ? null : `${path}?nhom=${tab}`,
          heading: label,
          bulk: listed?.of === 'ended' || listed?.of === 'committed' ? null : bulkOffer(principal, tab, list.items),
          order: order.words,
          tasks: order.items.map((item) =>
            taskView(item, {
              href: href(item.id),
              current: item.id === request.ticketId,
              agencyCode: ownAgency,
              watches: watches.get(item.id) ?? [],
            }),
          ),
          moreHref: list.nextCursor === null ? null : `${path}?nhom=${tab}&tiep=${list.nextCursor}`,
          empty: `Không có phiếu nào ở “${label}”.`,
        },
        ticket: detail && (await this.caseOf(principal, detail, href(detail.id), watches.get(detail.id) ?? [])),
        notice: request.notice ?? null,
        errors: form.errors.length === 0 ? null : form.errors,
        jump: jumpLabel(steps),
        steps,
        kept: request.sent ? keptWords({ step: request.sent, part: this.parts.step(request.sent) }, form, steps) : null,
      },
      page,
    );
  }

  private async caseOf(
    principal: Principal,
    detail: TicketDetail,
    href: string,
    watches: readonly WatchKind[],
  ): Promise<object> {
    const now = this.clock.now();
    const [reporter, firings, moved, evidence, sections] = await Promise.all([
      allows(principal, 'reporter.read') ? this.reveals.show(principal, detail.id) : null,
      this.escalation.firingsOf(detail.id),
      this.deadlines.ofTicket(detail.id),
      this.answers.evidence(principal, detail),
      this.parts.sections({ principal, detail, now }),
    ]);
    const nameOf = (code: string): string => this.directory.agency(code)?.shortName ?? code;
    return caseView(detail, {
      watches,
      time: [...firings.map((firing) => firingLine(firing, nameOf)), ...movedLines(moved, detail.clocks)],
      reporter,
      now,
      sections,
      filesOf: (id) => (evidence.get(id) ?? []).map(fileLine),
      href,
      centreAgency: this.directory.province.centreAgency,
    });
  }

  private async stepsOf(
    principal: Principal,
    detail: TicketDetail,
    sent: { form: FormState; sent: string | null; tab: string },
  ): Promise<Step[]> {
    const may = (command: TicketCommand): boolean =>
      detail.actions.some((offer) => offer.command === command && offer.allowed);
    const facts: StepFacts = {
      ...sent,
      principal,
      detail,
      sheet: may('publish') && detail.visibility === 'public' ? await this.sheets.of(principal, detail.id) : null,
      choices: this.choices,
      answer: await this.answers.facts(principal, detail, sent.form.values),
      guidance: {
        complaint: this.locale.text('console.guidance.complaint'),
        denunciation: this.locale.text('console.guidance.denunciation'),
      },
      now: this.clock.now(),
    };
    return nextSteps(facts, await this.parts.offer(facts));
  }
}

/** Where a working day begins: the centre with what waits for a decision, everybody else with all that is open. */
function startingTab(principal: Principal): string {
  return allows(principal, 'ticket.classify') ? 'triage' : 'open';
}
