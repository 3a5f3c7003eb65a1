import type { Agency, AgencyKind } from '../../agencies/domain/agency.js';

/** How the signer stands to the office: its head, for the head (ký thay), or by the head's order (thừa lệnh). */
export type SignedAs = 'head' | 'deputy' | 'by_order';

/** What a province says of an agency's letters; what is left out follows from the agency. */
export interface LetterSettings {
  readonly symbol?: string | undefined;
  readonly parent?: readonly string[] | undefined;
  readonly name?: readonly string[] | undefined;
  readonly place?: string | undefined;
  readonly headTitle?: string | undefined;
  readonly authority?: string | undefined;
  readonly contact?: string | undefined;
}

/** What of an agency stands on its letters. */
export interface Letterhead {
  /** Above it, a line each, in capitals. */
  readonly parent: readonly string[];
  /** The agency itself, a line each, in capitals. */
  readonly agency: readonly string[];
  /** "UBND-PAKN". */
  readonly symbol: string;
  readonly place: string;
  /** "Chủ tịch". */
  readonly headTitle: string;
  /** "TM. ỦY BAN NHÂN DÂN"; null: the head signs in his or her own name. */
  readonly authority: string | null;
  /** Whom to ask, when the agency has told it; null: nobody named. */
  readonly contact: string | null;
}

const HEAD_TITLES: Readonly<Record<AgencyKind, string>> = {
  government: 'Chủ tịch',
  ward: 'Chủ tịch',
  office: 'Chánh Văn phòng',
  centre: 'Giám đốc',
  department: 'Giám đốc',
  utility: 'Giám đốc',
  vertical: 'Giám đốc',
  'ward-police': 'Trưởng Công an',
};

/** The agency's own letters in a number, where its code is none that people use. */
const OWN_LETTERS: Readonly<Partial<Record<AgencyKind, string>>> = { ward: 'UBND', 'ward-police': 'CA' };

/**
 * The head of an agency's letters (NĐ 30/2020, Phụ lục I, II.2 to II.4): what the province says of the agency
 * itself, else of its kind, else what follows from name, parent and place.
 */
export function letterhead(
  agency: Agency,
  context: {
    /** The agency above it; null: none here. */
    readonly parent: Agency | null;
    /** The ward it serves, by its name with its kind: "Phường Trảng Dài"; null: the whole province. */
    readonly wardName: string | null;
    readonly province: {
      readonly name: string;
      readonly letters: { readonly symbolSuffix: string; readonly of: Readonly<Record<string, LetterSettings>> };
    };
  },
): Letterhead {
  const { parent, wardName, province } = context;
  const { symbolSuffix, of } = province.letters;
  const said: LetterSettings = { ...of[agency.kind], ...of[agency.code] };
  // A people's committee stands under nobody on its letters.
  const committee = agency.kind === 'ward' || agency.kind === 'government';
  const above = said.parent ?? (committee || parent === null ? [] : nameLines(parent.name));
  const own = OWN_LETTERS[agency.kind] ?? agency.code.replace(/[^A-Z0-9]/g, '');
  return {
    parent: above.map(capitals),
    agency: (said.name ?? nameLines(agency.name)).map(capitals),
    symbol: said.symbol ?? `${own}-${symbolSuffix}`,
    place: said.place ?? (wardName === null ? province.name : placeName(wardName)),
    headTitle: said.headTitle ?? HEAD_TITLES[agency.kind],
    authority: said.authority ?? null,
    contact: said.contact ?? null,
  };
}

/**
 * Who signs, above the name (NĐ 30/2020, Phụ lục I, II.7): the head; a deputy in the head's place (KT.); or
 * somebody by the head's order (TL.).
 * @param title of whoever signs, when it is not the head; '' for a deputy: the head's with "Phó" before.
 */
export function authorityLines(
  { headTitle, authority }: Pick<Letterhead, 'headTitle' | 'authority'>,
  as: SignedAs,
  title: string,
): string[] {
  const inName = authority === null ? [] : [authority];
  const head = capitals(headTitle);
  switch (as) {
    case 'head':
      return [...inName, head];
    case 'deputy':
      return [...inName, `KT. ${head}`, capitals(title === '' ? deputyTitle(headTitle) : title)];
    case 'by_order':
      // By order of the head alone: the committee itself gives none.
      return [`TL. ${head}`, capitals(title)];
  }
}

/** "Phó Chủ tịch". */
export function deputyTitle(headTitle: string): string {
  return `Phó ${headTitle}`;
}

/** Where a letter is filed: the office, and who has written it. */
export function filedUnder(symbol: string): string {
  return `Lưu: VT, ${symbol.slice(symbol.lastIndexOf('-') + 1)}`;
}

/** A committee's name stands in two lines: what it is, and where. */
function nameLines(name: string): string[] {
  const [, committee, place] = /^(Ủy ban nhân dân|Hội đồng nhân dân) (.+)$/u.exec(name) ?? [];
  return committee === undefined || place === undefined ? [name] : [committee, place];
}

function capitals(text: string): string {
  return text.toLocaleUpperCase('vi');
}

/** Địa danh is the name alone; with its kind only where the name is a number. */
function placeName(wardName: string): string {
  const bare = wardName.replace(/^(Phường|Xã|Đặc khu)\s+/u, '');
  return /^\d/.test(bare) ? wardName : bare;
}
