import { BARE_KINDS } from '../../intake/index.js';
import type { FieldError } from '../../kernel/index.js';

export const MATTER_FIELDS = ['words', 'categoryCode', 'ward', 'placeText', 'subject', 'boundary'] as const;

export type MatterField = (typeof MATTER_FIELDS)[number];

/** One matter as it stands in the operator's form. */
export type MatterForm = Readonly<Record<MatterField, string>>;

/** The whole form as it was sent: caller, and one matter or several. */
export interface CallForm {
  readonly phone: string;
  readonly name: string;
  readonly email: string;
  readonly anonymous: boolean;
  /** When the operator began to write, as the page noted it; empty: when it is saved. */
  readonly startedAt: string;
  /** The telephone call that is written down; empty: none. */
  readonly callId: string;
  /** The contact of the same call that this goes on from, after a status was told; empty: none. */
  readonly moreOf: string;
  /** For colleagues; not part of any ticket. */
  readonly note: string;
  /** The article that was read out; empty: none. */
  readonly knowledgeArticleId: string;
  /** Code of a ticket that the caller asks about. */
  readonly lookup: string;
  readonly matters: readonly MatterForm[];
}

export const MAX_MATTERS = 5;
const EMPTY_MATTER: MatterForm = { words: '', categoryCode: '', ward: '', placeText: '', subject: '', boundary: '' };

export function emptyCall(): CallForm {
  const ofCall = { callId: '', moreOf: '', note: '', knowledgeArticleId: '' };
  const caller = { phone: '', name: '', email: '', anonymous: false };
  return { ...caller, startedAt: '', ...ofCall, lookup: '', matters: [EMPTY_MATTER] };
}

/** Whether nothing of a matter has been written down yet. */
export function isBlank({ matters }: CallForm): boolean {
  return matters.every((matter) => Object.values(matter).every((text) => text.trim() === ''));
}

/** Which button of the form was pressed, and about which ticket. */
export type Outcome =
  | { readonly kind: 'save' | 'answered' | (typeof BARE_KINDS)[number] }
  | { readonly kind: 'enquire' | 'chase'; readonly ticketId: string }
  | { readonly kind: 'join'; readonly index: number; readonly intoId: string };

export function readOutcome(values: Readonly<Record<string, string>>): Outcome {
  const [name = '', first = '', second = ''] = (values['outcome'] ?? '').split(':');
  switch (name) {
    case 'answered':
      return { kind: 'answered' };
    case 'enquire':
    case 'chase':
      return { kind: name, ticketId: first };
    case 'join':
      return { kind: 'join', index: Number(first) || 0, intoId: second };
    default:
      return { kind: BARE_KINDS.find((kind) => kind === name) ?? 'save' };
  }
}

/** Reads `tickets.0.words`, `tickets.1.ward` … back into matters; what is missing is empty. */
export function readCall(values: Readonly<Record<string, string>>): CallForm {
  const indices = Object.keys(values).flatMap((name) => {
    const match = /^tickets\.(\d)\./.exec(name);
    return match ? [Number(match[1])] : [];
  });
  const count = Math.min(MAX_MATTERS, Math.max(1, ...indices.map((index) => index + 1)));
  const matters = Array.from(
    { length: count },
    (_, index) =>
      Object.fromEntries(MATTER_FIELDS.map((name) => [name, values[matterField(index, name)] ?? ''])) as Record<
        MatterField,
        string
      >,
  );
  return {
    phone: values['phone'] ?? '',
    name: values['name'] ?? '',
    email: values['email'] ?? '',
    anonymous: values['anonymous'] === 'yes',
    startedAt: values['startedAt'] ?? '',
    callId: values['callId'] ?? '',
    moreOf: values['moreOf'] ?? '',
    note: values['note'] ?? '',
    knowledgeArticleId: values['knowledgeArticleId'] ?? '',
    lookup: values['lookup'] ?? '',
    matters,
  };
}

export function matterField(index: number, name: MatterField): string {
  return `tickets.${index}.${name}`;
}

export function withMatter(form: CallForm): CallForm {
  return form.matters.length >= MAX_MATTERS ? form : { ...form, matters: [...form.matters, EMPTY_MATTER] };
}

export function withoutLastMatter(form: CallForm): CallForm {
  return form.matters.length === 1 ? form : { ...form, matters: form.matters.slice(0, -1) };
}

/** What was typed before it turned out that no ticket comes of it: kept with the note. */
export function noteOf({ note, matters }: CallForm): string {
  return [note, ...matters.flatMap(({ words, placeText }) => [words, placeText])]
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n');
}

const FORM_FIELDS: Readonly<Record<string, string>> = {
  wardCode: 'ward',
  wardText: 'ward',
  subjectAgencyCode: 'subject',
  'contact.callerPhone': 'phone',
  'contact.callerName': 'name',
  'contact.callerEmail': 'email',
};

/** An error of the command under the name its field has in this form. */
export function inForm({ field, message }: FieldError): FieldError {
  const [, prefix = '', name = field] = /^(tickets\.\d+\.)(.+)$/.exec(field) ?? [];
  return { field: `${prefix}${FORM_FIELDS[name] ?? name}`, message };
}
