import type { ArticleFilter, ArticleHead, Standing } from '../../knowledge/index.js';

export interface Mark {
  readonly tone: 'ok' | 'info' | 'soon' | 'late' | 'quiet';
  readonly icon: string;
  readonly text: string;
}

const STANDING_MARKS: Readonly<Record<Standing, Mark>> = {
  draft: { tone: 'quiet', icon: 'pen-line', text: 'Bản nháp' },
  waiting: { tone: 'info', icon: 'calendar-clock', text: 'Chờ đến ngày' },
  in_force: { tone: 'ok', icon: 'circle-check', text: 'Đang dùng' },
  expired: { tone: 'late', icon: 'clock-alert', text: 'Hết hiệu lực' },
  withdrawn: { tone: 'quiet', icon: 'eye-off', text: 'Đã rút' },
};

/** How an article stands, and what it waits for. */
export function marksOf(head: ArticleHead, today: string): Mark[] {
  return [
    STANDING_MARKS[head.standing],
    ...(head.standing === 'in_force' && head.reviewOn <= today
      ? [{ tone: 'soon', icon: 'calendar', text: 'Cần rà soát' } as const]
      : []),
    ...(head.hasDraft && head.standing !== 'draft'
      ? [{ tone: 'info', icon: 'pen-line', text: 'Có bản mới chờ duyệt' } as const]
      : []),
    ...(head.hasDraft && head.standing === 'draft'
      ? [{ tone: 'info', icon: 'clipboard-check', text: 'Chờ duyệt' } as const]
      : []),
    ...(head.sample ? [{ tone: 'soon', icon: 'info', text: 'Mẫu' } as const] : []),
  ];
}

type Group = Exclude<ArticleFilter['group'], null>;

/** What the list can be narrowed to, as it stands in its address. */
export const GROUPS: Readonly<Record<string, readonly [group: Group | null, label: string]>> = {
  'dang-dung': ['in_force', 'Đang dùng'],
  'ra-soat': ['review', 'Cần rà soát'],
  'cho-duyet': ['approval', 'Chờ duyệt'],
  'cho-ngay': ['waiting', 'Chờ đến ngày'],
  'het-han': ['expired', 'Hết hiệu lực'],
  'da-rut': ['withdrawn', 'Đã rút'],
  'tat-ca': [null, 'Tất cả'],
};

export const VERSION_WORDS = {
  draft: 'bản nháp',
  approved: 'đã duyệt',
  superseded: 'đã thay',
  withdrawn: 'đã rút',
} as const;
