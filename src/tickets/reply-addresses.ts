import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';

/** 100 bits, in letters that survive a mail server writing addresses in lower case. */
const MAC_LENGTH = 20;
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TOKEN = /^([0-9a-hjkmnp-tv-z]{26})([0-9a-hjkmnp-tv-z]{20})$/;

/**
 * Where the answer to one question can be mailed: `tra-loi+{token}@…`, the question's id and an HMAC over it.
 * Nothing is stored; whoever has the address was sent the question.
 */
@Injectable()
export class ReplyAddresses {
  constructor(private readonly config: Config) {}

  /** @returns null where mails are not taken in. */
  addressFor(questionId: string): string | null {
    const { replyAddress } = this.config;
    if (replyAddress === null) return null;
    const [local, domain] = replyAddress.split('@');
    return `${local ?? ''}+${questionId.toLowerCase()}${this.mac(questionId)}@${domain ?? ''}`;
  }

  /** The question an address belongs to, in whatever case it comes; null when it is none of ours. */
  questionIdOf(address: string): string | null {
    const token = /\+([^@+]+)@/.exec(address)?.[1]?.toLowerCase() ?? '';
    const [, id = '', mac = ''] = TOKEN.exec(token) ?? [];
    if (id === '') return null;
    const questionId = id.toUpperCase();
    return timingSafeEqual(Buffer.from(mac), Buffer.from(this.mac(questionId))) ? questionId : null;
  }

  private mac(questionId: string): string {
    const digest = createHmac('sha256', this.config.secret).update(`reply-address:${questionId}`).digest();
    return [...digest.subarray(0, MAC_LENGTH)].map((byte) => ALPHABET[byte & 31] ?? '').join('');
  }
}
