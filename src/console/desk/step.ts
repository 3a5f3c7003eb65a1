import type { Principal } from '../../identity/index.js';
import type { RedactionSheet } from '../../publication/index.js';
import type { TicketCommand, TicketDetail } from '../../tickets/index.js';
import type { Choices } from '../choices.js';
import type { AnswerFacts } from './answer-desk.js';
import { EMPTY_FORM, type FormState } from '../form-field.js';

/** What the next step is made from. */
export interface StepFacts {
  readonly principal: Principal;
  readonly detail: TicketDetail;
  readonly form: FormState;
  /** The form that came back, when one did. */
  readonly sent: string | null;
  /** What is proposed to publish, marked by the automatic pass or by hand; null: nothing, or not for this person. */
  readonly sheet: RedactionSheet | null;
  readonly choices: Choices;
  /** Photos, earlier drafts, standing texts and hints beside the answer. */
  readonly answer: AnswerFacts;
  /** The centre's standing words on where complaints and denunciations are received. */
  readonly guidance: Readonly<Record<'complaint' | 'denunciation', string>>;
  readonly now: Date;
  /** The list to come back to. */
  readonly tab: string;
}

/** What belongs together among all that can be done beside the next step. */
export const STEP_GROUPS = {
  lead: 'Đơn vị chủ trì',
  people: 'Người xử lý, phối hợp',
  time: 'Thời hạn',
  citizen: 'Với người gửi',
  record: 'Hồ sơ phiếu',
} as const;

export type StepGroup = keyof typeof STEP_GROUPS;

/** One part of the right pane; `kind` names its template, or is a form's own name. */
export interface Step {
  readonly kind: string;
  readonly group?: StepGroup;
  /** Fields whose words that were sent do not stand in the form: a colleague's newer ones do. */
  readonly overtaken?: readonly string[];
}

/** A step with what its template needs beside. */
export type Made = Step & Readonly<Record<string, unknown>>;

/** The fields of a form that was sent; another form starts clean. */
export function formOf({ form, sent }: StepFacts, step: string): FormState {
  return sent === step || (sent === 'answer-draft' && step === 'answer') ? form : EMPTY_FORM;
}

/** The name under which the browser keeps what is typed: a new version of the ticket is another text. */
export function draftName({ detail }: StepFacts, step: string): string {
  return `${step}-${detail.id}-${detail.version}`;
}

export function isBack(facts: StepFacts, step: string): boolean {
  return facts.sent === step;
}

export function action({ detail, tab }: StepFacts, name: string): string {
  return `/phieu/${detail.id}/${name}?nhom=${encodeURIComponent(tab)}`;
}

/** Whether this person may do it now. */
export function may({ detail }: Pick<StepFacts, 'detail'>, command: TicketCommand): boolean {
  return detail.actions.some((offer) => offer.command === command && offer.allowed);
}

/** Why it is theirs to do, but not now; null when it can be done, or is not theirs. */
export function whyNot({ detail }: StepFacts, command: TicketCommand): string | null {
  return detail.actions.find((offer) => offer.command === command)?.reason ?? null;
}

/** Theirs to do in such a state, if perhaps not now: then the reason stands there. */
export function isOffered(
  facts: StepFacts,
  command: TicketCommand,
  states: readonly TicketDetail['state'][] = ['in_progress'],
): boolean {
  return may(facts, command) || (states.includes(facts.detail.state) && whyNot(facts, command) !== null);
}
