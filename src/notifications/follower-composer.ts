import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Followers } from '../followers/index.js';
import { Config } from '../platform/config/index.js';
import { addressIn, type Language } from '../platform/http/index.js';
import { Reader } from '../platform/database/index.js';
import type { Mail } from '../platform/mail/index.js';
import { Locale, Templates } from '../platform/templates/index.js';
import { PublicStatuses, type PublicStatusRow } from '../publication/index.js';
import { Catalog } from '../routing/index.js';
import { TicketRow, TrackingLinks } from '../tickets/index.js';
import type { MailMessageRow } from './entities.js';
import { instantIn, optionalFact } from './mail-facts.js';
import { renderedMail } from './rendered-mail.js';

/**
 * Mails to those who follow a report. Who follows from outside reads what anybody may read of it; only whoever asked
 * on the reporter's own page is led there. No word of the report itself stands in either.
 */
@Injectable()
export class FollowerComposer {
  constructor(
    private readonly reader: Reader,
    private readonly templates: Templates,
    private readonly locale: Locale,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly followers: Followers,
    private readonly statuses: PublicStatuses,
    private readonly links: TrackingLinks,
    private readonly config: Config,
  ) {}

  /** @returns null when the mails have ended, or nothing may be known of the report any more. */
  async compose(mail: MailMessageRow): Promise<Omit<Mail, 'messageId'> | null> {
    const confirms = mail.template === 'follow-confirm';
    const row = await this.followers.addressee(mail.ticketId, confirms);
    if (row === null) return null;
    const own = await this.reader.manager.findOneBy(TicketRow, { id: row.ticketId });
    const about =
      typeof mail.refs['aboutTicketId'] === 'string'
        ? await this.reader.manager.findOneBy(TicketRow, { id: mail.refs['aboutTicketId'] })
        : own;
    if (own === null || about === null) return null;
    const status = await this.statuses.byCode(about.code);
    if (status === null && !row.isOwn) return null;
    const language = row.language ?? 'vi';
    const texts = this.locale.in(language);
    const model = {
      code: own.code,
      greeting: texts.text('mail.dear_unknown'),
      manageUrl: this.followers.urlFor(row.id, own.code, language),
      url: row.isOwn ? this.links.urlFor(own.id, language) : this.publicUrl(about, status, language),
      isOwn: row.isOwn,
      news: confirms ? '' : this.news(mail, about, texts),
      facts: this.facts(own, about, texts),
    };
    return {
      to: { name: null, address: row.email },
      ...renderedMail(this.templates, mail.template, model, language),
      attachments: [],
    };
  }

  private news({ refs }: MailMessageRow, about: TicketRow, texts: Locale): string {
    const agencyCode = typeof refs['agencyCode'] === 'string' ? refs['agencyCode'] : about.leadAgencyCode;
    return texts.text(`mail.follower.news.${String(refs['what'])}`, {
      agency: agencyCode === null ? texts.text('portal.item.centre') : this.agencyName(agencyCode),
      due: about.resolveDueAt === null ? '' : instantIn(texts, about.resolveDueAt),
    });
  }

  private facts(own: TicketRow, about: TicketRow, texts: Locale) {
    const { categoryCode, wardCode, leadAgencyCode, resolveDueAt } = about;
    const category = categoryCode === null ? undefined : this.catalog.category(categoryCode)?.name;
    const shown = (key: string, value: string | null | undefined) => optionalFact(texts, key, value ?? null);
    return [
      ...shown('code', own.code),
      ...(own.id === about.id ? [] : shown('jointly', about.code)),
      ...shown('category', category === undefined ? null : texts.name('category', categoryCode, category)),
      ...shown('place', wardCode === null ? null : this.directory.unit(wardCode)?.name),
      ...shown('agency', leadAgencyCode === null ? null : this.agencyName(leadAgencyCode)),
      ...shown('due', resolveDueAt === null || !about.isOpen ? null : instantIn(texts, resolveDueAt)),
    ];
  }

  private publicUrl({ code }: TicketRow, status: PublicStatusRow | null, language: Language): string {
    const path = status?.publishedAt ? `/da-cong-khai/${code}` : `/cung-gap/${code}`;
    return `${this.config.publicUrl}${addressIn(language, path)}`;
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }
}
