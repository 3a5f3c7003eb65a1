import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { RequestLimit } from '../intake/index.js';
import { TicketCodes } from '../tickets/index.js';
import { asPrinted } from './typed-code.js';

const HOUR_MS = 3_600_000;
/** Somebody who mixes up two numbers needs a few; whoever tries all endings needs ten thousand. */
const WRONG_TRIES = 10;

/**
 * Holds back whoever tries out the ends of phone numbers for one code, from however many addresses. Only pairs that
 * do not match count; a code that nobody has is counted like any other, so that the refusal does not tell them apart.
 */
@Injectable()
export class LookupLimit extends RequestLimit {
  constructor(codes: TicketCodes) {
    const codeIn = ({ body }: Request): string | null => {
      const { code } = (body ?? {}) as { code?: unknown };
      const parsed = typeof code === 'string' ? codes.parse(asPrinted(code)) : null;
      return parsed?.ok === true ? parsed.code : null;
    };
    super(
      {
        limit: WRONG_TRIES,
        windowMs: HOUR_MS,
        keyGenerator: (request) => codeIn(request) ?? '',
        // What cannot be a code is refused with what is wrong with it, and looked up nowhere.
        skip: (request) => codeIn(request) === null,
        skipSuccessfulRequests: true,
        requestWasSuccessful: (_request, { statusCode }) => statusCode !== 404,
      },
      'Mã phiếu này vừa được tra cứu sai nhiều lần nên tạm khóa một giờ. Xin mở đường dẫn 1022 đã gửi khi nhận phản ánh, hoặc gọi 1022.',
    );
  }
}
