import { cleanLine } from '../kernel/index.js';
import type { Language } from '../platform/http/index.js';
import type { Mail } from '../platform/mail/index.js';
import type { Templates } from '../platform/templates/index.js';

/** The three parts of a mail from its folder below `templates/email/`. */
export function renderedMail(
  templates: Templates,
  name: string,
  model: object,
  language: Language = 'vi',
): Pick<Mail, 'subject' | 'text' | 'html'> {
  const data = { language, inEnglish: language === 'en' };
  const part = (file: string): string => templates.render(`email/${name}/${file}`, model, data);
  return {
    subject: cleanLine(part('subject')),
    text: `${part('text')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
    html: part('html'),
  };
}
