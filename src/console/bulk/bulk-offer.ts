import type { Principal } from '../../identity/index.js';
import { bulkActionsOf } from './bulk-request.js';
import { ACTION_WORDS } from './bulk-words.js';

/** What a list offers to do with several of its tickets; null: nothing. */
export function bulkOffer(
  principal: Principal,
  tab: string,
  items: readonly { readonly id: string; readonly version: number }[],
): object | null {
  const actions = bulkActionsOf(principal).map((action) => ({
    value: action,
    label: ACTION_WORDS[action].label,
    icon: ACTION_WORDS[action].icon,
  }));
  if (actions.length === 0 || items.length < 2) return null;
  return { tab, actions, page: items.map(({ id, version }) => `${id}.${String(version)}`).join(',') };
}
