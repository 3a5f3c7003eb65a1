import { find } from '../shared/dom.js';
import { keepUploads, keptAs, keptUploads, newUploadId } from './kept-uploads.js';
import { pause } from './line.js';
import { made } from './made.js';
import { smaller } from './smaller.js';

const MOST = 5;
/** Bytes at a time: some seconds on a slow line, and no more than that is sent again when it breaks. */
const PIECE = 128 * 1024;
const LONGEST_WAIT_MS = 30_000;

interface State {
  readonly received: number;
  readonly done: boolean;
}

/** One photo of the form, from being chosen to having come whole. */
interface Photo {
  readonly id: string;
  readonly row: HTMLElement;
  file: Blob | null;
  /** `lost`: it was on its way when the page was left, or is not kept any more; to be chosen again. */
  state: 'coming' | 'here' | 'lost' | 'refused' | 'dropped';
}

/**
 * Sends the photos of a form ahead, piece by piece, while the rest is written: shows how far each has come, goes on
 * where it stopped when the line comes back, and says beside a photo what is wrong with it. The form sends their ids.
 * Without this the field is the browser's own.
 */
export function sendPhotosAhead(form: HTMLFormElement, keep: boolean): void {
  const field = find('[data-photos]', form);
  const list = field && find('[data-photo-list]', field);
  const input = field && find<HTMLInputElement>('input[type=file]', field);
  const said = field && find('[data-photo-said]', field);
  if (!field || !list || !input || !said || typeof FormData === 'undefined') return;
  const text = (name: string, at = ''): string => (field.dataset[name] ?? '').replace('@', at);
  const say = (words: string): void => {
    said.textContent = words;
  };
  const photos: Photo[] = [];
  const here = (): Photo[] => photos.filter(({ state }) => state === 'coming' || state === 'here');
  let sendingAfter = false;

  for (const row of Array.from(list.children) as HTMLElement[]) {
    const photo: Photo = { id: row.dataset['upload'] ?? '', row, file: null, state: 'here' };
    photos.push(photo);
    find('[data-drop-box]', row)?.replaceWith(dropButton(photo));
  }
  if (keep && photos.length === 0) for (const photo of keptUploads().slice(0, MOST).map(shown)) void restore(photo);

  input.addEventListener('change', () => {
    const files = Array.from(input.files ?? []);
    // They go ahead; the form is not to carry them again.
    input.value = '';
    const room = MOST - here().length;
    say(files.length > room ? text('textMany', String(files.length - room)) : '');
    for (const file of files.slice(0, Math.max(0, room))) void add(file);
  });

  // What has not come whole is waited for, and then the form goes by itself.
  form.addEventListener('submit', (event) => {
    if (!photos.some(({ state }) => state === 'coming')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sendingAfter = true;
    say(text('textBefore'));
    said.scrollIntoView({ block: 'nearest' });
  });

  async function add(file: File): Promise<void> {
    const again = photos.find(({ state }) => state === 'lost');
    if (again) away(again);
    const photo = shown(newUploadId());
    remember();
    photo.file = await smaller(file);
    void send(photo);
  }

  function shown(id: string): Photo {
    const row = made('li', 'file');
    row.dataset['upload'] = id;
    const photo: Photo = { id, row, file: null, state: 'coming' };
    photos.push(photo);
    const progress = document.createElement('progress');
    progress.max = 100;
    progress.value = 0;
    row.append(made('span', 'thumb'), made('b'), progress, dropButton(photo));
    list?.append(row);
    if (list) list.hidden = false;
    rename();
    return photo;
  }

  async function send(photo: Photo): Promise<void> {
    const whole = photo.file;
    if (!whole) return;
    let from = 0;
    let wait = 1000;
    while (photo.state === 'coming') {
      try {
        const piece = whole.slice(from, from + PIECE);
        const answer = await fetch(`/api/v1/photo-uploads/${photo.id}?from=${from}&total=${whole.size}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/octet-stream', ...csrf() },
          body: piece,
        });
        if (answer.status === 400 || answer.status === 413) {
          const problem = (await answer.json().catch(() => null)) as { title?: string } | null;
          // What the service says is in Vietnamese.
          const said = document.documentElement.lang === 'en' ? null : problem?.title;
          fail(photo, 'refused', said ?? text('textRefused'));
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        const { received, done } = (await answer.json()) as State;
        if (dropped(photo)) return;
        if (done) {
          arrived(photo);
          return;
        }
        from = received;
        wait = 1000;
        show(photo, Math.round((received / whole.size) * 100));
      } catch {
        if (dropped(photo)) return;
        status(photo, text('textWaiting'));
        await pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
      }
    }
  }

  /** A photo that was sent before the page was left: whether it has come is asked until somebody answers. */
  async function restore(photo: Photo): Promise<void> {
    find('progress', photo.row)?.remove();
    status(photo, text('textAsking'));
    let wait = 1000;
    while (photo.state === 'coming') {
      const came = await keptAs(photo.id).catch(() => null);
      if (dropped(photo)) return;
      if (came === 'here') arrived(photo);
      else if (came !== null) fail(photo, 'lost', text(came === 'partly' ? 'textPartly' : 'textGone'));
      else await pause(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  function arrived(photo: Photo): void {
    photo.state = 'here';
    photo.file = null;
    find('progress', photo.row)?.remove();
    const image = document.createElement('img');
    image.className = 'thumb';
    image.src = `/gui-phan-anh/anh/${photo.id}`;
    image.alt = nameOf(photo);
    find('.thumb', photo.row)?.replaceWith(image);
    const hidden = document.createElement('input');
    hidden.type = 'hidden';
    hidden.name = 'upload';
    hidden.value = photo.id;
    photo.row.append(hidden);
    status(photo, text('textKept'));
    rename();
    settled();
  }

  function fail(photo: Photo, as: 'refused' | 'lost', why: string): void {
    photo.state = as;
    find('progress', photo.row)?.remove();
    find('.muted', photo.row)?.remove();
    const error = made('p', 'error', why);
    error.setAttribute('role', 'alert');
    photo.row.append(error);
    rename();
    sendingAfter = false;
    settled();
  }

  function dropButton(photo: Photo): HTMLButtonElement {
    const button = made('button', 'btn btn--quiet', text('textDrop'));
    button.type = 'button';
    button.addEventListener('click', () => {
      away(photo);
      say('');
      if (list && photos.length === 0) list.hidden = true;
      settled();
      input?.focus();
    });
    return button;
  }

  function away(photo: Photo): void {
    if (photo.state !== 'refused')
      void fetch(`/api/v1/photo-uploads/${photo.id}`, { method: 'DELETE', headers: csrf() }).catch(() => null);
    photo.state = 'dropped';
    photo.row.remove();
    photos.splice(photos.indexOf(photo), 1);
    rename();
  }

  /** On this device: the page may be left before the rest has come. */
  function remember(): void {
    if (keep) keepUploads(photos.filter(({ state }) => state !== 'refused').map(({ id }) => id));
  }

  /** After each photo that has come, or will not. */
  function settled(): void {
    remember();
    if (!sendingAfter || photos.some(({ state }) => state === 'coming')) return;
    sendingAfter = false;
    say('');
    form.requestSubmit();
  }

  function nameOf(photo: Photo): string {
    return text('textOne', String(photos.indexOf(photo) + 1));
  }

  function rename(): void {
    for (const photo of photos) {
      const name = find('b', photo.row);
      if (name) name.textContent = nameOf(photo);
      find('button', photo.row)?.setAttribute('aria-label', text('textDropOne', String(photos.indexOf(photo) + 1)));
      const image = find<HTMLImageElement>('img', photo.row);
      if (image) image.alt = nameOf(photo);
      find('progress', photo.row)?.setAttribute('aria-label', nameOf(photo));
    }
  }

  function show(photo: Photo, share: number): void {
    const progress = find<HTMLProgressElement>('progress', photo.row);
    if (progress) progress.value = share;
    const name = find('b', photo.row);
    const number = String(photos.indexOf(photo) + 1);
    if (name) name.textContent = text('textSending', number).replace('%%', String(share));
    find('.muted', photo.row)?.remove();
  }

  function status(photo: Photo, words: string): void {
    const line = find('.muted', photo.row) ?? made('span', 'muted');
    line.textContent = words;
    photo.row.append(line);
  }

  function csrf(): Record<string, string> {
    const token = find<HTMLInputElement>('input[name=_csrf]', form)?.value;
    return token === undefined ? {} : { 'x-csrf-token': token };
  }
}

/** Read anew: it may have been dropped while something was waited for. */
function dropped(photo: Photo): boolean {
  return photo.state === 'dropped';
}
