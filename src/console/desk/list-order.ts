import type { ListItem, ListTab } from '../../tickets/index.js';
import { byPressure, mostPressing } from './clock-badge.js';

/** A list in the order in which it is shown, and what it is sorted by. */
export interface OrderedList {
  readonly items: readonly ListItem[];
  readonly words: string;
}

/**
 * A list that is shown whole is sorted by the clock that presses whoever looks: an agency's own clocks, or the
 * nearest of all. One of several pages keeps the order of the index it is paged by, the deadline end to end.
 */
export function inOrder(
  items: readonly ListItem[],
  list: {
    readonly of: ListTab['of'] | undefined;
    readonly whole: boolean;
    readonly agencyCode: string | null;
  },
): OrderedList {
  if (list.of === 'committed') return { items, words: 'Theo ngày đã hẹn' };
  if (list.of === 'ended') return { items, words: 'Mới xong đứng trên' };
  if (!list.whole) return { items, words: 'Theo hạn trả lời người dân' };
  const pressing = new Map(items.map((item) => [item, mostPressing(item.clocks, list.agencyCode)]));
  const sorted = [...items].sort((a, b) => {
    const [one, other] = [pressing.get(a) ?? null, pressing.get(b) ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return byPressure(one, other);
  });
  return { items: sorted, words: list.agencyCode === null ? 'Theo hạn gần nhất' : 'Theo hạn gần nhất của đơn vị' };
}
