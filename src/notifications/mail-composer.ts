import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { cleanLine, dayInVietnam, formatDay, formatInstant } from '../kernel/index.js';
import { letterPdf } from '../letters/index.js';
import { Reader } from '../platform/database/index.js';
import type { Mail, MailAttachment } from '../platform/mail/index.js';
import { Locale, Templates } from '../platform/templates/index.js';
import { Catalog } from '../routing/index.js';
import { SurveyLinks } from '../surveys/index.js';
import {
  ApologyLetters,
  IncidentRow,
  isGuided,
  TicketAnswerRow,
  TicketApologyRow,
  REJECTION_WORDS,
  ReplyAddresses,
  TicketExtensionRow,
  TicketQuestionRow,
  TicketRemarkRow,
  TicketReporterRow,
  TicketRow,
  TrackingLinks,
} from '../tickets/index.js';
import type { MailMessageRow } from './entities.js';
import { FollowerComposer } from './follower-composer.js';
import { STAFF_MAILS, type ReporterMail } from './mail-table.js';
import { NoticeComposer } from './notice-composer.js';

/** A line of the small table in a mail. */
interface Fact {
  readonly label: string;
  readonly value: string;
}

type Model = Readonly<Record<string, unknown>>;

interface Sources {
  readonly mail: MailMessageRow;
  /** The one it tells of: the reporter's own, or the one that stands for it. */
  readonly ticket: TicketRow;
  /** The reporter's own: the code he or she knows. */
  readonly own: TicketRow;
  /** In charge when the event happened, else now. */
  readonly agency: string;
}

/**
 * Makes the mail from what is true when it is sent: who gets it, the deadline, the answer. Nothing of it
 * is stored, so that erasing a person leaves no copy behind.
 */
@Injectable()
export class MailComposer {
  private readonly models: Readonly<Record<ReporterMail, (sources: Sources) => Model | Promise<Model>>> = {
    'ticket-received': (sources) => this.received(sources),
    'ticket-assigned': (sources) => this.step(sources),
    'ticket-accepted': (sources) => this.step(sources),
    'answer-submitted': (sources) => this.step(sources),
    'answer-approved': (sources) => this.step(sources),
    'ticket-answered': (sources) => this.answered(sources),
    'ticket-guided': (sources) => this.guided(sources),
    'action-reported': (sources) => ({ ...this.step(sources), at: refInstant(sources, 'actedAt') }),
    'deadline-changed': (sources) => ({ ...this.step(sources), before: refInstant(sources, 'dueBefore') }),
    'question-asked': (sources) => this.asked(sources),
    'question-reminded': (sources) => this.asked(sources),
    'question-expired': (sources) => this.asked(sources),
    'deadline-extended': (sources) => this.extended(sources),
    'apology-letter': (sources) => this.apologized(sources),
    'work-done': (sources) => this.workDone(sources),
    'ticket-rejected': (sources) => this.rejected(sources),
    'ticket-withdrawn': (sources) => ({ facts: this.codeFacts(sources) }),
    'ticket-reopened': (sources) => this.reopened(sources),
    'ticket-merged': (sources) => this.merged(sources),
    'ticket-split': (sources) => this.step(sources),
    'mail-late': (sources) => ({ facts: this.codeFacts(sources) }),
    'incident-update': (sources) => this.incident(sources),
  };

  constructor(
    private readonly reader: Reader,
    private readonly templates: Templates,
    private readonly locale: Locale,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly links: TrackingLinks,
    private readonly surveys: SurveyLinks,
    private readonly notices: NoticeComposer,
    private readonly replies: ReplyAddresses,
    private readonly letters: ApologyLetters,
    private readonly followers: FollowerComposer,
  ) {}

