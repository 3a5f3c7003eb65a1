import { Injectable } from '@nestjs/common';
import {
  Directory,
  isValidOn,
  superiorCode,
  wardAgencyCode,
  wardPoliceCode,
  type AdministrativeUnit,
  type Agency,
  type Province,
} from '../agencies/index.js';
import { Catalog } from './catalog.js';
import { decide, type AgencyLookup, type RouteQuestion, type RoutingDecision } from './domain/decide.js';

/** Names the lead agency of a ticket, in memory and at once. */
@Injectable()
export class Router {
  constructor(
    private readonly catalog: Catalog,
    private readonly directory: Directory,
  ) {}

  /** Never throws: what cannot be decided comes back with `missing` and a sentence, for the triage queue. */
  route(question: RouteQuestion): RoutingDecision {
    return decide(this.catalog.table, lookupOn(this.directory, question.on), question);
  }
}

/** Where agencies and units are looked up: the directory, or the files themselves. */
export interface AgencySource {
  readonly province: Pick<Province, 'topLevelSuperior'>;
  agency(code: string): Agency | null;
  /** Whoever came after an agency that has ended; left out where only the files are known. */
  successorOf?(code: string, on: string): Agency | null;
  /** Left out where only the files are known, which know of no orders. */
  isKin?(code: string, other: string): boolean;
  unit(code: string): AdministrativeUnit | null;
}

/** The agencies and wards in force on a day. */
export function lookupOn(source: AgencySource, on: string): AgencyLookup {
  const inForce = (code: string | null): Agency | null => {
    const agency = code === null ? null : source.agency(code);
    if (agency !== null && isValidOn(agency, on)) return agency;
    // A rule, a ward or a citizen names an agency of before: it goes to whoever came after it.
    return code === null ? null : (source.successorOf?.(code, on) ?? null);
  };
  return {
    agency: inForce,
    wardAgency: (wardCode) => inForce(wardAgencyCode(wardCode)),
    wardPolice: (wardCode) => inForce(wardPoliceCode(wardCode)),
    superiorOf: (code) => {
      const agency = source.agency(code);
      return agency === null ? null : inForce(superiorCode(agency, source.province.topLevelSuperior));
    },
    isKin: (code, other) => source.isKin?.(code, other) ?? code === other,
    wardName: (wardCode) => {
      const unit = source.unit(wardCode);
      return unit !== null && unit.kind !== 'province' && isValidOn(unit, on) ? unit.name : null;
    },
  };
}
