import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual, MoreThan } from 'typeorm';
import { Reader } from '../platform/database/index.js';
import { chainFaults, isUnsealed, TicketHistoryRow, TicketRow } from '../tickets/index.js';
import type { AuditFault } from './domain/fault-words.js';
import { anchorReference, anchorRoot } from './domain/merkle.js';
import { HistoryAnchorHeadRow, HistoryAnchorRow } from './entities.js';
import { HistoryAnchors } from './history-anchors.js';

const PORTION = 100;
const ALL = Number.MAX_SAFE_INTEGER;

/** An anchor as somebody saved it from the public address. */
export interface SavedAnchor {
  readonly day: string;
  readonly root: string;
}

interface AuditRequest {
  /** One ticket alone, by its code; left out: all, and the anchors themselves. */
  readonly code?: string | undefined;
  /** What somebody outside has kept; an insider can write the anchors here anew, but not those. */
  readonly saved?: readonly SavedAnchor[];
  /** Told each fault when it is found. */
  readonly found: (fault: AuditFault) => void;
  readonly progress?: (tickets: number) => void;
}

interface AuditSummary {
  readonly tickets: number;
  readonly entries: number;
  readonly anchors: number;
  readonly faults: number;
}

type TicketWithHistory = TicketRow & { readonly entries?: TicketHistoryRow[] };

/**
 * Reads all histories and all anchors and compares them. The service may run meanwhile: each ticket is read in
 * one statement, and only the anchors that were there at the beginning count.
 */
@Injectable()
export class HistoryAudit {
  constructor(
    private readonly reader: Reader,
    private readonly anchors: HistoryAnchors,
  ) {}

  /** @returns null when the one ticket that was asked for does not exist. */
  async run({ code, saved = [], found, progress }: AuditRequest): Promise<AuditSummary | null> {
    let faults = 0;
    const report = (fault: AuditFault): void => {
      faults += 1;
      found(fault);
    };
    const anchors = (await this.anchors.latest(ALL)).reverse();
    this.compareSaved(anchors, saved, report);
    const until = anchors.at(-1)?.day ?? '';
    const seen = new Map<string, number>();
    let [tickets, entries] = [0, 0];
    for await (const portion of this.portions(code)) {
      const heads = await this.headsOf(portion, until);
      for (const ticket of portion) {
        entries += ticket.entries?.length ?? 0;
        checkTicket(ticket, heads.get(anchorReference(ticket.id)) ?? [], report);
      }
      for (const { day } of [...heads.values()].flat()) seen.set(day, (seen.get(day) ?? 0) + 1);
      tickets += portion.length;
      progress?.(tickets);
    }
    if (code !== undefined) return tickets === 0 ? null : { tickets, entries, anchors: 0, faults };
    await this.checkAnchors(anchors, seen, report);
    return { tickets, entries, anchors: anchors.length, faults };
  }

  private compareSaved(
    anchors: readonly HistoryAnchorRow[],
    saved: readonly SavedAnchor[],
    report: (fault: AuditFault) => void,
  ): void {
    const roots = new Map(anchors.map(({ day, root }) => [day, root]));
    for (const { day, root } of saved) {
      const ours = roots.get(day);
      if (ours === undefined) report({ kind: 'anchor_gone', day });
      else if (ours !== root) report({ kind: 'anchor_differs', day });
    }
  }

  private async checkAnchors(
    anchors: readonly HistoryAnchorRow[],
    seen: ReadonlyMap<string, number>,
    report: (fault: AuditFault) => void,
  ): Promise<void> {
    let before = '';
    const gone: string[] = [];
    for (const { day, root, previousRoot, headCount } of anchors) {
      if (previousRoot !== before) report({ kind: 'anchor_unlinked', day });
      const tree = await this.anchors.treeOf(day);
      if (tree.count !== headCount || anchorRoot(previousRoot, day, tree) !== root)
        report({ kind: 'anchor_changed', day });
      if ((seen.get(day) ?? 0) < tree.count) gone.push(day);
      before = root;
    }
    if (gone.length > 0) await this.reportGone(gone, report);
  }

  /** Which anchored histories have no ticket: asked for only when the numbers say that there are some. */
  private async reportGone(days: readonly string[], report: (fault: AuditFault) => void): Promise<void> {
    const known = new Set<string>();
    for await (const ids of this.ids()) for (const id of ids) known.add(anchorReference(id));
    for (const day of days) {
      for (let after = ''; ;) {
        const heads = await this.anchors.heads(day, PORTION, after);
        const last = heads.at(-1);
        if (last === undefined) break;
        for (const { reference } of heads) if (!known.has(reference)) report({ kind: 'ticket_gone', reference, day });
        after = last.reference;
      }
    }
  }

  private async *portions(code: string | undefined): AsyncGenerator<TicketWithHistory[]> {
    if (code !== undefined) {
      const row = await this.reader.manager.findOne(TicketRow, { select: { id: true }, where: { code } });
      if (row !== null) yield this.read([row.id]);
      return;
    }
    for await (const ids of this.ids()) yield this.read(ids);
  }

  private async *ids(): AsyncGenerator<string[]> {
    for (let after = ''; ;) {
      const rows = await this.reader.manager.find(TicketRow, {
        select: { id: true },
        where: { id: MoreThan(after) },
        order: { id: 'ASC' },
        take: PORTION,
      });
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(({ id }) => id);
      after = last.id;
    }
  }

  /** In one statement, so that what a command adds meanwhile is read on both sides or on none. */
  private async read(ids: readonly string[]): Promise<TicketWithHistory[]> {
    return this.reader.manager
      .createQueryBuilder(TicketRow, 't')
      .leftJoinAndMapMany('t.entries', TicketHistoryRow, 'h', 'h.ticket_id = t.id')
      .select(['t.id', 't.code', 't.historyHash', 't.historyLength', 'h'])
      .where('t.id in (:...ids)', { ids })
      .getMany();
  }

  private async headsOf(tickets: readonly TicketRow[], until: string): Promise<Map<string, HistoryAnchorHeadRow[]>> {
    const rows = await this.reader.manager.find(HistoryAnchorHeadRow, {
      where: { reference: In(tickets.map(({ id }) => anchorReference(id))), day: LessThanOrEqual(until) },
      order: { day: 'ASC' },
    });
    const heads = new Map<string, HistoryAnchorHeadRow[]>();
    for (const row of rows) heads.set(row.reference, [...(heads.get(row.reference) ?? []), row]);
    return heads;
  }
}

function checkTicket(
  ticket: TicketWithHistory,
  heads: readonly HistoryAnchorHeadRow[],
  report: (fault: AuditFault) => void,
): void {
  const { code } = ticket;
  const entries = (ticket.entries ?? []).sort((a, b) => a.number - b.number);
  const chain = { length: ticket.historyLength, head: ticket.historyHash, entries };
  if (isUnsealed(chain)) report({ kind: 'unsealed', code });
  else for (const { number, what } of chainFaults(chain)) report({ kind: 'chain', code, number, what });
  // One line a ticket: once rewritten, it differs from all later anchors too.
  for (const { day, length, head } of heads) {
    const entry = entries.find(({ number }) => number === length);
    if (entry?.hash === head) continue;
    report({ kind: entry === undefined ? 'cut' : 'rewritten', code, number: length, day });
    return;
  }
}