  /** @returns null when there is nobody to write to any more: the address was removed, or the person erased. */
  async compose(mail: MailMessageRow): Promise<Omit<Mail, 'messageId'> | null> {
    if (STAFF_MAILS.has(mail.template)) return this.notices.compose(mail);
    if (mail.template === 'follow-confirm' || mail.template === 'follow-news') return this.followers.compose(mail);
    const { manager } = this.reader;
    const reporter = await manager.findOneBy(TicketReporterRow, { ticketId: mail.ticketId });
    if (!reporter?.email || reporter.anonymous) return null;
    const own = await manager.findOneByOrFail(TicketRow, { id: mail.ticketId });
    const { aboutTicketId } = mail.refs;
    // Split off meanwhile: what becomes of the other one is not told any more.
    if (typeof aboutTicketId === 'string' && own.mergedIntoId !== aboutTicketId) return null;
    const ticket =
      typeof aboutTicketId === 'string' ? await manager.findOneByOrFail(TicketRow, { id: aboutTicketId }) : own;
    const agencyCode = mail.refs['agencyCode'] ?? ticket.leadAgencyCode;
    const agency = typeof agencyCode === 'string' ? this.agencyName(agencyCode) : '';
    const name = reporter.name === null ? '' : cleanLine(reporter.name);
    const model = {
      code: own.code,
      greeting: this.greeting(name, reporter.kind),
      trackingUrl: this.links.urlFor(own.id),
      ...(await this.models[mail.template as ReporterMail]({ mail, ticket, own, agency })),
    };
    const replyTo = (model as Model)['replyTo'];
    const part = (file: string): string => this.templates.render(`email/${mail.template}/${file}`, model);
    return {
      to: { name: name === '' ? null : name, address: reporter.email },
      subject: cleanLine(part('subject')),
      text:
        part('text')
          .replace(/\n{3,}/g, '\n\n')
          .trim() + '\n',
      html: part('html'),
      ...(typeof replyTo === 'string' ? { replyTo } : {}),
      attachments: mail.template === 'apology-letter' ? await this.letter(ticket, name) : [],
    };
  }

  private greeting(name: string, kind: TicketReporterRow['kind']): string {
    if (name === '') return this.locale.text('mail.dear_unknown');
    return this.locale.text(kind === 'business' ? 'mail.dear_business' : 'mail.dear', { name });
  }

  private received({ ticket, own, agency }: Sources): Model {
    const { locale } = this;
    const guided = isGuided(ticket.boundary);
    const routed = !guided && ticket.state !== 'received' && agency !== '';
    const model = { guided, emergency: ticket.boundary === 'emergency' };
    if (guided) {
      const { leadAgencyCode: keptBy, resolveDueAt } = ticket;
      // About the centre or a unit above it: an office outside keeps it, and it is that office that answers.
      const outside = keptBy !== null && keptBy !== this.directory.province.centreAgency;
      const by = outside ? '_by' : '';
      const keeper = outside ? { keeper: this.agencyName(keptBy) } : {};
      const until =
        resolveDueAt === null
          ? ''
          : ` ${locale.text(`mail.received.guided_until${by}`, { due: instantText(resolveDueAt), ...keeper })}`;
      return {
        ...model,
        title: locale.text('mail.received.title_guided'),
        lead: locale.text(`mail.received.guided${by}`, keeper) + until,
        next: locale.text('mail.received.guided_kept'),
        facts: [...this.codeFacts({ ticket, own })],
      };
    }
    return {
      ...model,
      title: locale.text('mail.received.title'),
      lead: routed ? locale.text('mail.received.routed', { agency }) : locale.text('mail.received.triage'),
      next: locale.text('mail.received.next'),
      facts: [
        ...this.codeFacts({ ticket, own }),
        this.fact('received_at', instantText(ticket.receivedAt)),
        ...this.optional(
          'category',
          ticket.categoryCode === null ? null : (this.catalog.category(ticket.categoryCode)?.name ?? null),
        ),
        ...this.optional(
          'place',
          ticket.wardCode === null ? null : (this.directory.unit(ticket.wardCode)?.name ?? null),
        ),
        ...(routed ? [this.fact('agency', agency), ...this.dueFact(ticket)] : []),
      ],
    };
  }

