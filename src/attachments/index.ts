export {
  Attachments,
  attachmentView,
  type AttachmentOwner,
  type AttachmentView,
  type Prepared,
} from './attachments.js';
export { AttachmentsModule } from './attachments.module.js';
export { AttachmentRow, attachmentsEntities } from './entities.js';
export { filesOf, UploadForm, type Upload } from './upload.js';
