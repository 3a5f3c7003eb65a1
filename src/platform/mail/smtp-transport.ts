import { createTransport, type Transporter } from 'nodemailer';
import { cleanLine } from '../../kernel/index.js';
import { MailTransport, type Mail, type MailOutcome } from './mail.js';

// Together they bound one attempt well below the lease of a claim.
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

// Where in the conversation a refusal is about this mail and not about us.
const ABOUT_THE_MAIL = new Set(['EENVELOPE', 'EMESSAGE']);

/** Through an SMTP gateway, over connections that are kept. */
export class SmtpTransport extends MailTransport {
  private readonly transporter: Transporter;

  /**
   * @param url `smtp://user:password@host:port`, `smtps://…`
   * @param from sender, "Name <address>"
   */
  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    const timeouts = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS };
    this.transporter = createTransport({ url, pool: true, maxConnections: 3, ...timeouts });
  }

  async send(mail: Mail): Promise<MailOutcome> {
    if (!isAddress(mail.to.address)) return { kind: 'refused', reason: 'not an address' };
    try {
      await this.transporter.sendMail(message(mail, this.from));
      return { kind: 'sent' };
    } catch (error) {
      return outcomeOf(error as SmtpError);
    }
  }

  close(): void {
    this.transporter.close();
  }
}

/** What nodemailer is given; also used for files. Header values are single lines, whatever their source. */
export function message(mail: Mail, from: string): object {
  return {
    from,
    to: { name: cleanLine(mail.to.name ?? ''), address: mail.to.address },
    subject: cleanLine(mail.subject),
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments?.map((file) => ({ ...file })) ?? [],
    messageId: mail.messageId,
    ...(mail.replyTo === undefined ? {} : { replyTo: cleanLine(mail.replyTo) }),
    // RFC 3834: an automatic mail; out-of-office answers stay away.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** One address and nothing else: no list, no comment, no line break. */
export function isAddress(address: string): boolean {
  return /^[^\s@<>(),;:"\\]{1,64}@[^\s@<>(),;:"\\]{1,190}$/.test(address);
}

function outcomeOf(error: SmtpError): MailOutcome {
  const reason = [error.code ?? 'unknown', error.responseCode].filter((part) => part !== undefined).join(' ');
  if (!ABOUT_THE_MAIL.has(error.code ?? '')) return { kind: 'gateway_down', reason };
  // MAIL FROM refused is about our sender, not about the recipient. 421 closes the channel: the gateway's own trouble.
  if (error.command === 'MAIL FROM' || error.responseCode === 421) return { kind: 'gateway_down', reason };
  const permanent = error.responseCode === undefined || error.responseCode >= 500;
  return { kind: permanent ? 'refused' : 'deferred', reason };
}
