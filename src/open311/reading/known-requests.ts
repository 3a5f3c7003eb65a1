import { Injectable } from '@nestjs/common';
import { MetPeople } from '../../followers/index.js';
import { Problem } from '../../kernel/index.js';
import { PUBLIC_PHASES, PublicRecords, type PublicRecord } from '../../publication/index.js';
import { UNKNOWN_SERVICE } from '../domain/service-type.js';
import {
  CLOSED_PHASES,
  requestTree,
  updateTree,
  type KnownChange,
  type KnownRequest,
} from '../domain/service-request.js';
import type { RequestQuery, UpdateQuery } from '../domain/request-query.js';
import { wardsIn } from '../domain/ward-point.js';
import type { Tree } from '../domain/xml.js';
import { PublicNames } from './public-names.js';

/** Service requests and their updates, as everybody may read them. */
@Injectable()
export class KnownRequests {
  constructor(
    private readonly records: PublicRecords,
    private readonly names: PublicNames,
    private readonly met: MetPeople,
  ) {}

  /** Newest first; those asked for by their ids in the order of the ids, without what nobody may know. */
  async list(query: RequestQuery): Promise<Tree[]> {
    return this.shown(await this.found(query), query.extensions);
  }

  /** @throws Problem `not-found`: unknown and not public look the same. */
  async one(id: string, extensions: boolean): Promise<Tree> {
    const [tree] = await this.shown(await this.byIds([id]), extensions);
    if (tree === undefined) throw Problem.notFound(NOT_KNOWN);
    return tree;
  }

  /** The id of a request that is public; a service's ids are told at once, so its token is the id. @throws Problem `not-found` */
  async idOfToken(token: string): Promise<string> {
    const [record] = await this.byIds([token]);
    if (record === undefined) throw Problem.notFound(NO_TOKEN);
    return record.status.code;
  }

  async updates({ from, to, id, offset, limit }: UpdateQuery): Promise<Tree[]> {
    const code = id === null ? null : id.toUpperCase();
    const changes = await this.records.changes({ from, to, code }, { offset, limit });
    return changes.map(({ change, item }) => updateTree(change, item, this.names));
  }

  private found(query: RequestQuery): Promise<PublicRecord[]> {
    const { ids, serviceCodes, statuses, requested, updated, box, offset, limit } = query;
    if (ids !== null) return this.byIds(ids);
    return this.records.list(
      {
        received: requested,
        changed: updated,
        categoryCodes: serviceCodes?.map((code) => (code === UNKNOWN_SERVICE ? null : code)) ?? null,
        wardCodes: box === null ? null : wardsIn(box, this.names.wardPoints()),
        phases:
          statuses === null || statuses.length === 2
            ? null
            : PUBLIC_PHASES.filter((phase) => CLOSED_PHASES.includes(phase) === statuses.includes('closed')),
      },
      { offset, limit },
    );
  }

  private byIds(ids: readonly string[]): Promise<PublicRecord[]> {
    return this.records.byCodes(ids.map((id) => id.toUpperCase()).filter((id) => CODE.test(id)));
  }

  private async shown(records: readonly PublicRecord[], extensions: boolean): Promise<Tree[]> {
    const changes = extensions ? await this.changesOf(records) : null;
    // The number stands with the extensions alone.
    const met = extensions ? await this.met.of(records.map(({ status }) => status.ticketId)) : null;
    return records.map((record) => {
      const { ticketId } = record.status;
      const known = knownRequest(record, met?.get(ticketId) ?? 0);
      return requestTree(known, this.names, changes && (changes.get(ticketId) ?? []));
    });
  }

  private async changesOf(records: readonly PublicRecord[]): Promise<Map<string, KnownChange[]>> {
    const byTicket = new Map<string, KnownChange[]>();
    for (const change of await this.records.changesOf(records.map(({ status }) => status.ticketId)))
      byTicket.set(change.ticketId, [...(byTicket.get(change.ticketId) ?? []), change]);
    return byTicket;
  }
}

/** Anything else is no code, whatever it is. */
const CODE = /^[A-Z0-9-]{1,20}$/;
const NOT_KNOWN = 'service_request_id: không có phản ánh công khai nào mang mã này.';
const NO_TOKEN = 'token: không có phản ánh công khai nào mang mã này.';

/** @param met people who have the same trouble, beside those who reported it. */
function knownRequest({ status, item, changedAt }: PublicRecord, met: number): KnownRequest {
  const { code, state, categoryCode, wardCode, agencyCode, receivedAt, dueAt } = status;
  const reporterCount = status.reporterCount + met;
  return { code, state, categoryCode, wardCode, agencyCode, receivedAt, dueAt, reporterCount, changedAt, item };
}
