import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Followers } from '../followers/index.js';
import { cleanLine, formatInstant } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { Reader } from '../platform/database/index.js';
import type { Mail } from '../platform/mail/index.js';
import { Locale, Templates } from '../platform/templates/index.js';
import { PublicStatuses, type PublicStatusRow } from '../publication/index.js';
import { Catalog } from '../routing/index.js';
import { TicketRow, TrackingLinks } from '../tickets/index.js';
import type { MailMessageRow } from './entities.js';

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
    const model = {
      code: own.code,
      greeting: this.locale.text('mail.dear_unknown'),
      manageUrl: this.followers.urlFor(row.id, own.code),
      url: row.isOwn ? this.links.urlFor(own.id) : this.publicUrl(about, status),
      isOwn: row.isOwn,
      news: confirms ? '' : this.news(mail, about),
      facts: this.facts(own, about),
    };
    const part = (file: string): string => this.templates.render(`email/${mail.template}/${file}`, model);
    return {
      to: { name: null, address: row.email },
      subject: cleanLine(part('subject')),
      text: `${part('text')
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
      html: part('html'),
      attachments: [],
    };
  }

  private news({ refs }: MailMessageRow, about: TicketRow): string {
    const agencyCode = typeof refs['agencyCode'] === 'string' ? refs['agencyCode'] : about.leadAgencyCode;
    return this.locale.text(`mail.follower.news.${String(refs['what'])}`, {
      agency: agencyCode === null ? this.locale.text('portal.item.centre') : this.agencyName(agencyCode),
      due: about.resolveDueAt === null ? '' : formatInstant(about.resolveDueAt, { year: true }),
    });
  }

  private facts(own: TicketRow, about: TicketRow) {
    const { categoryCode, wardCode, leadAgencyCode, resolveDueAt } = about;
    const fact = (label: string, value: string | null | undefined) =>
      value ? [{ label: this.locale.text(`mail.${label}`), value }] : [];
    return [
      ...fact('code', own.code),
      ...(own.id === about.id ? [] : fact('jointly', about.code)),
      ...fact('category', categoryCode === null ? null : this.catalog.category(categoryCode)?.name),
      ...fact('place', wardCode === null ? null : this.directory.unit(wardCode)?.name),
      ...fact('agency', leadAgencyCode === null ? null : this.agencyName(leadAgencyCode)),
      ...fact('due', resolveDueAt === null || !about.isOpen ? null : formatInstant(resolveDueAt, { year: true })),
    ];
  }

  private publicUrl({ code }: TicketRow, status: PublicStatusRow | null): string {
    const path = status?.publishedAt ? `/da-cong-khai/${code}` : `/cung-gap/${code}`;
    return `${this.config.publicUrl}${path}`;
  }

  private agencyName(code: string): string {
    return this.directory.agency(code)?.shortName ?? code;
  }
}
