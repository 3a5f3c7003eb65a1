import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../../agencies/index.js';
import { PhotoUploads } from '../../attachments/index.js';
import type { CommandContext } from '../../identity/index.js';
import { Problem, type FieldError } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import { Catalog } from '../../routing/index.js';
import { admit } from '../domain/admit.js';
import { detectBoundary } from '../domain/boundary.js';
import { MAX } from '../domain/contact.js';
import { proves, solves, sumFor, type Sum } from '../domain/proof.js';
import { RecordContact, type RecordedContact } from '../record-contact.js';
import * as field from './fields.js';

/** Filled in by programs that fill in everything; people do not see it. */
export const HONEYPOT_FIELD = 'website';

// Browsers count a line's end as one character and send two; some phones send an accent as a character of its own.
const asCounted = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\r\n?/g, '\n').normalize('NFC') : value;

/** What a citizen sends, from the page's form or as JSON. */
export const webTicketSchema = z
  .object({
    words: z.preprocess(asCounted, field.words),
    categoryCode: field.categoryCode,
    /** The agency complained about, by name as typed. */
    subject: field.optionalLine(MAX.onBehalfOf),
    subjectAgencyCode: field.subjectAgencyCode,
    /** The ward, by today's or a former name as typed. */
    ward: field.optionalLine(MAX.onBehalfOf),
    wardCode: field.wardCode,
    placeText: field.optionalLine(MAX.placeText),
    lat: field.latitude,
    lng: field.longitude,
    name: field.personName,
    phone: field.phone,
    email: field.email,
    business: field.ticked,
    identity: z.enum(['kept', 'anonymous'], 'Xin chọn ai được biết tên và số.').default('kept'),
    consent: field.ticked.refine(
      (given) => given,
      'Xin đánh dấu đồng ý để 1022 được dùng các thông tin trên khi xử lý.',
    ),
    /** In which mails are written. */
    language: z.enum(['vi', 'en']).catch('vi').default('vi'),
    [HONEYPOT_FIELD]: z.string().max(500).optional(),
    /** What the browser worked out, or the answer to the small question; asked for only where that is set. */
    proof: z.string().max(40).catch('').default(''),
    answer: z.string().max(40).catch('').default(''),
  })
  // Asked also when other fields are wrong, so that nobody is sent back twice.
  .refine((form) => form.identity === 'anonymous' || form.name !== null, {
    path: ['name'],
    message: 'Xin cho biết tên, hoặc chọn gửi ẩn danh.',
    when: readable,
  })
  .refine((form) => form.identity === 'anonymous' || form.phone !== null || form.email !== null, {
    path: ['phone'],
    message: 'Xin cho số điện thoại hoặc thư điện tử để báo kết quả.',
    when: readable,
  });

/** Fields that could not be read are missing or undefined: they have messages of their own. */
function readable({ value }: { readonly value: unknown }): boolean {
  return typeof value === 'object' && value !== null;
}

export type WebTicket = z.output<typeof webTicketSchema>;

/** Is no agency's code: those have no space. */
const UNCLEAR_NAME = 'not clear';
const UNCLEAR: FieldError = {
  field: 'subject',
  message:
    'Chưa rõ là cơ quan nào. Xin ghi tên đầy đủ, ví dụ “UBND phường Trảng Dài”, hoặc chọn trong danh sách gợi ý.',
};

/** The public form: one matter of one citizen. */
@Injectable()
export class WebForm {
  constructor(
    private readonly record: RecordContact,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly uploads: PhotoUploads,
    private readonly config: Config,
  ) {}

  /**
   * What the chosen category asks for, also while other fields are wrong: so that everything is said at
   * once. Khiếu nại, tố cáo and emergencies are asked for nothing.
   */
  askedByCategory(
    form: Pick<WebTicket, 'words' | 'subject' | 'identity'> & { readonly categoryCode: string },
  ): FieldError[] {
    const category = this.catalog.category(form.categoryCode) ?? null;
    const named = this.named(form.subject);
    const admission = admit({
      category,
      subjectAgencyCode: named === UNCLEAR_NAME ? null : named,
      anonymous: form.identity === 'anonymous',
      heard: detectBoundary(form.words),
      decided: null,
      guidedCategoryCode: null,
      missingSubject: 'ask',
    });
    if ('boundary' in admission) return admission.boundary === 'ordinary' && named === UNCLEAR_NAME ? [UNCLEAR] : [];
    return admission.map((error) =>
      error.field === 'subjectAgencyCode' && named === UNCLEAR_NAME ? UNCLEAR : inForm(error),
    );
  }

