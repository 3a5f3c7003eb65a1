import { fold, NO_LINE, Problem, type AgencyLine, type Clock } from '../kernel/index.js';
import type { Reader } from '../platform/database/index.js';
import { denunciationKeeper, superiorCode, wardAgencyCode, wardPoliceCode, type Agency } from './domain/agency.js';
import { findPlace, type PlaceMatch } from './domain/find-place.js';
import { buildGazetteer, type Gazetteer } from './domain/gazetteer.js';
import { neighboursIn } from './domain/neighbours.js';
import { areaAt, areaOf, type CodedArea, type Geometry } from './domain/polygon.js';
import { lineOf, standsIn, successionsByCode, type Succession, type Successions } from './domain/succession.js';
import { suggester } from './domain/suggest.js';
import type { AdministrativeUnit, FormerUnit } from './domain/unit.js';
import { isValidOn } from './domain/validity.js';
import { directoryRevision } from './directory-revision.js';
import {
  AdministrativeUnitRow,
  AgencyFormerNameRow,
  AgencyRow,
  AgencySuccessionRow,
  FormerUnitRow,
  WardPolygonRow,
} from './entities.js';
import { dayIn, type Province } from './province.js';

/** A ward offered while a place is being typed. */
export interface PlaceSuggestion {
  readonly wardCode: string;
  readonly wardName: string;
  /** What matched: the ward's name, or the former unit's with its district. */
  readonly text: string;
  /** Whether `text` is a name of before. */
  readonly former: boolean;
}

/** An agency offered while its name is being typed. */
export interface AgencySuggestion {
  readonly agency: Agency;
  /** The name of before that was typed: its own, or of an agency it came after; null: its name of today. */
  readonly former: string | null;
}

const DAY_CHECK_MS = 60_000;

/** Everything known at one moment; replaced as a whole by `reload`, and when a new day begins. */
interface Snapshot {
  readonly rows: Rows;
  readonly day: string;
  /** Milliseconds of the clock until which the day need not be asked for again. */
  readonly freshFrom: number;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly agenciesInForce: readonly Agency[];
  readonly units: ReadonlyMap<string, AdministrativeUnit>;
  readonly wards: readonly AdministrativeUnit[];
  readonly areas: readonly CodedArea[];
  readonly gazetteer: Gazetteer;
  readonly placeNames: readonly PlaceSuggestion[];
  readonly suggestPlace: (query: string, limit: number) => (PlaceSuggestion & { also?: string })[];
  readonly successions: Successions;
  /** Of the agencies that orders have touched. */
  readonly lines: ReadonlyMap<string, AgencyLine>;
  /** Names of before that lead to an agency of today. */
  readonly formerNames: readonly FormerName[];
  readonly suggestAgency: (query: string, limit: number) => AgencySuggestion[];
}

/**
 * The units and agencies of the province, in memory: a few hundred rows that every request asks for.
 * What has ended is still found by its code, because old tickets name it, but is in no list.
 */
