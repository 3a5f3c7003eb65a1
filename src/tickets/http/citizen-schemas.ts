import { z } from 'zod';
import { text, version } from './schemas.js';

const POINT = 'Điểm trên bản đồ gồm vĩ độ và kinh độ.';

export const photoParam = z.object({ id: z.string(), photoId: z.string() });

export const chaseBody = z.object({ version, text: text(20_000).optional() });

export const correctionBody = z.object({
  version,
  title: text(1_000).nullish(),
  words: text(20_000).optional(),
  placeText: text(1_000).nullish(),
  wardCode: text(10).nullish(),
  point: z.object({ lat: z.number(POINT), lng: z.number(POINT) }, POINT).nullish(),
  subjectAgencyCode: text(40).nullish(),
  remark: text(20_000).default(''),
});

const named = z.strictObject({ code: z.string(), name: z.string() });

export const supplementsAnswer = z.strictObject({
  questions: z.array(
    z.strictObject({
      id: z.string(),
      number: z.int(),
      status: z.enum(['asked', 'answered', 'expired', 'cancelled']),
      text: z.string(),
      askedAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      remindedCount: z.int(),
      reply: z.string().nullable(),
      replyChannel: z.enum(['link', 'phone', 'mail']).nullable(),
      endedAt: z.iso.datetime().nullable(),
    }),
  ),
  corrections: z.array(
    z.strictObject({
      field: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      byName: z.string().nullable(),
      at: z.iso.datetime(),
      why: z.string().nullable(),
    }),
  ),
  routedElsewhere: named.nullable(),
});
