import { z } from 'zod';
import { BOUNDARIES, CHANNELS } from '../../tickets/index.js';
import { CONTACT_KINDS, MAX } from '../domain/contact.js';
import type { RecordContactInput } from '../prepare-contact.js';
import * as field from './fields.js';

/** One matter as an operator writes it down. */
export const operatorMatterSchema = z.object({
  words: field.words,
  title: field.optionalLine(MAX.title),
  categoryCode: field.categoryCode,
  wardCode: field.wardCode,
  wardText: field.optionalLine(MAX.placeText),
  placeText: field.optionalLine(MAX.placeText),
  point: field.point,
  subjectAgencyCode: field.subjectAgencyCode,
  /** What the operator decided after asking; left out: what is heard in the words counts. */
  boundary: z.preprocess(
    (value) => (value === undefined || value === '' ? null : value),
    z.enum(BOUNDARIES, 'Không có lựa chọn này.').nullable(),
  ),
});

/** What an operator enters: a call, or what came on paper, at the counter, from an agency or a newspaper. */
export const operatorContactSchema = z
  .object({
    channel: z.enum(CHANNELS, 'Không có kênh này.').default('phone'),
    externalId: field.externalId,
    kind: z.preprocess(
      (value) => (value === undefined || value === '' ? null : value),
      z.enum(CONTACT_KINDS, 'Không có kết quả này.').nullable(),
    ),
    phone: field.phone,
    name: field.personName,
    email: field.email,
    anonymous: field.ticked,
    business: field.ticked,
    onBehalfOf: field.optionalLine(MAX.onBehalfOf),
    startedAt: field.optionalInstant,
    endedAt: field.optionalInstant,
    note: field.optionalLine(MAX.note),
    /** What the caller was answered with at once. */
    knowledgeArticleId: field.articleId,
    tickets: z
      .array(operatorMatterSchema, 'Phần các việc chưa đọc được.')
      .max(MAX.ticketsOfOneContact, `Một cuộc gọi ghi được nhiều nhất ${String(MAX.ticketsOfOneContact)} việc.`)
      .default([]),
  })
  // Asked also when other fields are wrong, so that nobody has to save twice.
  .refine(
    (form) =>
      form.channel !== 'phone' || form.anonymous || !form.tickets?.length || form.phone !== null || form.email !== null,
    {
      path: ['phone'],
      message: 'Xin ghi số điện thoại hoặc thư điện tử để báo kết quả, hoặc đánh dấu ẩn danh.',
      when: ({ value }) => typeof value === 'object' && value !== null,
    },
  );

export type OperatorContact = z.output<typeof operatorContactSchema>;

/** An operator's form → what is recorded. The operator is there and can ask for the agency. */
export function phoneCall(form: OperatorContact): RecordContactInput {
  const { channel, externalId, kind, phone, name, email, anonymous, business, onBehalfOf } = form;
  const { startedAt, endedAt, note, knowledgeArticleId } = form;
  return {
    contact: {
      channel,
      externalId,
      kind,
      callerName: name,
      callerPhone: phone,
      callerEmail: email,
      onBehalfOf,
      startedAt,
      endedAt,
      note,
      knowledgeArticleId,
    },
    tickets: form.tickets.map((matter) => ({
      ...matter,
      anonymous,
      reporterKind: business ? ('business' as const) : ('citizen' as const),
    })),
    missingSubject: 'ask',
  };
}
