import type { Directory } from '../agencies/index.js';
import { randomUUID } from 'node:crypto';
import { HONEYPOT_FIELD, type WebForm } from '../intake/index.js';
import type { FieldError } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import type { Catalog } from '../routing/index.js';
import { whyIn } from './ticket-clock.js';
import type { Hints } from './send-hints.js';
import type { KeptPhoto } from './sent-photos.js';

/** What stood in the form, as typed. */
export interface SendValues {
  readonly words: string;
  readonly categoryCode: string;
  readonly subject: string;
  readonly ward: string;
  readonly wardUnknown: boolean;
  readonly placeText: string;
  readonly lat: string;
  readonly lng: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly identity: string;
  readonly consent: boolean;
}

/** The values of a submitted form, whatever else it holds. */
export function sendValues(body: unknown): SendValues {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '');
  return {
    words: text('words'),
    categoryCode: text('categoryCode'),
    subject: text('subject'),
    ward: text('ward'),
    wardUnknown: text('wardUnknown') === 'yes',
    placeText: text('placeText'),
    lat: text('lat'),
    lng: text('lng'),
    name: text('name'),
    phone: text('phone'),
    email: text('email'),
    identity: text('identity') === 'anonymous' ? 'anonymous' : 'kept',
    consent: text('consent') === 'yes',
  };
}

export interface SendState {
  readonly values: SendValues;
  /** The form's idempotency key, to be kept after a mistake; null: a new one. */
  readonly key: string | null;
  readonly errors: readonly FieldError[];
  /** Why it was not taken in, when that is not for something in it: sent already; something of ours is broken. */
  readonly trouble: 'sent_before' | 'broken' | null;
  /** What is known of the matter so far. */
  readonly hints: Hints;
  /** Photos that have come and wait for the rest. */
  readonly photos: readonly KeptPhoto[];
}

export const NO_HINTS: Hints = { preview: null, guesses: [], alike: [] };

/** The fields in the order of the page. */
const IDS = [
  'words',
  'categoryCode',
  'subject',
  'ward',
  'placeText',
  'photos',
  'name',
  'phone',
  'email',
  'identity',
  'consent',
  'answer',
];
/** What has no field of its own that could be seen. */
const BESIDE: Readonly<Record<string, string>> = { lat: 'ward', lng: 'ward', files: 'photos', [HONEYPOT_FIELD]: 'gui' };

interface SendSources {
  readonly directory: Directory;
  readonly catalog: Catalog;
  readonly texts: Locale;
  readonly webForm: Pick<WebForm, 'asksProof'>;
}

/** The page of the form, empty or with what has to be put right. */
export function sendPage(
  { values, key: givenKey, errors, trouble, hints, photos }: SendState,
  { directory, catalog, texts, webForm }: SendSources,
) {
  const key = givenKey ?? randomUUID();
  const { preview, guesses, alike } = hints;
  const proof = webForm.asksProof(key);
  const text = (name: string, more = {}) => texts.text(`portal.send.${name}`, more);
  const chosen = values.categoryCode === '' ? null : catalog.category(values.categoryCode);
  const subjectWrong = errors.some(({ field }) => field === 'subject');
  const problems =
    trouble !== null
      ? [{ id: trouble === 'broken' ? 'gui' : 'words', message: text(`${trouble}_note`) }]
      : [...errors]
          .sort((a, b) => IDS.indexOf(a.field) - IDS.indexOf(b.field))
          .map(({ field, message }) => ({ id: fieldId(field), message }));
  return {
    key,
    values,
    errors: Object.fromEntries(errors.map(({ field, message }) => [BESIDE[field] ?? field, message])),
    problems,
    problemsTitle:
      trouble !== null
        ? text(trouble)
        : problems.length === 1
          ? text('problems_one')
          : text('problems_many', { count: problems.length }),
    boundary: preview === null || preview.boundary === 'ordinary' ? null : preview.boundary,
    fields: fieldsOf(catalog, values.categoryCode, texts),
    guesses,
    alike,
    photos: photos.map((photo, index) => ({
      ...photo,
      name: texts.text('portal.photos.one', { number: String(index + 1) }),
      drop: texts.text('portal.photos.drop_one', { number: String(index + 1) }),
    })),
    // In words, so that whoever reads numbers out of pages has a little more to do.
    proof: proof && {
      bits: proof.bits,
      question: texts.text('portal.proof.question', {
        first: texts.text(`portal.proof.${proof.sum.first}`),
        second: texts.text(`portal.proof.${proof.sum.second}`),
      }),
    },
    subjectAsked: chosen?.subjectRequired === true || values.subject !== '' || subjectWrong,
    agencies: directory.agencyNames(),
    wards: directory.wards().map(({ name }) => name),
    promise:
      preview?.due && preview.route.leadAgencyName !== null
        ? { agency: preview.route.leadAgencyName, dueAt: preview.due.at, why: whyIn(preview.due, texts) }
        : null,
  };
}

function fieldId(field: string): string {
  return BESIDE[field] ?? (IDS.includes(field) ? field : 'words');
}

function fieldsOf(catalog: Catalog, chosenCode: string, texts: Locale) {
  const fields = new Map<string, object[]>();
  for (const { code, name, field, fieldName, subjectRequired, anonymousAllowed } of catalog.categories()) {
    const group = texts.name('field', field, fieldName);
    const categories = fields.get(group) ?? [];
    categories.push({
      code,
      name: texts.name('category', code, name),
      subjectRequired,
      anonymousAllowed,
      selected: code === chosenCode,
    });
    fields.set(group, categories);
  }
  return [...fields].map(([name, categories]) => ({ name, categories }));
}
