import { z } from 'zod';
import { Problem } from '../kernel/index.js';

const MOST = 254;

/** An address as typed. @throws Problem `invalid-input` beside the field when it is none. */
export function emailIn(typed: string, field: string): string {
  const address = typed.normalize('NFC').trim();
  const wrong = (message: string): Problem => Problem.invalid([{ field, message }]);
  if (address === '') throw wrong('Xin ghi địa chỉ e-mail để nhận tin.');
  if (address.length > MOST || !z.email().safeParse(address).success)
    throw wrong('Địa chỉ e-mail chưa đúng, ví dụ ten@vidu.vn.');
  return address;
}
