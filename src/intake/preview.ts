import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../agencies/index.js';
import { Clock, formatInstant, formatInstantEn } from '../kernel/index.js';
import { Catalog, GUIDED_CLASS, Router, type RoutingDecision } from '../routing/index.js';
import { explainEn, explainVi, limitVi, parseLimit, SlaPolicies, type ClockPlan } from '../sla/index.js';
import { BOUNDARIES, keeperFor, keptReason } from '../tickets/index.js';
import * as field from './channels/fields.js';
import { admit } from './domain/admit.js';
import { detectBoundary, type Boundary } from './domain/boundary.js';
import { MAX } from './domain/contact.js';
import { Places, type LocatedPlace } from './place.js';

/** SLA class of what cannot wait. */
const URGENT_CLASS = 'K1';
const MAX_CANDIDATES = 12;

/** What has been typed so far; nothing is required and nothing is kept. */
export const previewSchema = z.object({
  words: z.string().max(MAX.words, 'Nội dung dài quá 5.000 ký tự. Xin viết gọn lại.').default(''),
  categoryCode: field.categoryCode,
  wardCode: field.wardCode,
  /** A ward as typed. */
  ward: field.optionalLine(MAX.placeText),
  placeText: field.optionalLine(MAX.placeText),
  lat: field.latitude,
  lng: field.longitude,
  subjectAgencyCode: field.subjectAgencyCode,
  /** The agency complained about, by name as typed. */
  subject: field.optionalLine(MAX.onBehalfOf),
  boundary: z.preprocess(
    (value) => (value === undefined || value === '' ? null : value),
    z.enum(BOUNDARIES, 'Không có lựa chọn này.').nullable(),
  ),
});

const unitAnswer = z.object({ code: z.string(), name: z.string() });

export const previewAnswer = z.object({
  boundary: z.enum(BOUNDARIES),
  /** The words that were heard, as written. */
  because: z.array(z.string()),
  /** Emergency numbers, or where khiếu nại and tố cáo are received; null for ordinary matters. */
  hint: z
    .object({
      title: z.string(),
      text: z.string(),
      numbers: z.array(z.object({ phone: z.string(), name: z.string() })),
    })
    .nullable(),
  ward: unitAnswer.nullable(),
  /** Wards it could be when the text does not decide. */
  candidates: z.array(unitAnswer),
  /** What to say about the place when the ward is not known; null otherwise. */
  placeMessage: z.string().nullable(),
  route: z.object({
    leadAgencyCode: z.string().nullable(),
    leadAgencyName: z.string().nullable(),
    slaClass: z.string().nullable(),
    /** The class as people read it. */
    slaClassName: z.string().nullable(),
    reason: z.string(),
    missing: z.enum(['category', 'ward', 'subject', 'rule']).nullable(),
  }),
  /** When the sender will be answered; null while no class is known. */
  due: z
    .object({
      at: z.string(),
      text: z.string(),
      why: z.array(z.string()),
      /** The same for readers of English. */
      textEn: z.string(),
      whyEn: z.array(z.string()),
    })
    .nullable(),
  /** One sentence: who has to answer until when, or what is missing. */
  sentence: z.string(),
});

export type PreviewInput = z.output<typeof previewSchema>;
export type Preview = z.output<typeof previewAnswer>;

/** What would happen to a matter if it were sent now: the hints beside the forms. Reads memory only. */
@Injectable()
export class PreviewIntake {
  constructor(
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly router: Router,
    private readonly policies: SlaPolicies,
    private readonly places: Places,
  ) {}

  preview(input: PreviewInput): Preview {
    const place = this.places.locate({
      wardCode: input.wardCode !== null && this.places.isWard(input.wardCode) ? input.wardCode : null,
      point: field.pointOf(input.lat, input.lng),
      texts: [input.ward, input.placeText].filter((text) => text !== null),
    });
    const heard = detectBoundary(input.words);
    const subjectAgencyCode = this.subjectOf(input);
    const category = input.categoryCode === null ? null : this.catalog.category(input.categoryCode);
    const guidedCategoryCode =
      this.catalog.categories().find(({ slaClass }) => slaClass === GUIDED_CLASS)?.code ?? null;
    const question = { category, subjectAgencyCode, heard, decided: input.boundary, guidedCategoryCode };
    const admission = admit({ ...question, anonymous: false, missingSubject: 'queue' });
    const { boundary, categoryCode } =
      'boundary' in admission ? admission : { boundary: heard.boundary, categoryCode: null };
    const route = this.route(boundary, { categoryCode, wardCode: place.ward?.code ?? null, subjectAgencyCode });
    const plan = this.plan(route);
    return {
      boundary,
      because: boundary === heard.boundary ? [...heard.because] : [],
      hint: this.hint(boundary, plan, route),
      ward: place.ward === null ? null : { code: place.ward.code, name: place.ward.name },
      candidates: place.candidates.slice(0, MAX_CANDIDATES).map(({ code, name }) => ({ code, name })),
      placeMessage: this.placeMessage(place, input),
      route,
      due:
        plan === null
          ? null
          : {
              at: plan.dueAt.toISOString(),
              text: formatInstant(plan.dueAt, { year: true }),
              why: explainVi(plan.explanation),
              textEn: formatInstantEn(plan.dueAt, { year: true }),
              whyEn: explainEn(plan.explanation),
            },
      sentence: sentence(route, plan),
    };
  }

