import { unsentText } from './sending.js';

/** Fired on the window when the server has been reached again. */
export const LINE_UP = 'line-up';

let online: boolean | null = null;
let unsent = 0;

/** The line to the server, as the page's head tells of it. */
export function showLine(up: boolean): void {
  const came = up && online !== true;
  online = up;
  show();
  if (came) window.dispatchEvent(new Event(LINE_UP));
}

/** How many saved contacts the server has not got yet. */
export function showUnsent(count: number): void {
  unsent = count;
  show();
}

function show(): void {
  const line = document.querySelector<HTMLElement>('[data-net]');
  const text = line?.querySelector('[data-net-text]');
  if (!line || !text || (online === null && unsent === 0)) return;
  line.hidden = false;
  line.classList.toggle('net--off', online === false || unsent > 0);
  const state = online === false ? ['Mất mạng, đang nối lại'] : online === true ? ['Trực tuyến'] : [];
  text.textContent = [...state, ...(unsent > 0 ? [unsentText(unsent)] : [])].join(' · ');
}
