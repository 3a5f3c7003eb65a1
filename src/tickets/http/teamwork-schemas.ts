import { z } from 'zod';
import { text, version } from './schemas.js';

const code = (message: string) => z.string(message).max(40, message).default('');
const id = (message: string) => z.string(message).max(40, message).default('');

export const askSupportBody = z.object({
  version,
  agencyCode: code('Xin chọn đơn vị phối hợp.'),
  ask: text(20_000).default(''),
  /** 'YYYY-MM-DD' */
  dueOn: code('Xin chọn ngày cần có phần phối hợp.'),
});

export const deliverSupportBody = z.object({ version, part: text(30_000).default('') });

export const remindSupportBody = z.object({ version });

export const withdrawSupportBody = z.object({ version, because: text(20_000).default('') });

export const assignBody = z.object({
  version,
  accountId: id('Xin chọn một người xử lý của đơn vị chủ trì.'),
  words: text(20_000).nullish(),
});

export const supportParam = z.object({ id: z.string().max(40), supportId: z.string().max(40) });
