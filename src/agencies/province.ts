import { z } from 'zod';
import { AGENCY_KINDS } from './domain/agency.js';
import { ProvinceFiles } from './province-files.js';

export const PROVINCE_FILE = 'province.json';

const text = z.string().min(1).max(200);
const day = z.iso.date();
const days = z.int().min(1).max(60);

const lines = z.array(text).max(3);

/** How the letters of one agency, or of all of a kind, are headed, numbered and signed; what is left out follows from the agency. */
const letterSchema = z
  .strictObject({
    symbol: z.string().regex(/^[A-ZĐ0-9&]+(-[A-ZĐ0-9&]+)+$/u, 'viết như UBND-PAKN'),
    parent: lines,
    name: lines.min(1),
    place: text,
    headTitle: text,
    authority: text,
    contact: text,
  })
  .partial();

const provinceSchema = z.strictObject({
  code: z.string().regex(/^\d{2}$/, 'mã tỉnh gồm hai chữ số'),
  name: text,
  displayName: text,
  officialName: text,
  timeZone: z.string().refine(isTimeZone, 'không có múi giờ này'),
  ticketPrefix: z.string().regex(/^[A-Z]{2,3}$/, 'hai hoặc ba chữ cái in hoa không dấu'),
  centreAgency: text,
  governmentAgency: text,
  policeAgency: text,
  denunciationKeepers: z.array(text).min(1),
  hotline: z.strictObject({ phone: text, hours: text }),
  /** How other software names the province (GeoReport's jurisdiction_id): its website, without www. */
  jurisdictionId: z
    .string()
    .regex(/^[a-z0-9.-]{3,100}$/, 'viết như dongnai.gov.vn')
    .nullable()
    .default(null),
  emergencyNumbers: z.array(z.strictObject({ phone: z.string().regex(/^\d{3,6}$/), name: text })).min(1),
  demoAgencies: z.strictObject({ centre: text, office: text, government: text, department: text, ward: text }),
  unitsValidFrom: day,
  agenciesValidFrom: day,
  topLevelSuperior: z.partialRecord(z.enum(AGENCY_KINDS), text),
  supplement: z
    .strictObject({
      askWithinDays: days.default(5),
      mostQuestions: days.default(2),
      remindAfterDays: days.default(3),
      remindBeforeDays: days.default(2),
      expireAfterDays: days.default(10),
      additionsADay: days.default(10),
    })
    .prefault({}),
  openData: z
    .strictObject({
      /** Whom to name as the source; the province itself when nothing is said. */
      publisher: text.optional(),
      licence: text.default('CC BY 4.0'),
      licenceUrl: z.url().default('https://creativecommons.org/licenses/by/4.0/deed.vi'),
      // Whole origins, with one star for the names below: what stands here goes into a header.
      embedOn: z
        .array(z.string().regex(/^https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/, 'viết như https://*.gov.vn'))
        .max(50)
        .default(['https://*.gov.vn']),
    })
    .prefault({}),
  placeAbbreviations: z.record(z.string().regex(/^[a-z]{2,4}$/), text),
  letters: z
    .strictObject({
      /** What stands after an agency's own letters in the number of a letter. */
      symbolSuffix: z
        .string()
        .regex(/^[A-ZĐ]{2,10}$/u, 'hai đến mười chữ cái in hoa')
        .default('PAKN'),
      /** By code of an agency, or by kind of agency. */
      of: z.record(text, letterSchema).default({}),
    })
    .prefault({}),
});

type Settings = z.output<typeof provinceSchema>;

/**
 * The province this installation serves, from its `province.json`. An injection token too.
 * Names: `name` "Đồng Nai", `displayName` "thành phố Đồng Nai" (inside a sentence), `officialName`.
 */
export abstract class Province implements Settings {
  abstract readonly code: string;
  abstract readonly name: string;
  abstract readonly displayName: string;
  abstract readonly officialName: string;
  /** IANA name. */
  abstract readonly timeZone: string;
  /** First letters of every ticket's code: "DN". */
  abstract readonly ticketPrefix: string;
  /** Code of the hotline centre's agency. */
  abstract readonly centreAgency: string;
  /** Parent of every ward's people's committee. */
  abstract readonly governmentAgency: string;
  /** Parent of every ward's police. */
  abstract readonly policeAgency: string;
  /** Who keeps a denunciation about the centre or a unit above it, in the order in which they are asked. */
  abstract readonly denunciationKeepers: string[];
  abstract readonly jurisdictionId: string | null;
  abstract readonly hotline: { readonly phone: string; readonly hours: string };
  abstract readonly emergencyNumbers: { phone: string; name: string }[];
  /** Where the demo accounts work; production has none. */
  abstract readonly demoAgencies: Settings['demoAgencies'];
  abstract readonly unitsValidFrom: string;
  abstract readonly agenciesValidFrom: string;
  /** Who stands above agencies without a parent, by kind of agency. */
  abstract readonly topLevelSuperior: Settings['topLevelSuperior'];
  /**
   * How citizens are asked for what is missing: within so many working days of the receipt, at most so often,
   * reminded after so many working days and again so many before the end, ended after so many; and how many
   * additions of their own a day one ticket takes.
   */
  abstract readonly supplement: Settings['supplement'];
  /** What people write for places: "bh" → "Biên Hòa". */
  abstract readonly placeAbbreviations: Readonly<Record<string, string>>;
  /** On which terms the published data are given away, and whose pages may show our list inside them. */
  abstract readonly openData: Settings['openData'];
  /** How letters are headed, numbered and signed. */
  abstract readonly letters: Settings['letters'];
}

/** `province.json` of a folder, null (and reported) when it is wrong. */
export const readProvince = (files: ProvinceFiles): Settings | null => files.json(PROVINCE_FILE, provinceSchema);

/** @throws ProvinceFilesError */
export function loadProvince(directory: string): Province {
  const files = new ProvinceFiles(directory);
  const province = files.once(readProvince);
  files.throwIfWrong();
  return province as Province;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

// Making one takes a hundred times as long as using it.
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day at an instant in a zone, 'YYYY-MM-DD'. */
export function dayIn(timeZone: string, instant: Date): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(timeZone, format);
  }
  return format.format(instant);
}
