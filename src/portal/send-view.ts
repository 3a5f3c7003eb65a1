import type { Directory } from '../agencies/index.js';
import { HONEYPOT_FIELD, type Preview } from '../intake/index.js';
import type { FieldError } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import type { Catalog } from '../routing/index.js';

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
  /** Says so when this form had been sent already. */
  readonly sentBefore: boolean;
  /** What is known of the matter so far; null on an empty form. */
  readonly preview: Preview | null;
}

/** The fields in the order of the page. */
const IDS = ['words', 'categoryCode', 'subject', 'ward', 'placeText', 'name', 'phone', 'email', 'identity', 'consent'];

/** The page of the form, empty or with what has to be put right. */
export function sendPage(
  { values, key, errors, sentBefore, preview }: SendState,
  directory: Directory,
  catalog: Catalog,
  texts: Locale,
) {
  const text = (name: string, more = {}) => texts.text(`portal.send.${name}`, more);
  const chosen = values.categoryCode === '' ? null : catalog.category(values.categoryCode);
  const subjectWrong = errors.some(({ field }) => field === 'subject');
  const problems = sentBefore
    ? [{ id: 'words', message: text('sent_before_note') }]
    : [...errors]
        .sort((a, b) => IDS.indexOf(a.field) - IDS.indexOf(b.field))
        .map(({ field, message }) => ({ id: fieldId(field), message }));
  return {
    key,
    values,
    errors: Object.fromEntries(errors.map(({ field, message }) => [field, message])),
    problems,
    problemsTitle: sentBefore
      ? text('sent_before')
      : problems.length === 1
        ? text('problems_one')
        : text('problems_many', { count: problems.length }),
    boundary: preview === null || preview.boundary === 'ordinary' ? null : preview.boundary,
    fields: fieldsOf(catalog, values.categoryCode),
    subjectAsked: chosen?.subjectRequired === true || values.subject !== '' || subjectWrong,
    agencies: directory.agencyNames(),
    wards: directory.wards().map(({ name }) => name),
    promise:
      preview?.due && preview.route.leadAgencyName !== null
        ? { agency: preview.route.leadAgencyName, dueAt: preview.due.at, why: preview.due.why }
        : null,
  };
}

function fieldId(field: string): string {
  if (field === HONEYPOT_FIELD) return 'gui';
  return IDS.includes(field) ? field : 'words';
}

function fieldsOf(catalog: Catalog, chosenCode: string) {
  const fields = new Map<string, object[]>();
  for (const { code, name, fieldName, subjectRequired, anonymousAllowed } of catalog.categories()) {
    const categories = fields.get(fieldName) ?? [];
    categories.push({ code, name, subjectRequired, anonymousAllowed, selected: code === chosenCode });
    fields.set(fieldName, categories);
  }
  return [...fields].map(([name, categories]) => ({ name, categories }));
}
