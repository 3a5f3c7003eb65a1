export { redact } from './domain/redact.js';
export { fromMarked, HIDDEN_KINDS, toMarked, visibleText, type HiddenKind, type Segment } from './domain/segments.js';
export type { Holder } from './domain/holders.js';
export type { DeadlineNote, PublishedAnswer } from './domain/published-item.js';
export {
  monthAfter,
  monthBounds,
  NO_FIGURES,
  shareOf,
  type Figures,
  type MonthFigures,
} from './domain/figures.js';
export { publicationEntities, type PublicStatusRow, type PublishedItemRow } from './entities.js';
export { PublicationModule } from './publication.module.js';
export {
  PublicStatuses,
  PublishedItems,
  type PublishedFilter,
  type PublishedPage,
} from './published-items.js';
export { PublicTextDraft, PublishTicket, type PublishTicketInput } from './publish-ticket.js';
export { PublicFigures } from './public-figures.js';
export { PublishedExport, type ExportedItem } from './published-export.js';
export { RebuildProjections } from './rebuild-projections.js';
