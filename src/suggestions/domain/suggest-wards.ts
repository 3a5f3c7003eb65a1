import { fold } from '../../kernel/index.js';
import { findLearntPlaces, type LearntPlaces } from './learnt-places.js';

export interface WardSuggestion {
  readonly code: string;
  readonly name: string;
  readonly reason: string;
  /** 0 to 1. */
  readonly score: number;
}

/** What to ask the caller, because the place that was named is not one ward. */
export interface WardQuestion {
  readonly reason: string;
  readonly question: string;
}

export interface WardSuggestions {
  readonly wards: readonly WardSuggestion[];
  /** null: nothing has to be asked, or nothing was said about the place. */
  readonly ask: WardQuestion | null;
}

/** Where names of places are looked up. */
export interface PlaceSource {
  findPlace(
    text: string,
  ):
    | { readonly kind: 'ward'; readonly wardCode: string; readonly matched: string }
    | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
    | { readonly kind: 'unknown' };
  /** The ward's name of today; null when it is not in force. */
  wardName(code: string): string | null;
  readonly learnt: LearntPlaces;
}

const MOST = 3;
/** Of a name in the field for the place, and of one anywhere in the words, which may be where somebody comes from. */
const SURE = { placeText: 0.95, words: 0.75 } as const;
const LEARNT_LESS = 0.1;

/**
 * The ward from what is known about the place: its name of today or of before, else a place that earlier
 * tickets were about. Of several possible ones nothing is chosen: ask.
 */
export function suggestWards(
  source: PlaceSource,
  said: { readonly placeText: string; readonly words: string },
): WardSuggestions {
  let ask: WardQuestion | null = null;
  for (const from of ['placeText', 'words'] as const) {
    const text = said[from];
    if (text.trim() === '') continue;
    const found = source.findPlace(text);
    if (found.kind === 'ward') {
      const name = source.wardName(found.wardCode);
      if (name !== null)
        return {
          wards: [{ code: found.wardCode, name, reason: nameReason(found.matched, name), score: SURE[from] }],
          ask: null,
        };
    }
    const learnt = learntIn(source, text, SURE[from] - LEARNT_LESS);
    const among = found.kind === 'ambiguous' ? new Set(found.candidates) : null;
    // The former district narrows a landmark down; a landmark elsewhere is another one of that name.
    const fitting = learnt.filter(({ code }) => among === null || among.has(code));
    if (fitting.length > 0) return { wards: fitting, ask: null };
    if (among !== null && ask === null) ask = question([...among].flatMap((code) => source.wardName(code) ?? []));
    if (among !== null && among.size <= MOST) return { wards: candidates(source, [...among]), ask };
  }
  return { wards: [], ask };
}

function nameReason(matched: string, name: string): string {
  const [, ...bare] = name.split(' ');
  const today = fold(matched).includes(fold(bare.join(' ')));
  return today ? `vì có “${matched}”` : `“${matched}” là tên trước đây, nay thuộc ${inSentence(name)}`;
}

function learntIn(source: PlaceSource, text: string, score: number): WardSuggestion[] {
  const wards = new Map<string, WardSuggestion>();
  for (const place of findLearntPlaces(source.learnt, text)) {
    const name = source.wardName(place.wardCode);
    if (name === null || wards.has(place.wardCode)) continue;
    const reason = `${place.tickets} phiếu trước có “${place.text}” đều ở ${inSentence(name)}`;
    wards.set(place.wardCode, { code: place.wardCode, name, reason, score: score / (wards.size + 1) });
  }
  return [...wards.values()].slice(0, MOST);
}

function candidates(source: PlaceSource, codes: readonly string[]): WardSuggestion[] {
  return codes.flatMap((code) => {
    const name = source.wardName(code);
    return name === null
      ? []
      : [{ code, name, reason: 'có thể là nơi này, xin hỏi lại', score: 0.9 / (codes.length + 1) }];
  });
}

function question(names: readonly string[]): WardQuestion {
  const few = names.length <= MOST;
  return {
    reason: few
      ? `Có thể là ${names.map(inSentence).join(' hoặc ')}.`
      : `Tên này nay chia cho ${names.length} phường, xã.`,
    question: few
      ? `Xin hỏi lại: ở ${names.map(inSentence).join(' hay ')}?`
      : 'Xin hỏi lại: phường, xã mới hoặc cũ tên gì, gần chợ, trường hay đường nào?',
  };
}

/** "Phường Trảng Dài" → "phường Trảng Dài". */
const inSentence = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
