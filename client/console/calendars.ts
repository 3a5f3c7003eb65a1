import { find } from '../shared/dom.js';

const POLL_MS = 1500;
/** A page that cannot be fetched is tried again more and more seldom. */
const MOST_MS = 30_000;

/** The pages of the rules of time: one tab stop for a year of days, a preview that follows its progress, printing. */
export function calendars(): void {
  moveByArrows();
  followProgress(POLL_MS);
  offerPrint();
}

/** 365 links would be 365 stops: one is in the order of the page, the arrows reach the others. */
function moveByArrows(): void {
  const year = find('[data-year]');
  if (!year) return;
  const squares = [...year.querySelectorAll<HTMLAnchorElement>('[data-day]')];
  const start =
    squares.find((square) => square.hasAttribute('aria-current')) ??
    squares.find((square) => square.classList.contains('sq--today')) ??
    squares[0];
  const stopAt = (square: HTMLAnchorElement | undefined): void => {
    for (const one of squares) one.tabIndex = one === square ? 0 : -1;
  };
  stopAt(start);
  year.addEventListener('keydown', (event) => {
    const at = squares.indexOf(event.target as HTMLAnchorElement);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const to =
      step !== undefined ? at + step : event.key === 'Home' ? 0 : event.key === 'End' ? squares.length - 1 : null;
    const next = to === null ? undefined : squares[Math.min(squares.length - 1, Math.max(0, to))];
    if (!next) return;
    event.preventDefault();
    stopAt(next);
    next.focus();
  });
}

/** While a change is previewed or applied, its part of the page is fetched again until it is done. */
function followProgress(wait: number): void {
  const there = find('[data-change]');
  if (there?.hasAttribute('data-busy') !== true) return;
  window.setTimeout(() => {
    void fetch(location.pathname, {
      headers: { accept: 'text/html', 'x-background': '1' },
      credentials: 'same-origin',
    })
      .then(async (response) => {
        if (response.redirected || response.status === 401) location.reload();
        if (!response.ok) throw new TypeError(String(response.status));
        const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
        const here = find('[data-change]', fresh);
        if (!here) return;
        there.replaceChildren(...here.childNodes);
        there.toggleAttribute('data-busy', here.hasAttribute('data-busy'));
        // Heard once, at the end, and not at every look.
        const said = find('[data-said]');
        const done = find('[data-effect]', there);
        if (said && done) said.textContent = done.textContent;
        followProgress(POLL_MS);
      })
      .catch(() => {
        followProgress(Math.min(MOST_MS, wait * 2));
      });
  }, wait);
}

function offerPrint(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      window.print();
    });
  }
}
