import { Injectable } from '@nestjs/common';
import { Attachments, type AttachmentView, type Upload } from '../../attachments/index.js';
import { allows, type CommandContext, type Principal } from '../../identity/index.js';
import { Clock, dayInVietnam, formatDay, Problem } from '../../kernel/index.js';
import { PublishTicket } from '../../publication/index.js';
import {
  AddEvidence,
  AnswerQueries,
  CannedTexts,
  GATE_CHECKS,
  SaveAnswerDraft,
  seesAnswerFiles,
  SubmitAnswer,
  TicketQueries,
  type AnswerHint,
  type AnswerParts,
  type CannedView,
  type DraftVersion,
  type TicketDetail,
  type TicketReference,
} from '../../tickets/index.js';
import type { Values } from './desk-steps.js';

/** What stands beside an answer on the desk, for whoever writes, approves or publishes it. */
export interface AnswerFacts {
  readonly needed: 'photo' | 'legal' | null;
  /** By the answer's id. */
  readonly evidence: ReadonlyMap<string, readonly AttachmentView[]>;
  readonly versions: readonly DraftVersion[];
  readonly canned: readonly CannedView[];
  readonly hints: readonly AnswerHint[];
}

/** Buttons of the answer's form that fill it in and send nothing. */
export const FILLING_STEPS = ['answer-canned', 'answer-restore'];

/** Reads what an answer's forms show, and sends them: words and files together. */
@Injectable()
export class AnswerDesk {
  constructor(
    private readonly answers: AnswerQueries,
    private readonly canned: CannedTexts,
    private readonly queries: TicketQueries,
    private readonly attachments: Attachments,
    private readonly addEvidence: AddEvidence,
    private readonly saveDraft: SaveAnswerDraft,
    private readonly submit: SubmitAnswer,
    private readonly publish: PublishTicket,
    private readonly clock: Clock,
  ) {}

  /** @param typed words of a form that comes back, which the hints are about. */
  async facts(principal: Principal, detail: TicketDetail, typed: Values): Promise<AnswerFacts> {
    const may = (command: string): boolean => detail.actions.some((one) => one.command === command && one.allowed);
    const writes = may('save_draft') || may('submit_answer');
    const judged = may('approve_answer')
      ? detail.answers.find(({ status }) => status === 'submitted')
      : may('publish')
        ? detail.answers.find(({ status }) => status === 'approved')
        : undefined;
    const draft = detail.draft;
    const written = writes
      ? { found: typed['found'] ?? draft?.found ?? '', done: typed['done'] ?? draft?.done ?? '' }
      : null;
    const words = judged ?? written;
    const agencyCode = principal.kind === 'staff' ? principal.agencyCode : '';
    const [evidence, versions, canned, hints] = await Promise.all([
      this.evidence(principal, detail),
      writes && draft !== null ? this.answers.versions(draft.id) : [],
      writes ? this.canned.forAnswer(agencyCode, detail.category?.code ?? null) : [],
      words === null ? [] : this.answers.hints(principal, detail.id, words),
    ]);
    return { needed: this.answers.needed(detail.category?.code ?? null), evidence, versions, canned, hints };
  }

  /** The files of the answers, as far as they are this person's to open. */
  evidence(principal: Principal, detail: TicketDetail): Promise<ReadonlyMap<string, readonly AttachmentView[]>> {
    const shown = [...detail.answers, ...(detail.draft === null ? [] : [detail.draft])].filter(({ status, agency }) =>
      seesAnswerFiles(principal, { status, authorAgencyCode: agency.code }),
    );
    return this.answers.evidence(shown.map(({ id }) => id));
  }

  /** Saves or submits the words, with the files chosen beside them. @throws Problem as the commands do. */
  async send(
    step: 'answer' | 'answer-draft',
    reference: TicketReference,
    { values, files }: { readonly values: Values; readonly files: readonly Upload[] },
    ctx: CommandContext,
  ): Promise<void> {
    const parts = answerOf(values);
    let draftVersion = Number(values['draftVersion']) || 0;
    const removed = ticked(values, 'drop_');
    if (files.length > 0 || removed.length > 0) {
      const prepared = await this.attachments.prepare(files, { field: 'evidence', pdf: true });
      const kept = await this.addEvidence.execute(
        { ...reference, ...parts, draftVersion, files: prepared, removed },
        // The words go on with a key of their own: two commands, each once.
        step === 'answer' ? withKey(ctx, 'files') : ctx,
      );
      if (step === 'answer-draft') return;
      draftVersion = kept.draftVersion;
    }
    if (step === 'answer-draft') await this.saveDraft.execute({ ...reference, ...parts, draftVersion }, ctx);
    else {
      const openPartsReason = values['openPartsReason'] ?? null;
      await this.submit.execute({ ...reference, ...parts, draftVersion, openPartsReason }, ctx);
    }
  }

