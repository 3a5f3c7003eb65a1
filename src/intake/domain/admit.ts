import type { FieldError } from '../../kernel/index.js';
import { GUIDED_CLASS } from '../../routing/domain/category.js';
import type { Boundary, BoundaryFinding } from './boundary.js';

/** What admitting needs to know about the chosen category. */
export interface CategoryRules {
  readonly code: string;
  readonly slaClass: string;
  readonly subjectRequired: boolean;
  readonly anonymousAllowed: boolean;
}

export interface AdmissionRequest {
  readonly category: CategoryRules | null;
  readonly subjectAgencyCode: string | null;
  readonly anonymous: boolean;
  readonly heard: BoundaryFinding;
  /** What a person at the centre decided, over what was heard; null when nobody did. */
  readonly decided: Boundary | null;
  /** Code of the category that khiếu nại and tố cáo are filed under. */
  readonly guidedCategoryCode: string | null;
  /**
   * ask: the sender is there and can name the agency; queue: nobody is there (imports, mails), a
   * coordinator asks later.
   */
  readonly missingSubject: 'ask' | 'queue';
}

export interface Admission {
  readonly boundary: Boundary;
  readonly categoryCode: string | null;
}

const guided = (boundary: Boundary): boolean => boundary === 'complaint' || boundary === 'denunciation';

/**
 * Under which boundary and category a matter is taken in, or what the sender has to put right first.
 *
 * - Khiếu nại and tố cáo are filed under their own category and stay with the centre. They are taken in
 *   from anonymous senders too, whatever that category says: a denunciation that is refused at the door
 *   is lost, and the guidance says what the law wants (Luật Tố cáo 2018, Điều 23).
 * - An emergency keeps its category, so that it reaches whoever acts; unless khiếu nại or tố cáo was
 *   heard as well: then nobody outside the centre sees it before a coordinator has, within minutes.
 */
export function admit(request: AdmissionRequest): Admission | readonly FieldError[] {
  const { category, heard, decided, guidedCategoryCode } = request;
  const boundary = decided ?? boundaryOf(heard, category);
  if (guided(boundary)) return { boundary, categoryCode: guidedCategoryCode };
  const mixed = decided === null && heard.heard.some(guided);
  const filedAsGuided = category?.slaClass === GUIDED_CLASS;
  if (boundary === 'emergency' && (mixed || filedAsGuided)) return { boundary, categoryCode: null };
  if (category === null) return { boundary, categoryCode: null };
  const errors: FieldError[] = [];
  if (request.anonymous && !category.anonymousAllowed && boundary !== 'emergency') {
    errors.push({
      field: 'anonymous',
      message:
        'Loại việc này cần biết ai gửi mới giải quyết được. Chỉ Trung tâm 1022 giữ tên và số, nơi xử lý không thấy.',
    });
  }
  if (
    category.subjectRequired &&
    request.subjectAgencyCode === null &&
    request.missingSubject === 'ask' &&
    boundary !== 'emergency'
  ) {
    errors.push({ field: 'subjectAgencyCode', message: 'Xin chọn cơ quan được phản ánh, hoặc nơi đã nộp hồ sơ.' });
  }
  return errors.length > 0 ? errors : { boundary, categoryCode: category.code };
}

/** Something filed under khiếu nại, tố cáo is one, also when the words do not show it. */
function boundaryOf(heard: BoundaryFinding, category: CategoryRules | null): Boundary {
  return heard.boundary === 'ordinary' && category?.slaClass === GUIDED_CLASS ? 'complaint' : heard.boundary;
}
