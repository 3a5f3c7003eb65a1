import { z } from 'zod';
import { proposalSchema } from '../domain/proposal.js';

export const yearQuery = z.object({
  year: z.coerce.number('Năm viết bằng bốn chữ số.').int().min(2000).max(2100).describe('Năm của bảng ngày nghỉ'),
});
export const changeParam = z.object({ id: z.string().max(40) });
export const changesQuery = z.object({ cursor: z.string().max(40).optional().describe('Trang sau: nextCursor') });

const note = z.string('Xin ghi lý do.').max(2000, 'Dài nhất 2000 ký tự.').describe('Vì sao: số, ngày của văn bản');

export const proposeBody = z.object({ proposal: proposalSchema, note });
export const noticeBody = z.object({
  year: z.int('Năm viết bằng bốn chữ số.').min(2000).max(2100),
  csv: z
    .string('Xin gửi nội dung bảng.')
    .max(100_000, 'Bảng dài quá.')
    .describe('Cột on, type, replaces, name, source, provisional'),
  note,
});

const day = z.object({
  scope: z.string(),
  on: z.string(),
  type: z.string(),
  replaces: z.string().nullable(),
  name: z.string(),
  source: z.string(),
  provisional: z.boolean(),
  origin: z.string(),
});
const valid = { validFrom: z.string(), validTo: z.string().nullable(), origin: z.string() };

export const calendarsAnswer = z.object({
  revision: z.number(),
  national: z.array(day),
  calendars: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      role: z.string(),
      agencyCode: z.string().nullable(),
      zone: z.string(),
      nationalDays: z.boolean(),
      hours: z.array(z.object({ week: z.record(z.string(), z.array(z.string())), ...valid })),
      days: z.array(day),
    }),
  ),
});

export const classesAnswer = z.object({
  classes: z.array(
    z.object({ code: z.string(), name: z.string(), phrase: z.string(), startRule: z.string(), ...valid }),
  ),
});

export const policiesAnswer = z.object({
  policies: z.array(
    z.object({
      version: z.number(),
      clock: z.string(),
      slaClass: z.string(),
      categoryCode: z.string(),
      priority: z.string(),
      agencyCode: z.string(),
      limit: z.string(),
      calendar: z.string(),
      extension: z.string().nullable(),
      enabled: z.boolean(),
      basis: z.string().nullable(),
      ...valid,
    }),
  ),
});

export const laddersAnswer = z.object({
  ladders: z.array(
    z.object({
      version: z.number(),
      clock: z.string(),
      slaClass: z.string(),
      ...valid,
      steps: z.array(
        z.object({
          mark: z.string(),
          recipients: z.array(z.string()),
          actions: z.array(z.string()),
          atOnce: z.boolean(),
          enabled: z.boolean(),
          basis: z.string().nullable(),
        }),
      ),
    }),
  ),
});

const tally = z.object({
  seen: z.number(),
  moved: z.number(),
  later: z.number(),
  earlier: z.number(),
  becameLate: z.number(),
  noLongerLate: z.number(),
  rearmed: z.number(),
  unplannable: z.number(),
});

/** Instants leave as ISO texts. */
const instant = z.unknown().describe('ISO 8601');
const change = z.object({
  id: z.string(),
  kind: z.string(),
  proposal: z.unknown(),
  note: z.string(),
  status: z.enum(['previewing', 'ready', 'applying', 'done', 'cancelled', 'failed']),
  walk: z.string(),
  stale: z.boolean(),
  createdAt: instant,
  createdBy: z.string().nullable(),
  createdByName: z.string().nullable(),
  appliedAt: instant,
  appliedBy: z.string().nullable(),
  appliedByName: z.string().nullable(),
  finishedAt: instant,
  total: z.number(),
  tally,
  previewed: tally.nullable(),
  error: z.string().nullable(),
  samples: z.array(
    z.object({
      ticketId: z.string(),
      ticketCode: z.string(),
      clock: z.string(),
      dueBefore: instant,
      dueAfter: instant,
    }),
  ),
});

export const changeAnswer = change;
export const changesAnswer = z.object({ changes: z.array(change), nextCursor: z.string().nullable() });
export const idAnswer = z.object({ id: z.string() });
