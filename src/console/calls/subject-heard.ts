import { fold } from '../../kernel/index.js';

export interface HeardAgency {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
}

/** Where a ward's own people are meant: their office, their desk, their officers. */
const OF_THE_WARD =
  /\b(?:(?:ubnd|uy ban|can bo|cb|dia chinh|tu phap|ho tich|mot cua|chu tich|nguoi|lanh dao|tiep dan) (?:xa|phuong|p|x|thi tran)|(?:bo phan )?mot cua|(?:xa|phuong) (?:keu|noi|bao|hen|bat|tra loi|chua|khong|ko|doi|lam)|len (?:xa|phuong)|(?:dia chinh|can bo|cb) (?:xa|phuong))\b/u;
const POLICE_OF_THE_WARD = /\b(?:cong an|ca|csgt) (?:xa|phuong|p)\b/u;
/** Shorter ones are words of everyday, or mean several. */
const FEWEST = 4;

/**
 * The agency a report is about, when the words name one or clearly mean the ward's own: what the operator would
 * ask for next. Nothing is better than a guess that protects the wrong one.
 *
 * @param ward the ward's own office and police, when the place is known.
 */
export function subjectHeard(
  words: string,
  agencies: readonly HeardAgency[],
  ward: { readonly office: HeardAgency | null; readonly police: HeardAgency | null },
): { readonly agency: HeardAgency; readonly heard: string } | null {
  const said = ` ${fold(words)} `;
  const asWritten = (heard: string): string => written(words, heard);
  const named = agencies.flatMap((agency) => {
    const heard = heardName(said, agency);
    return heard === null ? [] : [{ agency, heard }];
  });
  const [first, second] = named;
  if (first !== undefined) return second === undefined ? { ...first, heard: asWritten(first.heard) } : null;
  const police = POLICE_OF_THE_WARD.exec(said)?.[0].trim();
  if (police !== undefined && ward.police !== null) return { agency: ward.police, heard: asWritten(police) };
  const office = OF_THE_WARD.exec(said)?.[0].trim();
  return office !== undefined && ward.office !== null ? { agency: ward.office, heard: asWritten(office) } : null;
}

/** The longest name of the agency that stands in the words. */
function heardName(said: string, { code, name, shortName }: HeardAgency): string | null {
  const names = [fold(name), fold(shortName)].filter((text) => text.includes(' ') && said.includes(` ${text} `));
  const letters = code.toLowerCase();
  const short = /^[a-z\d]+$/u.test(letters)
    ? said
        .trim()
        .split(' ')
        // "VPĐK" for VPDKDD; "UBND" alone may be anybody's, and "thuế" is mostly what is paid.
        .filter((word) => word.length >= FEWEST && word !== 'ubnd' && word !== fold(shortName))
        .filter((word) => letters.startsWith(word))
    : [];
  const [longest = null] = [...names, ...short].sort((a, b) => b.length - a.length);
  return longest;
}

/** What was heard without accents, as it was written. */
function written(words: string, heard: string): string {
  const all = words.match(/[\p{L}\p{N}]+/gu) ?? [];
  const length = heard.split(' ').length;
  const at = all.findIndex((_, from) => fold(all.slice(from, from + length).join(' ')) === heard);
  return at < 0 ? heard : all.slice(at, at + length).join(' ');
}