  /** A step on the way: who has it, until when. */
  private step({ ticket, own, agency }: Sources): Model {
    return {
      agency,
      facts: [...this.codeFacts({ ticket, own }), this.fact('agency', agency), ...this.dueFact(ticket)],
    };
  }

  private async answered({ mail, ticket, own, agency }: Sources): Promise<Model> {
    const { locale } = this;
    const answer = await this.reader.manager.findOneByOrFail(TicketAnswerRow, {
      id: String(mail.refs['answerId']),
      ticketId: ticket.id,
    });
    const part = (key: string, value: string): Fact => ({ label: locale.text(`mail.answered.${key}`), value });
    const due = ticket.resolveDueAt;
    // The clock stopped when the answer that passed had been approved.
    const stopped = answer.approvedAt ?? ticket.answeredAt;
    return {
      agency,
      // Each reporter rates by a link of his or her own.
      rateUrl: this.surveys.urlFor(own.id),
      late: due !== null && stopped !== null && stopped > due,
      due: due === null ? '' : instantText(due),
      parts: [
        ...this.jointly({ ticket, own }),
        part('found', answer.found),
        part('done', answer.done),
        ...(answer.doneOn === null ? [] : [part('done_on', formatDay(answer.doneOn))]),
        part('in_charge', answer.inCharge),
      ],
      shared: [
        answer.privateReason === null
          ? locale.text('mail.answered.published')
          : locale.text('mail.answered.private', { reason: answer.privateReason }),
        ...(isPromise(answer) ? [locale.text('mail.answered.promised', { day: formatDay(answer.doneOn) })] : []),
      ].join(' '),
    };
  }

