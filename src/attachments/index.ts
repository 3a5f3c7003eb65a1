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
export { MOST_PIECE, PhotoUploads, UPLOAD_ID, type UploadState } from './photo-uploads.js';
export { MOST_FILES } from './domain/file-kind.js';
export { allFilesOf, filesOf, UploadForm, type Upload } from './upload.js';
