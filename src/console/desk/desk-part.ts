import type { CommandContext, Principal } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import type { TicketDetail, TicketReference } from '../../tickets/index.js';
import type { SentForm, Values } from './desk-steps.js';
import type { Step, StepFacts } from './step.js';

/** One form's address of a part of the desk. */
export interface PartStep {
  /** What the page says when it is done. */
  readonly done: string;
  /** Done, the ticket is not this person's to see any more: the page comes back without it. */
  readonly leaves?: boolean;
  /** The kind of the step that shows the form. */
  readonly kind: string;
  /** Names of the command's fields → of the form's, where they differ: several forms stand on one page. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The form's fields with words of one's own and how they are called: kept on the page when the form cannot come back. */
  readonly words?: Readonly<Record<string, string>>;
}

/** What a part offers this person on this ticket. */
export interface Offered {
  /** What has to be done now. */
  readonly first?: readonly Step[];
  /** What can be done as well: folded, in its group. */
  readonly beside?: readonly Step[];
}

/** A piece of the case in the middle pane. */
export interface Section {
  /** Above the citizen's words, or below the answers. */
  readonly place: 'above' | 'below';
  /** Its template, `console/partials/…`. */
  readonly partial: string;
  readonly [model: string]: unknown;
}

export interface SectionFacts {
  readonly principal: Principal;
  readonly detail: TicketDetail;
  readonly now: Date;
}

/** One topic of the desk (returning, supporting, merging …): its forms, what it shows, and the commands behind. */
export abstract class DeskPart {
  /** The last piece of the addresses of its forms → what belongs to each. */
  abstract readonly steps: Readonly<Record<string, PartStep>>;

  /** The forms for this person and ticket. `facts.detail.actions` says what is allowed. */
  abstract offer(facts: StepFacts): Promise<Offered> | Offered;

  /** What it adds to the case. */
  sections(_facts: SectionFacts): Promise<readonly Section[]> | readonly Section[] {
    return [];
  }

  /** Sends a form. @throws Problem as the command does. */
  abstract run(
    step: string,
    reference: TicketReference,
    values: Values,
    ctx: CommandContext,
    files: SentForm['files'],
  ): Promise<void>;
}

/** All parts of the desk, as the page and its controller see them. */
export class DeskParts {
  constructor(private readonly parts: readonly DeskPart[]) {}

  /** null: no part has such a form. */
  step(name: string): PartStep | null {
    return this.partOf(name)?.steps[name] ?? null;
  }

  async offer(facts: StepFacts): Promise<Required<Offered>> {
    const offers = await Promise.all(this.parts.map(async (part) => part.offer(facts)));
    return {
      first: offers.flatMap(({ first = [] }) => first),
      beside: offers.flatMap(({ beside = [] }) => beside),
    };
  }

  async sections(facts: SectionFacts): Promise<Section[]> {
    return (await Promise.all(this.parts.map(async (part) => part.sections(facts)))).flat();
  }

  /** @throws Problem as the command does, with the names of the form's fields. */
  async run(step: string, reference: TicketReference, { values, files }: SentForm, ctx: CommandContext): Promise<void> {
    const part = this.partOf(step);
    if (part === null) throw Problem.notFound('Không tìm thấy trang này.');
    try {
      await part.run(step, reference, values, ctx, files);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'invalid-input') throw error;
      const names = part.steps[step]?.fields ?? {};
      throw Problem.invalid(
        error.fields.map(({ field, message }) => ({ field: names[field] ?? field, message })),
        error.title,
      );
    }
  }

  private partOf(name: string): DeskPart | null {
    return this.parts.find(({ steps }) => Object.hasOwn(steps, name)) ?? null;
  }
}
