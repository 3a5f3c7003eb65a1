export { FileTransport } from './file-transport.js';
export { MailTransport, type Mail, type MailAttachment, type MailOutcome } from './mail.js';
export { MailModule } from './mail.module.js';
export { isAddress, SmtpTransport } from './smtp-transport.js';