  private subjectOf({ subjectAgencyCode, subject }: PreviewInput): string | null {
    if (subjectAgencyCode !== null) return this.directory.agency(subjectAgencyCode)?.code ?? null;
    if (subject === null) return null;
    const [first, second] = this.directory.suggestAgencies(subject, 2);
    if (first === undefined) return null;
    const same = [first.name, first.shortName].some((name) => name.toLowerCase() === subject.toLowerCase());
    return second === undefined || same ? first.code : null;
  }

  private route(
    boundary: Boundary,
    question: { categoryCode: string | null; wardCode: string | null; subjectAgencyCode: string | null },
  ): Preview['route'] {
    if (boundary === 'complaint' || boundary === 'denunciation') {
      const { centreAgencyCode, keptBy } = keeperFor(this.directory, boundary, question.subjectAgencyCode);
      const keeper = this.directory.agency(centreAgencyCode);
      return {
        leadAgencyCode: keeper?.code ?? null,
        leadAgencyName: keeper?.shortName ?? null,
        slaClass: GUIDED_CLASS,
        slaClassName: this.policies.className(GUIDED_CLASS),
        reason: keptReason(keptBy),
        missing: null,
      };
    }
    const decision: RoutingDecision = this.router.route({ ...question, on: this.directory.today() });
    const lead = decision.leadAgencyCode === null ? null : this.directory.agency(decision.leadAgencyCode);
    const slaClass = boundary === 'emergency' ? URGENT_CLASS : decision.slaClass;
    return {
      leadAgencyCode: lead?.code ?? null,
      leadAgencyName: lead?.shortName ?? null,
      slaClass,
      slaClassName: slaClass === null ? null : this.policies.className(slaClass),
      reason: decision.reason,
      missing: decision.missing,
    };
  }

  private plan({ slaClass, leadAgencyCode }: Preview['route']): ClockPlan | null {
    if (slaClass === null) return null;
    const holderAgencyCode = leadAgencyCode ?? this.directory.province.centreAgency;
    return this.policies.plan('resolve', { slaClass, startedAt: this.clock.now(), holderAgencyCode });
  }

  private hint(boundary: Boundary, plan: ClockPlan | null, route: Preview['route']): Preview['hint'] {
    const { centreAgency } = this.directory.province;
    const outside = route.leadAgencyCode !== centreAgency ? route.leadAgencyName : null;
    const keeper = outside ?? '1022';
    const limit = plan === null ? 'thời gian sớm' : limitVi(parseLimit(plan.limit));
    if (boundary === 'emergency') {
      const { emergencyNumbers } = this.directory.province;
      return {
        title: 'Đang nguy hiểm? Xin gọi ngay.',
        text: 'Xin gọi một trong các số này trước; phản ánh gửi ở đây vẫn được ghi nhận và chuyển khẩn.',
        numbers: emergencyNumbers.map(({ phone, name }) => ({ phone, name })),
      };
    }
    if (boundary === 'complaint') {
      return {
        title: 'Việc này giống khiếu nại.',
        text: `Khiếu nại gửi nơi đã ra quyết định hoặc cấp trên trực tiếp. ${keeper} chỉ nơi nhận trong ${limit}, không công khai.`,
        numbers: [],
      };
    }
    if (boundary === 'denunciation') {
      return {
        title: 'Việc này giống tố cáo.',
        text: `${keeper} chỉ nơi nhận trong ${limit}, tên anh chị được giữ kín, phiếu không chuyển đến người hay đơn vị bị nêu.`,
        numbers: [],
      };
    }
    return null;
  }

  private placeMessage(place: LocatedPlace, input: PreviewInput): string | null {
    if (place.ward !== null) return null;
    if (place.outside)
      return `Điểm này nằm ngoài ${this.directory.province.displayName}. Xin chọn điểm khác, hoặc gõ tên phường, xã.`;
    if (place.candidates.length > 0)
      return 'Tên này có ở nhiều phường, xã. Xin chọn một, hoặc ghi thêm tên phường, xã trước đây.';
    if (input.ward !== null) return 'Chưa tìm thấy phường, xã này. Xin gõ tên khác, hoặc bỏ trống để 1022 hỏi lại.';
    return null;
  }
}

function sentence(route: Preview['route'], plan: ClockPlan | null): string {
  if (route.leadAgencyName === null) return route.reason;
  if (plan === null) return `${route.leadAgencyName} sẽ nhận việc này.`;
  return `Gửi bây giờ thì ${route.leadAgencyName} phải trả lời trước ${formatInstant(plan.dueAt, { year: true })}.`;
}