  private async guided({ mail, ticket }: Sources): Promise<Model> {
    const remark = await this.reader.manager.findOneOrFail(TicketRemarkRow, {
      where: { ticketId: ticket.id, kind: 'guidance' },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    const kind = mail.refs['kind'] === 'denunciation' ? 'denunciation' : 'complaint';
    return { lead: this.locale.text(`mail.guided.${kind}`), guidance: remark.text };
  }

  private async rejected({ mail, ticket, own }: Sources): Promise<Model> {
    const { text } = await this.reader.manager.findOneByOrFail(TicketRemarkRow, {
      id: String(mail.refs['remarkId']),
      ticketId: ticket.id,
    });
    const ground = REJECTION_WORDS[String(mail.refs['ground']) as keyof typeof REJECTION_WORDS];
    return { ground, way: text, facts: this.codeFacts({ ticket, own }) };
  }

  /** What was promised, and what was done of it. */
  private async workDone({ mail, ticket, own, agency }: Sources): Promise<Model> {
    const { text } = await this.reader.manager.findOneByOrFail(TicketRemarkRow, {
      id: String(mail.refs['remarkId']),
      ticketId: ticket.id,
    });
    return {
      agency,
      promised: formatDay(String(mail.refs['committedOn'])),
      words: text,
      rateUrl: this.surveys.urlFor(own.id),
      facts: [...this.codeFacts({ ticket, own }), this.fact('agency', agency)],
    };
  }

  private reopened(sources: Sources): Model {
    const named = sources.mail.refs['agencyCode'] !== null;
    return { ...this.step(sources), named, ...(named ? {} : { facts: this.codeFacts(sources) }) };
  }

  private async asked({ mail, ticket, own, agency }: Sources): Promise<Model> {
    const question = await this.reader.manager.findOneByOrFail(TicketQuestionRow, {
      id: String(mail.refs['questionId']),
      ticketId: ticket.id,
    });
    return {
      agency,
      question: question.text,
      until: instantText(question.expiresAt),
      // What has ended is not answered any more.
      replyTo: question.status === 'asked' ? this.replies.addressFor(question.id) : null,
      facts: [...this.codeFacts({ ticket, own })],
    };
  }

  private async extended(sources: Sources): Promise<Model> {
    const { mail, ticket } = sources;
    const extension = await this.reader.manager.findOneByOrFail(TicketExtensionRow, {
      id: String(mail.refs['extensionId']),
      ticketId: ticket.id,
    });
    const { reason, dueBefore, dueAfter } = extension;
    return { ...this.step(sources), reason, before: instantText(dueBefore), due: instantText(dueAfter) };
  }

  private async apologized({ ticket, own, agency }: Sources): Promise<Model> {
    const letter = await this.reader.manager.findOneByOrFail(TicketApologyRow, { ticketId: ticket.id });
    return {
      agency,
      letter: letter.text ?? '',
      committedOn: letter.committedOn === null ? '' : formatDay(letter.committedOn),
      facts: [...this.codeFacts({ ticket, own })],
    };
  }

  /** The letter itself, on which the reporter is addressed by name: this copy goes to nobody else. */
  private async letter({ id, code }: TicketRow, name: string): Promise<MailAttachment[]> {
    const letter = await this.letters.copy(id, name === '' ? null : name);
    if (letter === null) return [];
    return [{ filename: `thu-xin-loi-${code}.pdf`, contentType: 'application/pdf', content: await letterPdf(letter) }];
  }

  /** His or her own code, and with which ticket it is settled. */
  private codeFacts({ ticket, own }: Pick<Sources, 'ticket' | 'own'>): Fact[] {
    const label = this.locale.text(isGuided(own.boundary) ? 'mail.guided.title_code' : 'mail.code');
    return [{ label, value: own.code }, ...this.jointly({ ticket, own })];
  }

  private jointly({ ticket, own }: Pick<Sources, 'ticket' | 'own'>): Fact[] {
    return ticket.id === own.id ? [] : [this.fact('jointly', ticket.code)];
  }

  /** The ticket that stands for it, as it is now. */
  private async merged({ mail, own }: Sources): Promise<Model> {
    const ticket = await this.reader.manager.findOneByOrFail(TicketRow, { id: String(mail.refs['intoTicketId']) });
    const { leadAgencyCode, mergedCount } = ticket;
    const incident = await this.reader.manager.findOneBy(IncidentRow, { ticketId: ticket.id });
    return {
      into: ticket.code,
      reporters: mergedCount + 1,
      script: incident?.endedAt === null ? incident.script : '',
      facts: [
        ...this.codeFacts({ ticket, own }),
        ...(leadAgencyCode === null ? [] : [this.fact('agency', this.agencyName(leadAgencyCode))]),
        ...this.dueFact(ticket),
      ],
    };
  }

  private async incident({ ticket, own }: Sources): Promise<Model> {
    const incident = await this.reader.manager.findOneByOrFail(IncidentRow, { ticketId: ticket.id });
    return {
      name: incident.name,
      script: incident.script,
      facts: [
        ...this.codeFacts({ ticket, own }),
        ...(incident.expectedEndAt === null ? [] : [this.fact('expected_end', instantText(incident.expectedEndAt))]),
        ...this.dueFact(ticket),
      ],
    };
  }

  private dueFact(ticket: TicketRow): Fact[] {
    return ticket.resolveDueAt === null ? [] : [this.fact('due', instantText(ticket.resolveDueAt))];
  }

  private fact(key: string, value: string): Fact {
    return { label: this.locale.text(`mail.${key}`), value };
  }

  private optional(key: string, value: string | null): Fact[] {
    return value === null ? [] : [this.fact(key, value)];
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }
}

/** Whether it names a day that was still to come when it was given. */
function isPromise<A extends Pick<TicketAnswerRow, 'doneOn' | 'publishedAt'>>(
  answer: A,
): answer is A & { doneOn: string } {
  const { doneOn, publishedAt } = answer;
  return doneOn !== null && publishedAt !== null && doneOn > dayInVietnam(publishedAt);
}

/** An instant that the event says itself. */
function refInstant({ mail }: Sources, key: string): string {
  return instantText(new Date(String(mail.refs[key])));
}

/** With the year: a mail is read long after. */
function instantText(at: Date): string {
  return formatInstant(at, { year: true });
}
