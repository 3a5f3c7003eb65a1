import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Accounts, allows, Context, ROLE_NAMES, Viewing, type CommandContext } from '../identity/index.js';
import { CONTACT_WORDS } from '../intake/index.js';
import { Clock } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import { Permit, valid } from '../platform/http/index.js';
import { Pages, type PageContext } from '../platform/templates/index.js';
import { CtiCounts, type CtiCount } from '../telephony/index.js';
import { stateLabel, type TicketState } from '../tickets/index.js';
import { ConfigurationQuery } from './configuration-query.js';
import { ContactsQuery, type ContactFigures } from './contacts-query.js';
import { monthStart, onTimeShare } from './domain/overview.js';
import { HistoryQuery } from './history-query.js';
import { OverseerListQuery } from './overseer-list-query.js';
import { OverviewQuery } from './overview-query.js';
import { staffNav, type NavItem } from './staff-nav.js';

const HTML = 'text/html; charset=utf-8';
// A key that is none shows the newest page; nobody types one.
const pageSchema = z.object({
  truoc: z
    .string()
    .regex(/^[0-9A-Z]{26}$/)
    .optional()
    .catch(undefined),
});

const overviewSchema = z.object({ sau: z.string().max(60).optional() });

const CTI_DAYS = 7;

/** What each telephone system has sent on the last days with any, and what was refused of it; no name: a wrong token. */
function telephoneLines(counts: readonly CtiCount[]): { readonly lines: readonly object[] } {
  const days = new Set([...new Set(counts.map(({ day }) => day))].slice(0, CTI_DAYS));
  const lately = counts.filter(({ day }) => days.has(day));
  const sum = (pbx: string | null, kind: CtiCount['kind']): number =>
    lately.filter((one) => one.pbx === pbx && one.kind === kind).reduce((total, { times }) => total + times, 0);
  return {
    lines: [...new Set(lately.map(({ pbx }) => pbx))].map((pbx) => ({
      pbx,
      taken: sum(pbx, 'taken'),
      repeated: sum(pbx, 'repeated'),
      unreadable: sum(pbx, 'unreadable'),
      refused: sum(pbx, 'refused'),
      held: sum(pbx, 'held_back'),
    })),
  };
}

function contactsModel({ contacts, tickets, fromKnowledge, kinds }: ContactFigures): object {
  return {
    contacts,
    tickets,
    fromKnowledge,
    kinds: kinds.map(({ kind, contacts: count }) => {
      const words = CONTACT_WORDS[kind];
      return { label: words.charAt(0).toUpperCase() + words.slice(1), count };
    }),
  };
}

/** The pages of those who watch: overview, administration, history. */
@Controller()
export class WatchController {
  private readonly version: string;

  constructor(
    private readonly pages: Pages,
    private readonly overviewQuery: OverviewQuery,
    private readonly historyQuery: HistoryQuery,
    private readonly configurationQuery: ConfigurationQuery,
    private readonly contactsQuery: ContactsQuery,
    private readonly clock: Clock,
    private readonly overseerList: OverseerListQuery,
    private readonly ctiCounts: CtiCounts,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly config: Config,
  ) {
    const manifest = JSON.parse(readFileSync(join(config.packageRoot, 'package.json'), 'utf8')) as { version: string };
    this.version = manifest.version;
  }

  @Permit('overview.read')
  @Get('toan-canh')
  @Header('content-type', HTML)
  async overview(
    @Query(valid(overviewSchema)) { sau }: z.output<typeof overviewSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const [{ agencies, total, states, at, since }, contacts, watched] = await Promise.all([
      this.overviewQuery.read(),
      this.contactsQuery.read(monthStart(this.clock.now())),
      this.overseerList.page(principal, sau ?? null),
    ]);
    const readsTickets = allows(principal, 'ticket.read');
    const model = {
      nav: navOf(principal, page),
      at,
      since,
      total: { ...total, onTime: onTimeShare(total) },
      contacts: contactsModel(contacts),
      states: states.map(({ state, tickets }) => ({ label: stateLabel(state as TicketState), tickets })),
      agencies: agencies.map((row) => ({ ...row, name: this.agencyName(row.agencyCode), onTime: onTimeShare(row) })),
      watched: {
        count: watched.count,
        lines: watched.lines.map(({ ticketId, ...line }) => ({
          ...line,
          href: readsTickets ? `/phieu?phieu=${ticketId}` : null,
        })),
        firstHref: sau === undefined ? null : '/toan-canh#danh-sach',
        moreHref: watched.nextCursor === null ? null : `/toan-canh?sau=${watched.nextCursor}#danh-sach`,
      },
      quiet: this.directory.agencies().length - agencies.filter(({ agencyCode }) => agencyCode !== null).length,
    };
    return this.pages.render('console/overview', model, page);
  }

  @Permit('config.read')
  @Get('quan-tri')
  @Header('content-type', HTML)
  async admin(@Context() { principal }: CommandContext, @Viewing() page: PageContext): Promise<string> {
    const [configuration, accounts, counts] = await Promise.all([
      this.configurationQuery.read(),
      this.accounts.list(),
      this.ctiCounts.list(),
    ]);
    const model = {
      nav: navOf(principal, page),
      province: this.directory.province.officialName,
      version: this.version,
      environment: this.config.env,
      ...configuration,
      parts: configuration.parts.map(({ part, contentHash, loadedAt }) => ({
        part,
        hash: contentHash.slice(0, 12),
        loadedAt,
      })),
      telephones: this.config.ctiTokens.length === 0 && counts.length === 0 ? null : telephoneLines(counts),
      accounts: accounts.map((account) => ({
        login: account.login,
        displayName: account.displayName,
        roles: account.roles.map((role) => ROLE_NAMES[role]).join(', '),
        agency: this.agencyName(account.agencyCode),
        active: account.active,
      })),
    };
    return this.pages.render('console/admin', model, page);
  }

  @Permit('audit.read')
  @Get('nhat-ky')
  @Header('content-type', HTML)
  async audit(
    @Query(valid(pageSchema)) { truoc }: z.output<typeof pageSchema>,
    @Context() { principal }: CommandContext,
    @Viewing() page: PageContext,
  ): Promise<string> {
    const { lines, before } = await this.historyQuery.page(truoc ?? null);
    const model = {
      nav: navOf(principal, page),
      lines,
      newest: truoc === undefined,
      olderHref: before === null ? null : `/nhat-ky?truoc=${before}`,
    };
    return this.pages.render('console/audit', model, page);
  }

  private agencyName(code: string | null): string {
    if (code === null) return 'Chưa chuyển, điều phối viên đang xem';
    return this.directory.agency(code)?.shortName ?? code;
  }
}

function navOf(principal: CommandContext['principal'], page: PageContext): NavItem[] {
  return principal.kind === 'staff' ? staffNav(principal, page.path) : [];
}
