import type { AttachmentOwner, Attachments, Prepared } from '../attachments/index.js';
import type { Principal } from '../identity/index.js';
import type { UnitOfWork } from '../platform/database/index.js';
import { authorOf } from './acting.js';
import { isTicketId } from './entities.js';

/**
 * Photos of a reply or a report, before it and apart from it: megabytes do not hold up the ticket, and are not sent
 * again when the words have to be. Nobody sees them until there is something of the owner's id; if it never comes,
 * `AbandonedPhotos` takes them away.
 */
export async function storeAhead(
  { unitOfWork, attachments }: { readonly unitOfWork: UnitOfWork; readonly attachments: Attachments },
  owner: AttachmentOwner & { readonly kind: 'reply' | 'done' },
  photos: readonly Prepared[],
  principal: Principal,
): Promise<void> {
  if (photos.length === 0 || !isTicketId(owner.ticketId)) return;
  await unitOfWork.run((transaction) => attachments.store(transaction, owner, photos, authorOf(principal).accountId));
}
