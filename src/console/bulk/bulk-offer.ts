import { allows, type Principal } from '../../identity/index.js';
import { bulkActionsOf } from './bulk-request.js';
import { ACTION_WORDS } from './bulk-words.js';

/** What a list offers to do with several of its tickets; null: nothing. */
export function bulkOffer(
  principal: Principal,
  tab: string,
  items: readonly { readonly id: string; readonly version: number; readonly lead: { readonly code: string } | null }[],
): object | null {
  // Nobody reminds himself: what no agency has is with the coordinators.
  const centre = allows(principal, 'ticket.classify') && principal.kind === 'staff' ? principal.agencyCode : null;
  const own = centre !== null && items.every(({ lead }) => lead === null || lead.code === centre);
  const actions = bulkActionsOf(principal)
    .filter((action) => !(own && action === 'remind_holder'))
    .map((action) => ({ value: action, label: ACTION_WORDS[action].label, icon: ACTION_WORDS[action].icon }));
  if (actions.length === 0 || items.length < 2) return null;
  return { tab, actions, page: items.map(({ id, version }) => `${id}.${String(version)}`).join(',') };
}
