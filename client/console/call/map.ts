import { fold } from '../../shared/fold.js';
import { around, drawWards, loadWards, ZOOM } from '../../shared/ward-map.js';
import { openDialog } from './dialog.js';
import { currentMatter, element, setField, valueOf } from './matter.js';

/** The wards to choose from, by hand on the map or by letters in the list; loaded when it is asked for. */
export function mapOfWards(form: HTMLFormElement): void {
  const button = document.querySelector<HTMLElement>('[data-map]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => void open(form));
}

async function open(form: HTMLFormElement): Promise<void> {
  const matter = currentMatter(form);
  if (!matter) return;
  const { dialog, close } = openDialog('Chọn phường, xã trên bản đồ', 'sheet--map');
  const waiting = element('p', 'muted', 'Đang tải bản đồ…');
  waiting.setAttribute('role', 'status');
  dialog.append(waiting);
  const map = await loadWards();
  if (!dialog.isConnected) return;
  if (map === null) {
    waiting.textContent = 'Chưa tải được bản đồ vì mất mạng. Vẫn gõ được tên phường, xã.';
    return;
  }
  waiting.remove();
  const chosen = map.wards.find(({ name }) => name === valueOf(matter, 'ward')) ?? null;
  const take = (name: string): void => {
    close();
    setField(matter, 'ward', name);
  };

  const picture = drawWards(map, take);
  const { zoomTo, zoom, point } = picture;
  const input = document.createElement('input');
  input.className = 'input';
  input.type = 'text';
  input.id = 'map-find';
  input.autocomplete = 'off';
  const label = element('label', '', 'Tên phường, xã');
  label.setAttribute('for', input.id);
  const select = document.createElement('select');
  select.className = 'select map__names';
  select.size = 12;
  select.setAttribute('aria-label', 'Phường, xã; Enter để chọn');
  const names = [...map.wards].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  const fill = (): void => {
    const wanted = fold(input.value);
    const fitting = names.filter(({ name }) => ` ${fold(name)}`.includes(wanted === '' ? '' : ` ${wanted}`));
    select.replaceChildren(...fitting.map(({ code, name }) => new Option(name, code)));
  };
  const look = (code: string): void => {
    const shape = map.wards.find((one) => one.code === code);
    if (!shape) return;
    point(code);
    zoomTo(around(shape.box));
  };
  const tools = element('div', 'inline');
  for (const [text, by] of [
    ['Gần hơn', 1 / ZOOM],
    ['Xa hơn', ZOOM],
  ] as const) {
    const button = element('button', 'btn btn--second', text);
    button.setAttribute('type', 'button');
    button.addEventListener('click', () => {
      zoom(by);
    });
    tools.append(button);
  }
  const side = element('div', 'map__side');
  side.append(label, input, select, tools);
  const columns = element('div', 'map__columns');
  columns.append(side, picture.box);
  dialog.append(columns);
  fill();
  if (chosen) {
    select.value = chosen.code;
    look(chosen.code);
  }
  input.focus();
  input.addEventListener('input', () => {
    fill();
    const [only, other] = select.options;
    if (only && !other) look(only.value);
  });
  select.addEventListener('change', () => {
    look(select.value);
  });
  const enter = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' && event.target === input) {
      event.preventDefault();
      select.focus();
      select.selectedIndex = Math.max(0, select.selectedIndex);
      look(select.value);
    } else if (event.key === 'Enter' && !event.ctrlKey) {
      event.preventDefault();
      const name = (select.selectedOptions[0] ?? select.options[0])?.label;
      if (name !== undefined) take(name);
    }
  };
  input.addEventListener('keydown', enter);
  select.addEventListener('keydown', enter);
  select.addEventListener('dblclick', () => {
    const name = select.selectedOptions[0]?.label;
    if (name !== undefined) take(name);
  });
}
