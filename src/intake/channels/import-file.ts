import { z } from 'zod';
import { CHANNELS } from '../../tickets/index.js';
import { MAX } from '../domain/contact.js';
import type { RecordContactInput } from '../prepare-contact.js';
import * as field from './fields.js';

/** One line of an import file; a CSV has the same names as columns, a point as `lat` and `lng`. See docs/import.md. */
export const importLineSchema = z.object({
  externalId: field.externalId.refine(
    (id) => id !== null,
    'Thiếu mã riêng (externalId): không có nó thì nhập hai lần thành hai phiếu.',
  ),
  channel: z.enum(CHANNELS, `Kênh (channel) là một trong: ${CHANNELS.join(', ')}.`),
  words: field.words,
  title: field.optionalLine(MAX.title),
  placeText: field.optionalLine(MAX.placeText),
  point: field.point,
  lat: field.latitude.optional(),
  lng: field.longitude.optional(),
  wardCode: field.wardCode,
  categoryCode: field.categoryCode,
  subjectAgencyCode: field.subjectAgencyCode,
  name: field.personName,
  phone: field.phone,
  email: field.email,
  anonymous: field.ticked,
  /** The same four in one object, as JSON lines often have them. */
  reporter: z
    .object({ name: field.personName, phone: field.phone, email: field.email, anonymous: field.ticked })
    .nullish(),
  business: field.ticked,
  onBehalfOf: field.optionalLine(MAX.onBehalfOf),
  receivedAt: field.optionalInstant,
  note: field.optionalLine(MAX.note),
});

export type ImportLine = z.output<typeof importLineSchema>;

/** A line of a file → what is recorded. Nobody is there to ask: what is missing goes to the triage queue. */
export function importedLine(line: ImportLine): RecordContactInput {
  const { name, phone, email, anonymous } = line.reporter ?? line;
  return {
    contact: {
      channel: line.channel,
      externalId: line.externalId,
      kind: 'ticket',
      callerName: name,
      callerPhone: phone,
      callerEmail: email,
      onBehalfOf: line.onBehalfOf,
      startedAt: line.receivedAt,
      endedAt: null,
      note: line.note,
    },
    tickets: [
      {
        words: line.words,
        title: line.title,
        placeText: line.placeText,
        wardText: null,
        point: line.point ?? field.pointOf(line.lat ?? null, line.lng ?? null),
        wardCode: line.wardCode,
        categoryCode: line.categoryCode,
        subjectAgencyCode: line.subjectAgencyCode,
        boundary: null,
        reporterKind: line.business ? 'business' : 'citizen',
        anonymous,
      },
    ],
    missingSubject: 'queue',
  };
}
