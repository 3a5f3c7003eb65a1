import { browserStore } from './browser-store.js';
import { idOf, left, switchTo } from './drafts.js';
import { blank, valuesFrom } from './form-words.js';
import { labelOf, timeOf, type KeptForm } from './keeping.js';
import { forget, onQueue, takeBack } from './send-queue.js';
import { inOrder, waitingText, type UnsentCall } from './sending.js';

/** What stands above the fields of the operator's form: what waits, what became of it, what was begun and left. */
interface Shown {
  calls: readonly UnsentCall[];
  kept: readonly KeptForm[];
}

/** @returns what is to be told of kept forms that no tab writes any more. */
export function showKept(): (form: HTMLFormElement, kept: readonly KeptForm[]) => void {
  const shown: Shown = { calls: [], kept: [] };
  onQueue((calls) => {
    shown.calls = calls;
    const form = document.querySelector<HTMLFormElement>('form[data-queue]');
    if (form) show(form, shown);
  });
  return (form, kept) => {
    shown.kept = kept;
    show(form, shown);
  };
}

function show(form: HTMLFormElement, shown: Shown): void {
  const now = Date.now();
  const waiting = waitingText(shown.calls);
  const done = inOrder(shown.calls);
  const again = async (): Promise<void> => {
    shown.kept = await left(form);
    show(form, shown);
  };
  const lines = [
    ...(waiting === null ? [] : [line('off', [waiting], signIn(shown.calls))]),
    ...done.filter(({ state }) => state === 'refused').map((call) => refused(form, call, { now, again })),
    ...done
      .filter(({ state }) => state === 'sent')
      .map((call) =>
        line(
          'ok',
          [`Đã gửi cuộc gọi ghi lúc ${timeOf(call.at, now)}.`, ...call.lines],
          [button('Đã xem', () => forget(call))],
        ),
      ),
    ...shown.kept.map((kept) => begun(form, kept, { now, again })),
  ];
  const place = placeIn(form);
  const text = (nodes: readonly Node[]): string => nodes.map((node) => node.textContent ?? '').join('\n');
  // Said again only when it has changed: a screen reader would read it every time.
  if (text(lines) !== text([...place.childNodes])) place.replaceChildren(...lines);
  place.hidden = lines.length === 0;
}

interface Doing {
  readonly now: number;
  readonly again: () => Promise<void>;
}

function refused(form: HTMLFormElement, call: UnsentCall, { now, again }: Doing): HTMLElement {
  const who = labelOf(valuesFrom(form, call.fields));
  const why = call.lines.length > 0 ? call.lines : ['Máy chủ chưa nhận. Xin mở ra xem lại.'];
  return line(
    'soon',
    [`Cuộc gọi ghi lúc ${timeOf(call.at, now)} chưa ghi được (${who}).`, ...why],
    [
      button('Mở để sửa', async () => {
        await switchTo(form, await takeBack(call, form), () => {
          blank(form);
        });
        await again();
      }),
    ],
  );
}

function begun(form: HTMLFormElement, kept: KeptForm, { now, again }: Doing): HTMLElement {
  return line(
    'info',
    [`Còn một cuộc gọi ghi dở lúc ${timeOf(kept.at, now)}: ${labelOf(kept.values)}`],
    [
      button('Mở', async () => {
        await switchTo(form, kept, () => {
          blank(form);
        });
        await again();
      }),
      button('Bỏ', async () => {
        if (!confirm('Bỏ hẳn cuộc gọi ghi dở này? Chữ đã gõ không lấy lại được.')) return;
        if (kept.id !== (await idOf(form))) await browserStore.dropForm(kept.id);
        await again();
      }),
    ],
  );
}

function signIn(calls: readonly UnsentCall[]): HTMLElement[] {
  if (!calls.some(({ state, because }) => state === 'waiting' && because === 'session')) return [];
  const link = document.createElement('a');
  link.className = 'btn btn--second';
  link.href = '/dang-nhap?tiep=%2Ftong-dai';
  link.textContent = 'Đăng nhập lại';
  return [link];
}

function line(
  tone: 'off' | 'ok' | 'soon' | 'info',
  texts: readonly string[],
  actions: readonly HTMLElement[],
): HTMLElement {
  const box = document.createElement('div');
  box.className = `banner banner--${tone} kept`;
  const words = document.createElement('div');
  words.append(
    ...texts.map((text) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = text;
      return paragraph;
    }),
  );
  const buttons = document.createElement('div');
  buttons.className = 'inline';
  buttons.append(...actions);
  box.append(words, ...(actions.length > 0 ? [buttons] : []));
  return box;
}

function button(text: string, act: () => Promise<void>): HTMLButtonElement {
  const made = document.createElement('button');
  // Not the form's own button: Enter in a field must not press it.
  made.type = 'button';
  made.className = 'btn btn--second';
  made.textContent = text;
  made.addEventListener('click', () => void act());
  return made;
}

function placeIn(form: HTMLFormElement): HTMLElement {
  const there = form.querySelector<HTMLElement>('[data-kept]');
  if (there) return there;
  const place = document.createElement('div');
  place.className = 'stack stack--s';
  place.dataset['kept'] = '';
  place.setAttribute('role', 'status');
  const inner = form.querySelector('.form');
  if (inner) inner.prepend(place);
  else form.prepend(place);
  return place;
}
