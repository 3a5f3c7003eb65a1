import { z } from 'zod';
import { OPERATOR_STATES } from './operator-state.js';

/** What `answer` and the others may say of a person; the first that is somebody's counts. */
const MOST_LETTERS = 200;
const MOST_USERS = 100;

/** Exchanges write numbers as numbers. */
const text = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string('phải là một chuỗi chữ').max(MOST_LETTERS, `dài quá ${String(MOST_LETTERS)} ký tự`),
);
const optionalText = text.optional();
/** Nothing is refused for its number, and no end for its cause: of what is too long the beginning counts. */
const anyLength = z.preprocess((value) => (typeof value === 'string' ? value.slice(0, MOST_LETTERS) : value), text);

const users = z.preprocess(
  (value): unknown => [value].flat().filter((one) => one !== undefined && one !== null && one !== ''),
  z.array(text, 'phải là một tên hoặc danh sách tên').max(MOST_USERS, `nhiều quá ${String(MOST_USERS)} người`),
);

const at = z.iso
  .datetime({ offset: true, error: 'phải là giờ ISO 8601 có múi giờ, ví dụ 2026-11-23T08:00:00+07:00' })
  .optional();

const callId = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string('thiếu mã cuộc gọi').regex(/^[\x21-\x7e]{1,250}$/, 'phải có 1 đến 250 ký tự ASCII không dấu cách'),
);

const direction = z.enum(['in', 'out'], 'chỉ nhận in hoặc out');

const about = {
  callId,
  from: anyLength.optional(),
  to: anyLength.optional(),
  direction: direction.optional(),
  user: users,
  queue: optionalText,
  answeringNumber: optionalText,
  at,
};

/** Any other word is as good as none: that the call is over counts more than why. */
const cause = anyLength.optional();

/**
 * What a telephone system may post. `newCall`, `answer` and `hangup` are those of the generic CTI interface, field
 * for field; the others are additions.
 */
const messageSchema = z.discriminatedUnion(
  'event',
  [
    z.object({
      ...about,
      event: z.literal('newCall'),
      from: anyLength.refine(isThere, 'thiếu số gọi'),
      to: anyLength.refine(isThere, 'thiếu số được gọi'),
      direction,
    }),
    z.object({ ...about, event: z.literal('answer') }),
    z.object({ ...about, event: z.literal('transfer') }),
    z.object({ ...about, event: z.literal('hangup'), cause }),
    z.object({
      ...about,
      event: z.literal('recording'),
      url: z
        .string('thiếu địa chỉ ghi âm')
        .max(1000, 'dài quá 1000 ký tự')
        .regex(/^[\x21-\x7e]+$/, 'phải là địa chỉ ASCII'),
    }),
    z.object({
      event: z.literal('agentState'),
      user: users.refine((list) => list.length === 1, 'phải là đúng một người'),
      state: z.enum(OPERATOR_STATES, `chỉ nhận ${OPERATOR_STATES.join(', ')}`),
      at,
    }),
  ],
  'chỉ nhận newCall, answer, hangup, transfer, recording, agentState',
);

export type CtiMessage = z.output<typeof messageSchema>;

/** @returns what was posted, or one line that names the first field that is wrong, and why. */
export function readMessage(body: unknown): CtiMessage | { readonly error: string } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { error: 'event: gửi một đối tượng JSON, hoặc một biểu mẫu' };
  const { 'user[]': users, ...fields } = body as Record<string, unknown>;
  const said = known(users === undefined ? fields : { ...fields, user: users });
  const parsed = messageSchema.safeParse(said);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { error: `${issue?.path.join('.') ?? 'event'}: ${issue?.message ?? 'không đọc được'}` };
}

/** Exchanges leave empty, or null, what they do not know. Who calls unknown is hidden; all else is as if left out. */
function known(fields: Readonly<Record<string, unknown>>): object {
  const hidden = fields['event'] === 'newCall' ? ['from', 'to'] : [];
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (value === null) return hidden.includes(name) ? [[name, '']] : [];
      return value === '' && (name === 'at' || name === 'direction') ? [] : [[name, value]];
    }),
  );
}

function isThere(value: unknown): boolean {
  return value !== undefined;
}
