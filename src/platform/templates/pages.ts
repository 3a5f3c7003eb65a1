import { addressIn, linksInEnglish, type Language } from '../http/index.js';
import { Templates } from './templates.js';

/** What a page may show of the person looking at it; the staff kind of `Principal` fits. */
interface Viewer {
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly agencyCode: string;
}

/** What every page is given beside its own model; templates reach it as `@viewer`, `@csrf`, `@path`. */
export interface PageContext {
  /** Who looks at the page. Anybody who is not staff is shown nothing of themselves. */
  readonly principal?: (Viewer & { readonly kind: 'staff' }) | { readonly kind: 'public' | 'system' } | null;
  /** Token for the forms of a signed-in person; null on public pages. */
  readonly csrf?: string | null;
  /** How many reminders a member of staff has not taken note of; left out for those who get none. */
  readonly unread?: number | null;
  /** What the bar of those who take calls shows of the telephone; left out for everybody else. */
  readonly phone?: object | null;
  /** Path of the request, for "you are here". */
  readonly path: string;
  /** Query of the request with its question mark, "" without one: the other language shows the same page of a list. */
  readonly query?: string;
  /** Of citizens' pages; those of staff are in Vietnamese. */
  readonly language?: Language;
  /** What of the query makes it another page, "?thang=2026-10"; left out: all queries of the path are one page. */
  readonly canonicalQuery?: string;
}

/** Renders pages. The model is typed by the controller; the template says which layout it stands in. */
export class Pages {
  /** @param origin where the service is reached, without a stroke at the end. */
  constructor(
    private readonly templates: Templates,
    private readonly origin: string = '',
  ) {}

  /**
   * @param name such as "portal/home".
   * @returns the whole HTML document.
   */
  render(name: string, model: object, context: PageContext): string {
    const viewer = context.principal?.kind === 'staff' ? context.principal : null;
    const { csrf = null, unread = null, phone = null, path } = context;
    const reminders = viewer === null || unread === null ? null : { unread, many: unread > 99 };
    const language = name.startsWith('portal/') ? (context.language ?? 'vi') : 'vi';
    const data = { viewer, csrf, path, reminders, phone, language, ...this.addresses(language, context) };
    const html = this.templates.render(name, model, data);
    return language === 'en' ? linksInEnglish(html) : html;
  }

  /** Where the page is for search machines, and where it is in each language. */
  private addresses(language: Language, { path, query = '', canonicalQuery = '' }: PageContext) {
    const address = (wanted: Language): string => this.origin + addressIn(wanted, path + canonicalQuery);
    return {
      origin: this.origin,
      inEnglish: language === 'en',
      canonical: address(language),
      vietnamese: address('vi'),
      english: address('en') === address('vi') ? null : address('en'),
      other: addressIn(language === 'vi' ? 'en' : 'vi', path + query),
    };
  }
}
