import { openDialog } from './call/dialog.js';
import { element } from './call/matter.js';

/**
 * `?` outside of fields, and a button in the bar, list the keys that work on this page now: those that its
 * buttons carry, so that the list cannot say anything else than the buttons do.
 */
export function keySheet(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '?' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (writes(event.target) || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    open();
  });
  const place = document.querySelector('[data-key-sheet]');
  if (!(place instanceof HTMLElement)) return;
  place.hidden = false;
  place.addEventListener('click', open);
}

function writes(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
}

function open(): void {
  const { dialog } = openDialog('Phím tắt trên trang này', 'sheet--keys');
  const list = element('dl', 'keysheet');
  for (const [label, key] of keysOfPage()) {
    const name = element('dt');
    name.append(element('kbd', '', key));
    list.append(name, element('dd', '', label));
  }
  dialog.append(list);
}

function keysOfPage(): [label: string, key: string][] {
  const keys = new Map<string, string>();
  const main = document.querySelector<HTMLElement>('main [data-primary]');
  if (main) keys.set('Ctrl Enter', labelOf(main));
  for (const button of document.querySelectorAll<HTMLElement>('[data-key]')) {
    if (button.closest('dialog') || button.offsetParent === null) continue;
    const key = shown(button.dataset['key'] ?? '');
    if (!keys.has(key)) keys.set(key, labelOf(button));
  }
  for (const line of document.querySelectorAll<HTMLElement>('[data-key-line]'))
    keys.set(line.dataset['keyLine'] ?? '', labelOf(line));
  if (document.querySelector('[role="combobox"]')) {
    keys.set('↓ ↑', 'Chọn trong danh sách đang mở');
    keys.set('Enter', 'Lấy dòng đang chọn trong danh sách');
    keys.set('Esc', 'Đóng danh sách, cửa sổ; trong ô vừa nhận gợi ý: bỏ gợi ý');
  }
  keys.set('Tab', 'Sang ô sau; Shift Tab: về ô trước');
  keys.set('?', 'Mở bảng này (khi không đứng trong ô chữ)');
  return [...keys].map(([key, label]) => [label, key]);
}

/** "alt+1" → "Alt 1". */
function shown(key: string): string {
  return key
    .split('+')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
}

/** What is written on it, without the key. */
function labelOf(button: HTMLElement): string {
  const told = button.dataset['keyLabel'];
  if (told !== undefined) return told;
  const copy = button.cloneNode(true) as HTMLElement;
  for (const key of copy.querySelectorAll('kbd')) key.remove();
  return copy.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
