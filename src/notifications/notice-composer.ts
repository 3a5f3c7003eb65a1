import { Injectable } from '@nestjs/common';
import { EscalationNoticeRow, Notices, type NoticeView } from '../escalation/index.js';
import { Accounts, type Principal } from '../identity/index.js';
import { AgencyLines, cleanLine, formatInstant } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { Reader } from '../platform/database/index.js';
import type { Mail } from '../platform/mail/index.js';
import { Locale, Templates } from '../platform/templates/index.js';
import type { MailMessageRow } from './entities.js';
import { renderedMail } from './rendered-mail.js';

/** More lines nobody reads in a mail; the page has all. */
const MOST_LINES = 50;
/** So many reminders are looked through for the lines that count most. */
const MOST_READ = 1_000;

const WEIGHT = { late: 0, soon: 1, ok: 2 } as const;

interface Line {
  readonly what: string;
  readonly subject: string;
  readonly code: string;
  /** "còn 6 giờ, hạn 16:30 thứ Năm 26/11". */
  readonly standing: string;
  readonly agency: string | null;
  readonly url: string;
}

/**
 * Makes the mail of one or several reminders from what is true when it is sent. It names code, kind of
 * matter and ward: no citizen, and none of a citizen's words, because a mail lies about in many places.
 */
@Injectable()
export class NoticeComposer {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: Accounts,
    private readonly notices: Notices,
    private readonly templates: Templates,
    private readonly locale: Locale,
    private readonly config: Config,
    private readonly agencies: AgencyLines,
  ) {}

  /** @returns null when there is nobody to write to any more, or nothing left to remind of. */
  async compose(mail: MailMessageRow): Promise<Omit<Mail, 'messageId'> | null> {
    const [account] = await this.accounts.byIds([String(mail.refs['accountId'])]);
    if (!account?.active || account.email === null) return null;
    const { id: accountId, displayName, roles, agencyCode, email } = account;
    const line = this.agencies.of(agencyCode);
    const reader = { kind: 'staff', accountId, displayName, roles, agencyCode, line } as const;
    const { lines, tickets } = await this.lines(reader, mail.id);
    const [first] = lines;
    if (first === undefined) return null;
    const name = cleanLine(displayName);
    const shown = lines.slice(0, MOST_LINES);
    const model = {
      greeting: this.locale.text('notices.mail.dear', { name }),
      line: first,
      lines: shown,
      count: tickets,
      more: tickets - shown.length,
      pageUrl: `${this.config.publicUrl}/nhac-viec`,
      foot: this.locale.text('notices.mail.foot'),
    };
    // Of several reminders one may be left: then it is told as one.
    const template = tickets === 1 ? 'escalation-notice' : 'escalation-digest';
    return { to: { name, address: email }, ...renderedMail(this.templates, template, model) };
  }

  /** One line a ticket, the one that counts most; and how many tickets there are in all. */
  private async lines(principal: Principal, batch: string): Promise<{ lines: Line[]; tickets: number }> {
    const where = { mailBatchId: batch };
    const [rows, all] = await Promise.all([
      this.reader.manager.find(EscalationNoticeRow, { where, order: { id: 'DESC' }, take: MOST_READ }),
      this.reader.manager
        .createQueryBuilder(EscalationNoticeRow, 'n')
        .select('count(distinct n.ticket_id)', 'tickets')
        .where('n.mailBatchId = :batch', { batch })
        .getRawOne<{ tickets: number | string }>(),
    ]);
    const looked = new Set(rows.map(({ ticketId }) => ticketId));
    const views = await this.notices.views(principal, rows);
    // What is done meanwhile, waits for somebody else or has gone to somebody else, is nothing to remind of.
    const open = views.filter((view) => view.ticket !== null && view.clock?.still === null);
    open.sort((a, b) => WEIGHT[a.tone] - WEIGHT[b.tone] || dueOf(a) - dueOf(b));
    const byTicket = new Map<string, Line>();
    for (const view of open) {
      const id = view.ticket?.id ?? '';
      if (!byTicket.has(id)) byTicket.set(id, this.line(view));
    }
    const unseen = Number(all?.tickets ?? 0) - looked.size;
    return { lines: [...byTicket.values()], tickets: byTicket.size + Math.max(0, unseen) };
  }

  private line({ happened, ticket, clock }: NoticeView): Line {
    return {
      what: happened,
      subject: ticket?.subject ?? '',
      code: ticket?.code ?? '',
      // A mail is read later: "hôm nay" would be another day by then.
      standing:
        clock === null ? '' : [clock.remainingShort, `hạn ${formatInstant(clock.dueAt)}`].filter(Boolean).join(', '),
      agency: clock?.holder.name ?? ticket?.agencyName ?? null,
      url: ticket?.readable === true ? `${this.config.publicUrl}/phieu?phieu=${ticket.id}` : '',
    };
  }
}

function dueOf({ clock }: NoticeView): number {
  return clock?.dueAt.getTime() ?? 0;
}
