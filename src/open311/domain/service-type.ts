import { fold } from '../../kernel/index.js';
import { GUIDED_CLASS, type Category } from '../../routing/domain/category.js';
import type { Tree } from './xml.js';

/** For whoever does not know the kind of matter: the centre finds it out. The catalogue has no such code. */
export const UNKNOWN_SERVICE = 'chua-ro-loai';

/** The agency complained about, or where the dossier was lodged; asked for where routing depends on it. */
export const SUBJECT = 'subject';
/** Phường, xã; for reports without coordinates. */
export const WARD = 'ward';

interface Value {
  readonly key: string;
  readonly name: string;
}

/** A service of GeoReport: a kind of matter that people may report. */
export interface ServiceType {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly group: string;
  readonly keywords: string;
  /** null: not known, the centre will say. */
  readonly categoryCode: string | null;
  readonly subjectRequired: boolean;
}

/** What is reported when nobody says of what kind it is. */
const UNKNOWN: ServiceType = {
  code: UNKNOWN_SERVICE,
  name: 'Chưa rõ loại việc',
  description: 'Kể việc đang xảy ra; Tổng đài 1022 xếp loại và chuyển đến nơi phụ trách.',
  group: 'Việc khác',
  keywords: 'viec khac, chua ro, khong biet',
  categoryCode: null,
  subjectRequired: false,
};

/**
 * The services that can be asked for today: first the one that asks nothing of anybody. Khiếu nại and tố cáo are no PAKN
 * (NĐ 20/2008/NĐ-CP Điều 1): other software neither lists nor carries them.
 */
export function serviceTypes(categories: readonly Category[]): ServiceType[] {
  return [
    UNKNOWN,
    ...categories
      .filter(({ slaClass, code }) => slaClass !== GUIDED_CLASS && code !== UNKNOWN_SERVICE)
      .map((category) => ({
        code: category.code,
        name: category.name,
        description: descriptionOf(category),
        group: category.fieldName,
        keywords: [...new Set([fold(category.name), fold(category.fieldName)])].join(', '),
        categoryCode: category.code,
        subjectRequired: category.subjectRequired,
      })),
  ];
}

function descriptionOf({ name, fieldName, subjectRequired, anonymousAllowed, publicByDefault }: Category): string {
  return [
    `${name} (${fieldName}).`,
    ...(subjectRequired ? ['Cần nêu cơ quan được phản ánh, hoặc nơi đã nộp hồ sơ.'] : []),
    ...(anonymousAllowed ? ['Có thể gửi ẩn danh.'] : ['Cần tên và cách liên lạc của người gửi.']),
    ...(publicByDefault ? [] : ['Nội dung và kết quả không công khai.']),
  ].join(' ');
}

/** As `GET services` lists it. Every service has a definition: each takes a ward. */
export function serviceTree({ code, name, description, keywords, group }: ServiceType): Tree {
  return { service_code: code, service_name: name, description, metadata: true, type: 'realtime', keywords, group };
}

/** As `GET services/<code>` defines it: what may be asked for beside the place and the words. */
export function definitionTree(
  service: ServiceType,
  lists: { readonly agencies: readonly Value[]; readonly wards: readonly Value[] },
): Tree {
  const attributes = [
    ...(service.subjectRequired
      ? [
          {
            code: SUBJECT,
            required: true,
            datatype_description: 'Chọn một cơ quan',
            description: 'Cơ quan được phản ánh, hoặc nơi đã nộp hồ sơ',
            values: lists.agencies,
          },
        ]
      : []),
    {
      code: WARD,
      required: false,
      datatype_description: 'Chọn một phường, xã',
      description: 'Phường, xã nơi xảy ra; cần chọn khi không gửi tọa độ',
      values: lists.wards,
    },
  ];
  return {
    service_code: service.code,
    attributes: attributes.map(({ code, required, datatype_description, description, values }, index) => ({
      variable: true,
      code,
      datatype: 'singlevaluelist',
      required,
      datatype_description,
      order: index + 1,
      description,
      values: values.map(({ key, name }) => ({ key, name })),
    })),
  };
}