export class Directory {
  private current: Snapshot | null = null;
  /** Who touches whom in the areas of a snapshot; made when somebody first asks. */
  private borders: { areas: readonly CodedArea[]; of: ReturnType<typeof neighboursIn> } | null = null;
  private revision = 0;
  private readonly followers: (() => Promise<void>)[] = [];

  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    readonly province: Province,
  ) {}

  /** Reads everything again, after a load. Readers see the old or the new state, never a mixture. */
  async reload(): Promise<void> {
    const { manager } = this.reader;
    // Before the rows: what changes in between is read once more.
    const revision = await directoryRevision(manager);
    const [units, formerUnits, polygons, agencies, successions, formerNames] = await Promise.all([
      manager.find(AdministrativeUnitRow, { order: { code: 'ASC' } }),
      manager.find(FormerUnitRow, { order: { formerCode: 'ASC', unitCode: 'ASC' } }),
      manager.find(WardPolygonRow, { order: { unitCode: 'ASC' } }),
      manager.find(AgencyRow, { order: { code: 'ASC' } }),
      manager.find(AgencySuccessionRow),
      manager.find(AgencyFormerNameRow),
    ]);
    this.current = this.snapshotOf({ units, formerUnits, polygons, agencies, successions, formerNames });
    this.revision = revision;
    for (const follow of this.followers) await follow();
  }

  /** Reads again when an order has changed the agencies since. @returns whether it did. */
  async reloadIfChanged(): Promise<boolean> {
    if ((await directoryRevision(this.reader.manager)) === this.revision) return false;
    await this.reload();
    return true;
  }

  /** Calls back whenever the directory was read again: what is decided by the same orders is read again too. */
  onReload(follow: () => Promise<void>): void {
    this.followers.push(follow);
  }

  /** An agency by its code, also one that has ended. */
  agency(code: string): Agency | null {
    return this.snapshot.agencies.get(code) ?? null;
  }

  /** The agencies in force, by code. */
  agencies(): readonly Agency[] {
    return this.snapshot.agenciesInForce;
  }

  /**
   * The agency that has today what one had: itself while it is in force, else whoever came after it.
   * @param on another day, 'YYYY-MM-DD'.
   * @returns null: unknown, or ended without a successor.
   */
  successorOf(code: string, on: string = this.today()): Agency | null {
    const { agencies, successions } = this.snapshot;
    return standsIn(agencies, successions, code, on);
  }

  /** Whom an agency came from and who came from it. */
  lineOf(code: string): AgencyLine {
    return this.snapshot.lines.get(code) ?? NO_LINE;
  }

  /** Whether two codes name one agency, or one that came from the other: who is accused as the one is accused as the other. */
  isKin(code: string, other: string): boolean {
    return code === other || this.lineOf(code).kin.includes(other);
  }

  /** How the agency that answered then is called now; null while that is its name still. */
  nameOfToday(code: string, nameThen: string): string | null {
    const today = this.successorOf(code);
    return today === null || nameThen === today.name || nameThen === today.shortName ? null : today.name;
  }

  /** What people may choose from: names of today, and those of before with whom they mean now. */
  agencyNames(): string[] {
    const { agenciesInForce, formerNames } = this.snapshot;
    return [...agenciesInForce.map(({ name }) => name), ...formerNames.map(({ label }) => label)];
  }

  /** Names of before that lead to an agency. */
  formerNamesOf(code: string): string[] {
    return this.snapshot.formerNames.filter(({ agency }) => agency.code === code).map(({ name }) => name);
  }

  /**
   * The one agency in force that a text names: by code, name, short name or a name of before, a ward's committee also
   * by the ward ("Phường Trảng Dài", "P. Trảng Dài"); null: none, or several.
   */
  agencyNamed(typed: string): Agency | null {
    const wanted = fold(typed);
    if (wanted === '') return null;
    const { agenciesInForce, formerNames } = this.snapshot;
    const exact = agenciesInForce.filter(({ code, name, shortName }) =>
      [code, name, shortName].some((known) => fold(known) === wanted),
    );
    const [named] = exact;
    if (named !== undefined) return exact.length === 1 ? named : null;
    const former = new Set(formerNames.filter(({ keys }) => keys.includes(wanted)).map(({ agency }) => agency));
    if (former.size === 1) return [...former][0] ?? null;
    const place = this.findPlace(typed);
    if (place.kind === 'ward' && fold(place.matched) === wanted && /^(?:phuong|phg|ph|p|f|xa|x|dac khu) /.test(wanted))
      return this.agency(wardAgencyCode(place.wardCode));
    const suggested = this.suggestAgencies(typed, 2);
    return suggested.length === 1 ? (suggested[0] ?? null) : null;
  }

  /** A unit by its code, also one that has ended. */
  unit(code: string): AdministrativeUnit | null {
    return this.snapshot.units.get(code) ?? null;
  }

  /** The wards in force (phường, xã, đặc khu), by code. */
  wards(): readonly AdministrativeUnit[] {
    return this.snapshot.wards;
  }

  /**
   * The ward of a point.
   * @param lat, lng degrees, WGS 84.
   * @returns null outside the province.
   */
  wardAt(lat: number, lng: number): AdministrativeUnit | null {
    const code = areaAt(this.snapshot.areas, lat, lng);
    return code === null ? null : this.unit(code);
  }

  /** The areas of the wards in force; the same list until something changes. */
  wardAreas(): readonly CodedArea[] {
    return this.snapshot.areas;
  }

  /** The wards in force that touch a ward, by code; of an unknown one none. */
  neighboursOf(wardCode: string): readonly string[] {
    const { areas } = this.snapshot;
    if (this.borders?.areas !== areas) this.borders = { areas, of: neighboursIn(areas) };
    return [...(this.borders.of.get(wardCode) ?? [])].sort();
  }

  /** The ward that a text names, with a name of today or of before. */
  findPlace(text: string): PlaceMatch {
    return findPlace(this.snapshot.gazetteer, text);
  }

  /** Wards for what has been typed so far, the likeliest first. */
  suggestPlaces(query: string, limit: number): PlaceSuggestion[] {
    return this.snapshot
      .suggestPlace(query, limit)
      .map(({ wardCode, wardName, text, former }) => ({ wardCode, wardName, text, former }));
  }

  /** Every name of a ward, of today and of before; the same list until something changes. */
  placeNames(): readonly PlaceSuggestion[] {
    return this.snapshot.placeNames;
  }

  /** Agencies for what has been typed so far, the likeliest first. */
  suggestAgencies(query: string, limit: number): Agency[] {
    return this.offerAgencies(query, limit).map(({ agency }) => agency);
  }

  /** The same, and by which name of before each was found. */
  offerAgencies(query: string, limit: number): AgencySuggestion[] {
    const offered = new Map<string, AgencySuggestion>();
    // An agency may be found by several of its names.
    for (const { agency, former } of this.snapshot.suggestAgency(query, limit * 4)) {
      if (!offered.has(agency.code)) offered.set(agency.code, { agency, former });
    }
    return [...offered.values()].slice(0, limit);
  }

  /** @throws Problem not-found */
  wardAgency(wardCode: string): Agency {
    return this.required(wardAgencyCode(wardCode));
  }

  /** @throws Problem not-found */
  wardPolice(wardCode: string): Agency {
    return this.required(wardPoliceCode(wardCode));
  }

  /**
   * Who stands above an agency, or whom the province named where nobody does; never the agency itself.
   * @throws Problem not-found for an unknown agency, or when nobody is named for its kind.
   */
  superiorOf(agencyCode: string): Agency {
    const code = superiorCode(this.required(agencyCode), this.province.topLevelSuperior);
    if (code === null) throw Problem.notFound('Chưa có cơ quan cấp trên cho đơn vị này.');
    return this.required(code);
  }

  /** Who keeps a complaint or denunciation about an agency; null: about nobody in particular. */
  keeperOf(subjectCode: string | null): string {
    const { centreAgency: centre, denunciationKeepers: keepers } = this.province;
    const accused = subjectCode === null ? [] : [subjectCode, ...this.lineOf(subjectCode).kin];
    return denunciationKeeper(accused, {
      centre,
      keepers,
      parentOf: (code) => this.agency(code)?.parentCode ?? null,
    });
  }

  /** The calendar day in the province. */
  today(): string {
    return dayIn(this.province.timeZone, this.clock.now());
  }

  private required(code: string): Agency {
    const agency = this.agency(code);
    if (agency === null) throw Problem.notFound('Không tìm thấy cơ quan này.');
    return agency;
  }

  private get snapshot(): Snapshot {
    const { current } = this;
    if (current === null) throw new Error('The directory is used before it was loaded.');
    const age = this.clock.now().getTime() - current.freshFrom;
    if (age >= 0 && age < DAY_CHECK_MS) return current;
    // What begins or ends today does so at midnight, without a restart.
    this.current =
      current.day === this.today()
        ? { ...current, freshFrom: this.clock.now().getTime() }
        : this.snapshotOf(current.rows);
    return this.current;
  }

  private snapshotOf(rows: Rows): Snapshot {
    const day = this.today();
    const units = rows.units.filter((unit) => isValidOn(unit, day));
    const formerUnits = rows.formerUnits.filter((unit) => isValidOn(unit, day));
    const inForce = rows.agencies.filter((agency) => isValidOn(agency, day));
    const unitsByCode = new Map(rows.units.map((unit) => [unit.code, unit]));
    const wards = units.filter(({ kind }) => kind !== 'province');
    const agenciesByCode = new Map(rows.agencies.map((agency) => [agency.code, agency]));
    const successions = successionsByCode(rows.successions);
    const formerNames = formerNamesOn(rows, successions, day);
    const placeNames = placeSuggestions(wards, formerUnits, unitsByCode);
    return {
      rows,
      day,
      freshFrom: this.clock.now().getTime(),
      agencies: agenciesByCode,
      agenciesInForce: inForce,
      units: unitsByCode,
      wards,
      areas: rows.polygons
        .filter((polygon) => isValidOn(polygon, day))
        .map(({ unitCode, geometry }) => ({ code: unitCode, area: areaOf(JSON.parse(geometry) as Geometry) })),
      gazetteer: buildGazetteer(units, formerUnits, this.province.placeAbbreviations),
      placeNames,
      suggestPlace: suggester(placeNames),
      successions,
      lines: new Map(
        [...new Set(rows.successions.flatMap(({ fromCode, toCode }) => [fromCode, toCode]))].map((code) => [
          code,
          lineOf(agenciesByCode, successions, code, day),
        ]),
      ),
      formerNames,
      suggestAgency: suggester([
        ...inForce.map((agency) => ({
          agency,
          former: null,
          text: agency.name,
          also: `${agency.shortName} ${agency.code}`,
        })),
        ...formerNames.map(({ agency, name, shortName }) => ({ agency, former: name, text: name, also: shortName })),
      ]),
    };
  }
}