  /** The gate. @throws Problem as the command does. */
  async pass(
    reference: TicketReference,
    values: Values,
    how: 'publish' | 'publish-kept' | 'publish-private',
    ctx: CommandContext,
  ): Promise<void> {
    const checks = Object.fromEntries(
      GATE_CHECKS.map((check) => [
        check,
        values[`check_${check}`] ? 'passed' : values[`na_${check}`] ? 'not_applicable' : '',
      ]),
    );
    const publicText = { title: values['publicTitle'] ?? '', question: values['publicQuestion'] ?? '' };
    await this.publish.execute(
      how !== 'publish-private'
        ? {
            ...reference,
            checks,
            visibility: 'public',
            publicText,
            evidenceIds: ticked(values, 'show_'),
            sheetRevision: Number(values['sheetRevision']) || 0,
            // Of a copy that is off; the page has a button for each.
            withdrawnCopy: how === 'publish' ? 'put_back' : 'stays_off',
          }
        : { ...reference, checks, visibility: 'private', privateReason: values['privateReason'] ?? '' },
      ctx,
    );
  }

  /**
   * The form's fields after a canned text or an earlier draft was put in; what stood there stays where that has nothing.
   * @throws Problem `not-found` for a ticket that this person does not see.
   */
  async filled(step: string, ticketId: string, values: Values, ctx: CommandContext): Promise<Values> {
    const detail = await this.queries.detail(ctx.principal, ticketId);
    if (!allows(ctx.principal, 'ticket.answer') || ctx.principal.kind !== 'staff') throw Problem.notFound();
    if (step === 'answer-restore') {
      const versions = detail.draft === null ? [] : await this.answers.versions(detail.draft.id);
      const chosen = versions.find((one) => versionName(one) === values['restore']);
      return chosen === undefined ? values : { ...values, ...asValues(chosen.parts) };
    }
    const texts = await this.canned.forAnswer(ctx.principal.agencyCode, detail.category?.code ?? null);
    const text = texts.find(({ id }) => id === values['canned']);
    if (text === undefined) return values;
    const parts = this.canned.filledFor(text, {
      ma_phieu: detail.code,
      dia_diem: [detail.placeText, detail.ward?.name].filter(Boolean).join(', ') || null,
      noi_dung: detail.title,
      loai_viec: detail.category?.name ?? null,
      don_vi: detail.lead?.name ?? null,
      can_bo: ctx.principal.displayName,
      ngay: formatDay(dayInVietnam(this.clock.now())),
    });
    const written = Object.entries(parts).filter(([, value]) => value !== '');
    return { ...values, ...Object.fromEntries(written) };
  }
}

/** How a version is called in a form. */
export function versionName({ authorAccountId, slot }: DraftVersion): string {
  return `${authorAccountId}-${slot}`;
}

function asValues(parts: AnswerParts): Values {
  return {
    found: parts.found,
    done: parts.done,
    doneOn: parts.doneOn ?? '',
    inCharge: parts.inCharge,
    legalBasis: parts.legalBasis ?? '',
    evidenceWaiver: parts.evidenceWaiver ?? '',
  };
}

function answerOf(values: Values): AnswerParts {
  return {
    found: values['found'] ?? '',
    done: values['done'] ?? '',
    doneOn: values['doneOn'] ?? null,
    inCharge: values['inCharge'] ?? '',
    legalBasis: values['legalBasis'] ?? null,
    evidenceWaiver: values['evidenceWaiver'] ?? null,
  };
}

/** Ids of the ticked boxes `<prefix><id>`. */
function ticked(values: Values, prefix: string): string[] {
  return Object.keys(values).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

function withKey(ctx: CommandContext, part: string): CommandContext {
  const { idempotency } = ctx;
  return idempotency === null
    ? ctx
    : { ...ctx, idempotency: { ...idempotency, key: `${idempotency.key.slice(0, 90)}:${part}` } };
}
