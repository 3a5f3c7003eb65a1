/**
 * A letter of an agency as its parts, in the form of NĐ 30/2020/NĐ-CP, Phụ lục I. Every part is what stands on
 * the paper; PDF, DOCX and plain text are made of the same one.
 */
export interface Letter {
  /** The body above the agency, a line each, in capitals; empty where there is none. */
  readonly parent: readonly string[];
  /** The agency that writes, a line each, in capitals. */
  readonly agency: readonly string[];
  /** "05/UBND-PAKN"; null: not numbered yet. */
  readonly reference: string | null;
  /** What stands after the number: "UBND-PAKN". */
  readonly symbol: string;
  /** What the letter is about, without "V/v". */
  readonly about: string;
  /** Địa danh. */
  readonly place: string;
  /** 'YYYY-MM-DD'; null: not dated yet. */
  readonly datedOn: string | null;
  /** Behind "Kính gửi:". */
  readonly to: string;
  readonly paragraphs: readonly string[];
  /** Nơi nhận, without the dashes; the last one is where it is filed. */
  readonly recipients: readonly string[];
  /** Quyền hạn, chức vụ, a line each: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH". */
  readonly authority: readonly string[];
  readonly signer: string;
  /** Signed and sent; else it is shown to whoever is going to sign it. */
  readonly signed: boolean;
}

export const NATION = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
export const MOTTO = 'Độc lập - Tự do - Hạnh phúc';

/** The number as it is written: below ten with a nought before (NĐ 30/2020, Phụ lục I, II.3). */
export function referenceOf(number: number, symbol: string): string {
  return `${String(number).padStart(2, '0')}/${symbol}`;
}

/** "Số: 05/UBND-PAKN"; with a gap while it has no number. */
export function numberLine({ reference, symbol }: Pick<Letter, 'reference' | 'symbol'>): string {
  return `Số: ${reference ?? `\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/${symbol}`}`;
}

/**
 * "Trảng Dài, ngày 05 tháng 02 năm 2026": days below ten, January and February with a nought before
 * (NĐ 30/2020, Phụ lục I, II.4).
 */
export function placeAndDate({ place, datedOn }: Pick<Letter, 'place' | 'datedOn'>): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(datedOn ?? '') ?? [];
  const gap = '\u00a0\u00a0\u00a0\u00a0\u00a0';
  if (year === undefined || month === undefined || day === undefined)
    return `${place}, ngày${gap} tháng${gap} năm${gap}`;
  return `${place}, ngày ${day} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`;
}

/** The entries of Nơi nhận as they are written: a dash before each, a full stop at the end. */
export function recipientLines({ recipients }: Pick<Letter, 'recipients'>): string[] {
  return recipients.map((one, index) => `- ${one}${index === recipients.length - 1 ? '.' : ';'}`);
}