  /**
   * @param photos ids of photos that were uploaded before (see `PhotoUploads`): the ticket takes them along.
   * @throws Problem `invalid-input` with the names of the form's fields.
   */
  async submit(form: WebTicket, ctx: CommandContext, photos: readonly string[] = []): Promise<RecordedContact> {
    if (form[HONEYPOT_FIELD] !== undefined && form[HONEYPOT_FIELD].trim() !== '') {
      throw Problem.invalid([
        {
          field: HONEYPOT_FIELD,
          message: 'Phản ánh này giống do máy tự điền nên chưa nhận. Xin bấm Gửi phản ánh lần nữa, hoặc gọi 1022.',
        },
      ]);
    }
    const unproven = this.unproven(form, ctx);
    if (unproven !== null) throw Problem.invalid([unproven]);
    const named = form.subjectAgencyCode ?? this.named(form.subject);
    const wrong =
      form.subjectAgencyCode === null ? this.askedByCategory({ ...form, categoryCode: form.categoryCode ?? '' }) : [];
    if (wrong.length > 0) throw Problem.invalid(wrong);
    const subjectAgencyCode = named === UNCLEAR_NAME ? null : named;
    const anonymous = form.identity === 'anonymous';
    try {
      return await this.record.execute(
        {
          contact: {
            channel: 'web',
            externalId: null,
            kind: 'ticket',
            callerName: anonymous ? null : form.name,
            callerPhone: anonymous ? null : form.phone,
            callerEmail: anonymous ? null : form.email,
            onBehalfOf: null,
            startedAt: null,
            endedAt: null,
            note: null,
          },
          tickets: [
            {
              words: form.words,
              title: null,
              placeText: form.placeText,
              wardText: form.ward,
              point: field.pointOf(form.lat, form.lng),
              wardCode: form.wardCode,
              categoryCode: form.categoryCode,
              subjectAgencyCode,
              boundary: null,
              reporterKind: form.business ? 'business' : 'citizen',
              anonymous,
              language: form.language,
            },
          ],
          missingSubject: 'ask',
        },
        ctx,
        null,
        async (opened, _index, transaction) => {
          const { ticketId } = opened;
          await this.uploads.claim(transaction, photos, { kind: 'ticket', id: ticketId, ticketId });
          return opened;
        },
      );
    } catch (error) {
      throw error instanceof Problem && error.kind === 'invalid-input'
        ? Problem.invalid(error.fields.map(inForm), error.title)
        : error;
    }
  }

  /** What is missing of the proof that this was not sent by a machine in masses; null: nothing, or none is asked for. */
  unproven(
    { proof, answer }: { readonly proof: string; readonly answer: string },
    ctx: CommandContext,
  ): FieldError | null {
    const { publicProofBits: bits, secret } = this.config;
    const key = ctx.idempotency?.key ?? '';
    if (bits === 0 || proves(key, proof, bits) || solves(sumFor(key, secret), answer)) return null;
    return { field: 'answer', message: 'Xin trả lời câu hỏi nhỏ này bằng số, để 1022 biết không phải máy tự gửi.' };
  }

  /** The work and the small question of a form; null: none is asked for. */
  asksProof(key: string): { readonly bits: number; readonly sum: Sum } | null {
    const { publicProofBits: bits, secret } = this.config;
    return bits === 0 ? null : { bits, sum: sumFor(key, secret) };
  }

  /** The agency's code by its name as typed; `UNCLEAR_NAME` when that leads to none, or to several. */
  private named(name: string | null): string | null {
    if (name === null || name.trim() === '') return null;
    return this.directory.agencyNamed(name)?.code ?? UNCLEAR_NAME;
  }
}

const FORM_FIELDS: Readonly<Record<string, string>> = {
  subjectAgencyCode: 'subject',
  wardCode: 'ward',
  wardText: 'ward',
  anonymous: 'identity',
  callerName: 'name',
  callerPhone: 'phone',
  callerEmail: 'email',
};

/** `tickets.0.subjectAgencyCode` → the name of the form's field, `subject`. */
function inForm({ field: path, message }: FieldError): FieldError {
  const name = path.split('.').at(-1) ?? path;
  return { field: FORM_FIELDS[name] ?? name, message };
}
