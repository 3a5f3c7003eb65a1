import { find } from '../shared/dom.js';

/**
 * Links of the bar that find no room go behind "Thêm", whole, instead of being cut off in the middle: a coordinator
 * at 1366 px would never see the list of what is late. What is open stays in the bar. Without this the links scroll.
 */
export function foldBar(): void {
  const bar = find('.bar');
  const nav = bar && find('.nav', bar);
  if (!bar || !nav) return;
  let order: Element[] = [];
  const fit = (): void => {
    const links = find('.nav__links', nav);
    const menu = find('.nav__menu', nav);
    // A link that moved away under a hand or the keyboard would be lost.
    if (!links || !menu || nav.contains(document.activeElement) || nav.querySelector('details[open]')) return;
    links.append(...order);
    // From the end, and what is late after all others.
    const folding = [...order].reverse().sort((a, b) => Number(isLate(a)) - Number(isLate(b)));
    for (const link of folding) {
      if (links.scrollWidth <= links.clientWidth) break;
      if (!link.hasAttribute('aria-current')) menu.prepend(link);
    }
    // What was folded stands in the menu in the order of the bar.
    menu.prepend(...order.filter((link) => link.parentElement === menu));
  };
  const begin = (): void => {
    order = [...nav.querySelectorAll('.nav__links > a')];
    fit();
  };
  // The state of the telephone beside the links is now shorter, now longer; counts come with a new bar.
  const room = new ResizeObserver(fit);
  for (const part of [bar, ...bar.children]) room.observe(part);
  new MutationObserver(begin).observe(nav, { childList: true });
  begin();
}

function isLate(link: Element): boolean {
  return link.hasAttribute('data-late');
}
