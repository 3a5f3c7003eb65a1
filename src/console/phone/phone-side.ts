import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { formatNearVi } from '../../sla/index.js';
import { CallBacks } from '../../telephony/index.js';
import { phoneText } from '../phone-text.js';

const SHOWN = 3;

/** Somebody to be called, as one line beside the form. */
export interface DueLine {
  readonly href: string;
  readonly from: string;
  readonly reason: string;
  readonly due: string;
  readonly late: boolean;
}

/** Whom to call next, in a few lines. */
@Injectable()
export class PhoneSide {
  constructor(
    private readonly callBacks: CallBacks,
    private readonly clock: Clock,
  ) {}

  /** Those promised longest. Two statements. */
  async due(): Promise<DueLine[]> {
    const { items } = await this.callBacks.list('open');
    const now = this.clock.now();
    return items.slice(0, SHOWN).map(({ id, phone, reasonLabel, dueAt, late }) => ({
      href: `/goi-lai#gl-${id}`,
      from: phoneText(phone),
      reason: reasonLabel,
      due: formatNearVi(dueAt, now),
      late,
    }));
  }
}
