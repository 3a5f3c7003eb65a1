import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { cleanLine, dayInVietnam } from '../kernel/index.js';
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
import { codeFacts, dueFact, fact, greeting, instantIn, jointly, optionalFact, type Fact } from './mail-facts.js';
import { STAFF_MAILS, type ReporterMail } from './mail-table.js';
import { NoticeComposer } from './notice-composer.js';
import { renderedMail } from './rendered-mail.js';

/** In the words of whoever wrote it, in Vietnamese. */
interface Written extends Fact {
  readonly written: boolean;
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
  /** Of the reporter's language. */
  readonly texts: Locale;
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
    'ticket-withdrawn': (sources) => ({ facts: codeFacts(sources) }),
    'ticket-reopened': (sources) => this.reopened(sources),
    'ticket-merged': (sources) => this.merged(sources),
    'ticket-split': (sources) => this.step(sources),
    'mail-late': (sources) => ({ facts: codeFacts(sources) }),
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
    const language = reporter.language ?? 'vi';
    const texts = this.locale.in(language);
    const model = {
      code: own.code,
      greeting: greeting(name, reporter.kind, texts),
      trackingUrl: this.links.urlFor(own.id, language),
      // Each reporter rates by a link of his or her own.
      rateUrl: this.surveys.urlFor(own.id, language),
      ...(await this.models[mail.template as ReporterMail]({ mail, ticket, own, agency, texts })),
    };
    const replyTo = (model as Model)['replyTo'];
    return {
      to: { name: name === '' ? null : name, address: reporter.email },
      ...renderedMail(this.templates, mail.template, model, language),
      ...(typeof replyTo === 'string' ? { replyTo } : {}),
      attachments: mail.template === 'apology-letter' ? await this.letter(ticket, name) : [],
    };
  }

  private received({ ticket, own, agency, texts }: Sources): Model {
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
          : ` ${texts.text(`mail.received.guided_until${by}`, { due: instantIn(texts, resolveDueAt), ...keeper })}`;
      return {
        ...model,
        title: texts.text('mail.received.title_guided'),
        lead: texts.text(`mail.received.guided${by}`, keeper) + until,
        next: texts.text('mail.received.guided_kept'),
        facts: [...codeFacts({ ticket, own, texts })],
      };
    }
    return {
      ...model,
      title: texts.text('mail.received.title'),
      lead: routed ? texts.text('mail.received.routed', { agency }) : texts.text('mail.received.triage'),
      next: texts.text('mail.received.next'),
      facts: [
        ...codeFacts({ ticket, own, texts }),
        fact(texts, 'received_at', instantIn(texts, ticket.receivedAt)),
        ...optionalFact(
          texts,
          'category',
          ticket.categoryCode === null ? null : this.categoryName(ticket.categoryCode, texts),
        ),
        ...optionalFact(
          texts,
          'place',
          ticket.wardCode === null ? null : (this.directory.unit(ticket.wardCode)?.name ?? null),
        ),
        ...(routed ? [fact(texts, 'agency', agency), ...dueFact(texts, ticket)] : []),
      ],
    };
  }

  /** A step on the way: who has it, until when. */
  private step({ ticket, own, agency, texts }: Sources): Model {
    return {
      agency,
      facts: [...codeFacts({ ticket, own, texts }), fact(texts, 'agency', agency), ...dueFact(texts, ticket)],
    };
  }

  private async answered({ mail, ticket, own, agency, texts }: Sources): Promise<Model> {
    const answer = await this.reader.manager.findOneByOrFail(TicketAnswerRow, {
      id: String(mail.refs['answerId']),
      ticketId: ticket.id,
    });
    const part = (key: string, value: string): Written => ({ ...fact(texts, `answered.${key}`, value), written: true });
    const due = ticket.resolveDueAt;
    // The clock stopped when the answer that passed had been approved.
    const stopped = answer.approvedAt ?? ticket.answeredAt;
    return {
      agency,
      late: due !== null && stopped !== null && stopped > due,
      due: due === null ? '' : instantIn(texts, due),
      parts: [
        ...jointly({ ticket, own, texts }),
        part('found', answer.found),
        part('done', answer.done),
        ...(answer.doneOn === null ? [] : [fact(texts, 'answered.done_on', texts.day(answer.doneOn))]),
        part('in_charge', answer.inCharge),
      ],
      shared: [
        answer.privateReason === null
          ? texts.text('mail.answered.published')
          : texts.text('mail.answered.private', { reason: answer.privateReason }),
        ...(isPromise(answer) ? [texts.text('mail.answered.promised', { day: texts.day(answer.doneOn) })] : []),
      ].join(' '),
    };
  }

  private async guided({ mail, ticket, texts }: Sources): Promise<Model> {
    const remark = await this.reader.manager.findOneOrFail(TicketRemarkRow, {
      where: { ticketId: ticket.id, kind: 'guidance' },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
    const kind = mail.refs['kind'] === 'denunciation' ? 'denunciation' : 'complaint';
    return { lead: texts.text(`mail.guided.${kind}`), guidance: remark.text };
  }

  private async rejected({ mail, ticket, own, texts }: Sources): Promise<Model> {
    const { text } = await this.reader.manager.findOneByOrFail(TicketRemarkRow, {
      id: String(mail.refs['remarkId']),
      ticketId: ticket.id,
    });
    const ground = REJECTION_WORDS[String(mail.refs['ground']) as keyof typeof REJECTION_WORDS];
    return { ground: texts.said(ground) ?? ground, way: text, facts: codeFacts({ ticket, own, texts }) };
  }

  /** What was promised, and what was done of it. */
  private async workDone({ mail, ticket, own, agency, texts }: Sources): Promise<Model> {
    const { text } = await this.reader.manager.findOneByOrFail(TicketRemarkRow, {
      id: String(mail.refs['remarkId']),
      ticketId: ticket.id,
    });
    return {
      agency,
      promised: texts.day(String(mail.refs['committedOn'])),
      words: text,
      facts: [...codeFacts({ ticket, own, texts }), fact(texts, 'agency', agency)],
    };
  }

  private reopened(sources: Sources): Model {
    const named = sources.mail.refs['agencyCode'] !== null;
    return { ...this.step(sources), named, ...(named ? {} : { facts: codeFacts(sources) }) };
  }

  private async asked({ mail, ticket, own, agency, texts }: Sources): Promise<Model> {
    const question = await this.reader.manager.findOneByOrFail(TicketQuestionRow, {
      id: String(mail.refs['questionId']),
      ticketId: ticket.id,
    });
    return {
      agency,
      question: question.text,
      until: instantIn(texts, question.expiresAt),
      // What has ended is not answered any more.
      replyTo: question.status === 'asked' ? this.replies.addressFor(question.id) : null,
      facts: [...codeFacts({ ticket, own, texts })],
    };
  }

  private async extended(sources: Sources): Promise<Model> {
    const { mail, ticket, texts } = sources;
    const extension = await this.reader.manager.findOneByOrFail(TicketExtensionRow, {
      id: String(mail.refs['extensionId']),
      ticketId: ticket.id,
    });
    const { reason, dueBefore, dueAfter } = extension;
    return { ...this.step(sources), reason, before: instantIn(texts, dueBefore), due: instantIn(texts, dueAfter) };
  }

  private async apologized({ ticket, own, agency, texts }: Sources): Promise<Model> {
    const letter = await this.reader.manager.findOneByOrFail(TicketApologyRow, { ticketId: ticket.id });
    return {
      agency,
      letter: letter.text ?? '',
      committedOn: letter.committedOn === null ? '' : texts.day(letter.committedOn),
      facts: [...codeFacts({ ticket, own, texts })],
    };
  }

  /** The letter itself, on which the reporter is addressed by name: this copy goes to nobody else. */
  private async letter({ id, code }: TicketRow, name: string): Promise<MailAttachment[]> {
    const letter = await this.letters.copy(id, name === '' ? null : name);
    if (letter === null) return [];
    return [{ filename: `thu-xin-loi-${code}.pdf`, contentType: 'application/pdf', content: await letterPdf(letter) }];
  }

  /** The ticket that stands for it, as it is now. */
  private async merged({ mail, own, texts }: Sources): Promise<Model> {
    const ticket = await this.reader.manager.findOneByOrFail(TicketRow, { id: String(mail.refs['intoTicketId']) });
    const { leadAgencyCode, mergedCount } = ticket;
    const incident = await this.reader.manager.findOneBy(IncidentRow, { ticketId: ticket.id });
    return {
      into: ticket.code,
      reporters: mergedCount + 1,
      script: incident?.endedAt === null ? incident.script : '',
      facts: [
        ...codeFacts({ ticket, own, texts }),
        ...(leadAgencyCode === null ? [] : [fact(texts, 'agency', this.agencyName(leadAgencyCode))]),
        ...dueFact(texts, ticket),
      ],
    };
  }

  private async incident({ ticket, own, texts }: Sources): Promise<Model> {
    const incident = await this.reader.manager.findOneByOrFail(IncidentRow, { ticketId: ticket.id });
    return {
      name: incident.name,
      script: incident.script,
      facts: [
        ...codeFacts({ ticket, own, texts }),
        ...(incident.expectedEndAt === null
          ? []
          : [fact(texts, 'expected_end', instantIn(texts, incident.expectedEndAt))]),
        ...dueFact(texts, ticket),
      ],
    };
  }

  private categoryName(code: string, texts: Locale): string | null {
    const category = this.catalog.category(code);
    return category === null || category === undefined ? null : texts.name('category', code, category.name);
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
function refInstant({ mail, texts }: Sources, key: string): string {
  return instantIn(texts, new Date(String(mail.refs[key])));
}
