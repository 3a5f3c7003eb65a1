import { formatInstant } from '../../kernel/index.js';
import { phaseOf, type PublicPhase } from '../../publication/domain/public-change.js';
import type { PublishedAnswer } from '../../publication/domain/published-item.js';
import { toMarked, type Segment } from '../../publication/domain/segments.js';
import { MOST_DESCRIPTION } from './report.js';
import type { OpenOrClosed } from './request-query.js';
import { w3Date } from './w3-date.js';
import type { Tree } from './xml.js';

/** A public ticket as GeoReport asks about it; every word of it has passed the gate, and before that there is none. */
export interface KnownRequest {
  readonly code: string;
  readonly state: string;
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
  readonly agencyCode: string | null;
  readonly receivedAt: Date;
  readonly dueAt: Date | null;
  readonly changedAt: Date;
  readonly reporterCount: number;
  readonly item: KnownItem | null;
}

/** Of the frozen copy what is shown. */
export interface KnownItem {
  readonly title: readonly Segment[];
  readonly question: readonly Segment[];
  readonly answer: PublishedAnswer;
  readonly late: boolean;
}

/** What was told of a ticket, at one instant. */
export interface KnownChange {
  readonly id: string;
  readonly code: string;
  readonly phase: PublicPhase;
  readonly agencyCode: string | null;
  readonly changedAt: Date;
}

/** Names for codes, and addresses of pages. */
export interface Names {
  service(code: string | null): { readonly code: string; readonly name: string };
  agency(code: string): string;
  /** "Phường Trảng Dài, thành phố Đồng Nai" */
  ward(code: string): string;
  /**
   * A point well inside the ward, and never where somebody was: it says no more than the ward's name. A point of the
   * report's own would lead to a door, and before the gate nobody has looked at it.
   */
  point(wardCode: string): { readonly lat: number; readonly long: number } | null;
  page(code: string): string;
  photo(code: string, photoId: string): string;
}

/** The phases in which GeoReport calls a request closed. */
export const CLOSED_PHASES: readonly PublicPhase[] = ['answered', 'merged'];

export function openOrClosed(phase: PublicPhase): OpenOrClosed {
  return CLOSED_PHASES.includes(phase) ? 'closed' : 'open';
}

/** @param changes what was told of it, oldest first; null: without the extensions. */
export function requestTree(request: KnownRequest, names: Names, changes: readonly KnownChange[] | null): Tree {
  const { item, wardCode, agencyCode, dueAt } = request;
  const phase = phaseOf(request.state);
  const service = names.service(request.categoryCode);
  const point = wardCode === null ? null : names.point(wardCode);
  // Looked at again after an answer, it is open, and the answer stands until there is another.
  const answered = phase === 'answered' ? item : null;
  return {
    service_request_id: request.code,
    status: openOrClosed(phase),
    status_notes: sentence(phase, agencyCode, answered, names),
    service_name: service.name,
    service_code: service.code,
    description: item === null ? null : shortened(toMarked(item.question)),
    agency_responsible: agencyCode === null ? null : names.agency(agencyCode),
    service_notice: dueAt === null ? null : `Hạn trả lời: ${formatInstant(dueAt, { year: true })}.`,
    requested_datetime: w3Date(request.receivedAt),
    updated_datetime: w3Date(request.changedAt),
    expected_datetime: dueAt === null ? null : w3Date(dueAt),
    address: wardCode === null ? null : names.ward(wardCode),
    address_id: wardCode,
    zipcode: null,
    lat: point?.lat ?? null,
    long: point?.long ?? null,
    media_url: photosOf(request.code, item, names)[0]?.media_url ?? null,
    ...(changes === null ? {} : extensionsOf(request, names, changes)),
  };
}

function extensionsOf(request: KnownRequest, names: Names, changes: readonly KnownChange[]): { [name: string]: Tree } {
  const { item, code } = request;
  return {
    extended_attributes: {
      title: item === null ? null : toMarked(item.title),
      phase: phaseOf(request.state),
      agency_code: request.agencyCode,
      reporter_count: request.reporterCount,
      late: item?.late ?? null,
      page_url: item === null ? null : names.page(code),
      answer: item === null ? null : answerTree(item.answer),
      photos: photosOf(code, item, names),
    },
    notes: changes.map(({ phase, agencyCode, changedAt }) => ({
      datetime: w3Date(changedAt),
      description: sentence(phase, agencyCode, null, names),
      type: phase,
    })),
  };
}

function answerTree({ found, done, doneOn, inCharge, legalBasis }: PublishedAnswer): Tree {
  return {
    found: toMarked(found),
    done: toMarked(done),
    done_on: doneOn,
    in_charge: toMarked(inCharge),
    legal_basis: legalBasis ? toMarked(legalBasis) : null,
  };
}

function photosOf(code: string, item: KnownItem | null, names: Names) {
  return (item?.answer.photos ?? []).map(({ id, width, height }) => ({
    media_url: names.photo(code, id),
    width,
    height,
  }));
}

/** An update as mySociety's extension has it. @param item the answer of this change; null for others. */
export function updateTree(change: KnownChange, item: KnownItem | null, names: Names): Tree {
  const { phase, agencyCode } = change;
  return {
    update_id: change.id,
    service_request_id: change.code,
    status: openOrClosed(phase).toUpperCase(),
    updated_datetime: w3Date(change.changedAt),
    description: sentence(phase, agencyCode, item, names),
    media_url: photosOf(change.code, item, names)[0]?.media_url ?? null,
    external_status_code: phase,
  };
}

function sentence(phase: PublicPhase, agencyCode: string | null, item: KnownItem | null, names: Names): string {
  const agency = agencyCode === null ? null : names.agency(agencyCode);
  switch (phase) {
    case 'received':
      return 'Đã tiếp nhận, đang xác định nơi phụ trách.';
    case 'assigned':
      return agency === null ? 'Đã chuyển nơi phụ trách.' : `Đã chuyển ${agency}.`;
    case 'in_progress':
      return agency === null ? 'Đang xử lý.' : `${agency} đang xử lý.`;
    case 'awaiting_info':
      return 'Đang chờ người gửi bổ sung thông tin.';
    case 'merged':
      return 'Trùng với một phản ánh khác, đã gộp vào phản ánh đó.';
    case 'answered':
      return item === null ? 'Đã trả lời.' : shortened(`${toMarked(item.answer.found)}\n${toMarked(item.answer.done)}`);
  }
}

/** GeoReport's limit, by whole characters. */
function shortened(text: string): string {
  if (text.length <= MOST_DESCRIPTION) return text;
  return `${text.slice(0, MOST_DESCRIPTION - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
