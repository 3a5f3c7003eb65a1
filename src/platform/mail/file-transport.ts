import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Log } from '../log/index.js';
import { MailTransport, type Mail, type MailOutcome } from './mail.js';
import { isAddress, message } from './smtp-transport.js';

/** Without a gateway (development): each mail becomes an .eml file that any mail program opens. */
export class FileTransport extends MailTransport {
  private readonly composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor(
    private readonly folder: string,
    private readonly from: string,
    private readonly log: Log,
  ) {
    super();
  }

  async send(mail: Mail): Promise<MailOutcome> {
    if (!isAddress(mail.to.address)) return { kind: 'refused', reason: 'not an address' };
    const composed = await this.composer.sendMail(message(mail, this.from));
    const name = mail.messageId.replace(/[^A-Za-z0-9@.-]/g, '').replace(/@.*$/, '');
    await mkdir(this.folder, { recursive: true });
    const file = join(this.folder, `${name}.eml`);
    // The same mail again replaces its file; a reader never sees half of one.
    await writeFile(`${file}.part`, composed.message as Buffer, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.log.info({ file }, 'mail written to a file, there is no SMTP_URL');
    return { kind: 'sent' };
  }

  close(): void {
    this.composer.close();
  }
}
