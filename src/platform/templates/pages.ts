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
}

/** Renders pages. The model is typed by the controller; the template says which layout it stands in. */
export class Pages {
  constructor(private readonly templates: Templates) {}

  /**
   * @param name such as "portal/home".
   * @returns the whole HTML document.
   */
  render(name: string, model: object, context: PageContext): string {
    const viewer = context.principal?.kind === 'staff' ? context.principal : null;
    const { csrf = null, unread = null, phone = null, path } = context;
    const reminders = viewer === null || unread === null ? null : { unread, many: unread > 99 };
    return this.templates.render(name, model, { viewer, csrf, path, reminders, phone });
  }
}
