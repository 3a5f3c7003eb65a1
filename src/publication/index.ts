export { redact } from './domain/redact.js';
export { fromMarked, HIDDEN_KINDS, toMarked, visibleText, type HiddenKind, type Segment } from './domain/segments.js';
export { openElsewhere, sheetField, type SheetField, type SheetPhoto } from './domain/redaction-sheet.js';
export type { FilledSheet } from './domain/sheet-form.js';
export { withdrawnWords } from './domain/withdrawn-words.js';
export type { Holder } from './domain/holders.js';
export type { DeadlineNote, PublishedAnswer } from './domain/published-item.js';
export { monthAfter, monthBounds, NO_FIGURES, shareOf, type Figures, type MonthFigures } from './domain/figures.js';
export { publicationEntities, type PublicStatusRow, type PublishedItemRow } from './entities.js';
export { PublicationModule } from './publication.module.js';
export { PUBLIC_PHASES, type PublicPhase } from './domain/public-change.js';
export { PublicChangeRow } from './public-changes.js';
export {
  PublicRecords,
  type PublicItem,
  type PublicRecord,
  type PublicRecordFilter,
  type Slice,
  type Span,
} from './public-records.js';
export {
  PublicStatuses,
  PublishedItems,
  type PublishedFilter,
  type PublishedLine,
  type PublishedPage,
} from './published-items.js';
export { PublishedSearch, type PublishedSearchFilter, type PublishedSearchPage } from './published-search.js';
export type { Result } from './domain/search-terms.js';
export type { Sort } from './domain/search-run.js';
export { PublishTicket, type PublishTicketInput } from './publish-ticket.js';
export { RedactionSheets, type RedactionSheet } from './redaction-sheets.js';
export { PublicFigures } from './public-figures.js';
export { PublishedExport, type ExportedItem } from './published-export.js';
export { RebuildProjections } from './rebuild-projections.js';
export type { WithdrawnItemRow } from './moderation-entities.js';
export { WithdrawnItems, Withdrawals, type WithdrawnPage } from './withdrawals.js';
