export {
  Attachments,
  attachmentView,
  type AttachmentOwner,
  type AttachmentView,
  type Prepared,
} from './attachments.js';
export { AttachmentsModule } from './attachments.module.js';
export { AttachmentRow, attachmentsEntities } from './entities.js';
export { areasIn, areasText, sameAreas, type PhotoArea } from './domain/photo-area.js';
export { PublicCopies, type MadeCopy } from './public-copies.js';
export { filesOf, UploadForm, type Upload } from './upload.js';
