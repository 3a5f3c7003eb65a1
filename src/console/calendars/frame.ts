import { Injectable } from '@nestjs/common';
import { allows, type Principal } from '../../identity/index.js';
import { StatusCounts, TicketQueries } from '../../tickets/index.js';
import { navigation, type Nav } from '../navigation.js';

const SECTIONS = [
  ['/quan-tri', 'Chung'],
  ['/quan-tri/don-vi', 'Đơn vị'],
  ['/quan-tri/lich', 'Lịch năm'],
  ['/quan-tri/gio', 'Giờ làm việc'],
  ['/quan-tri/han', 'Hạn'],
  ['/quan-tri/leo-thang', 'Leo thang'],
  ['/quan-tri/tinh-thu', 'Tính thử hạn'],
  ['/quan-tri/thay-doi', 'Đã thay đổi'],
] as const;

export type Section = (typeof SECTIONS)[number][0];

/** What every page about the rules of time has around its own content. */
export interface Frame {
  readonly nav: Nav;
  readonly tabs: readonly { readonly href: string; readonly label: string; readonly current: boolean }[];
  readonly canEdit: boolean;
}

/** The bar of whoever looks, and the sections about the rules of time. */
@Injectable()
export class Frames {
  constructor(
    private readonly queries: TicketQueries,
    private readonly counts: StatusCounts,
  ) {}

  async of(principal: Principal, section: Section): Promise<Frame> {
    const counts = await this.counts.of(principal);
    return {
      nav: navigation(principal, { tabs: this.queries.tabs(principal), counts }, '/quan-tri'),
      tabs: SECTIONS.map(([href, label]) => ({ href, label, current: href === section })),
      canEdit: allows(principal, 'config.edit'),
    };
  }
}