/** A name of before, and the agency it leads to today. */
interface FormerName {
  readonly name: string;
  readonly shortName: string;
  readonly agency: Agency;
  /** As it is offered: "Sở Mới (tên cũ: Sở Cũ)". */
  readonly label: string;
  /** Folded, as it may be typed. */
  readonly keys: readonly string[];
}

function formerNamesOn(rows: Rows, successions: Successions, day: string): FormerName[] {
  const byCode = new Map(rows.agencies.map((agency) => [agency.code, agency]));
  const ended = [...successions.keys()].flatMap((code) => {
    const agency = byCode.get(code);
    return agency === undefined || isValidOn(agency, day) ? [] : [agency];
  });
  const renamed = rows.formerNames
    .filter(({ untilOn }) => untilOn <= day)
    .map((row) => ({ ...row, code: row.agencyCode }));
  return [...ended, ...renamed].flatMap(({ code, name, shortName }) => {
    const agency = standsIn(byCode, successions, code, day);
    if (agency === null || agency.name === name) return [];
    const label = `${agency.name} (tên cũ: ${name})`;
    return [{ name, shortName, agency, label, keys: [code, name, shortName, label].map(fold) }];
  });
}

interface Rows {
  readonly units: readonly AdministrativeUnit[];
  readonly formerUnits: readonly FormerUnitRow[];
  readonly polygons: readonly WardPolygonRow[];
  readonly agencies: readonly Agency[];
  readonly successions: readonly Succession[];
  readonly formerNames: readonly AgencyFormerNameRow[];
}

function placeSuggestions(
  wards: readonly AdministrativeUnit[],
  formerUnits: readonly FormerUnit[],
  units: ReadonlyMap<string, AdministrativeUnit>,
): PlaceSuggestion[] {
  return [
    ...wards.map(({ code, name }) => ({ wardCode: code, wardName: name, text: name, former: false })),
    ...formerUnits.map(({ unitCode, name, district }) => ({
      wardCode: unitCode,
      wardName: units.get(unitCode)?.name ?? unitCode,
      text: `${name}, ${district}`,
      former: true,
    })),
  ];
}
