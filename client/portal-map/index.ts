import { find } from '../shared/dom.js';
import { around, drawWards, loadWards, ZOOM } from '../shared/ward-map.js';

// Loaded by the form when somebody asks for the map: the wards to point at, beside the field that can be typed into.
void show();

async function show(): Promise<void> {
  const box = find('[data-map-box]');
  const said = box && find('[data-map-said]', box);
  const tools = box && find('[data-map-tools]', box);
  const ward = find<HTMLInputElement>('input[name=ward]');
  if (!box || !said || !tools || !ward) return;
  const map = await loadWards();
  if (map === null) {
    box.dispatchEvent(new Event('map-failed'));
    return;
  }
  const picture = drawWards(map, (name) => {
    ward.value = name;
    ward.dispatchEvent(new Event('input', { bubbles: true }));
    ward.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const mark = (): void => {
    const chosen = map.wards.find(({ name }) => name === ward.value);
    if (!chosen) return;
    picture.point(chosen.code);
    said.textContent = `${box.dataset['textChosen'] ?? ''} ${chosen.name}.`;
  };
  ward.addEventListener('change', mark);
  box.prepend(picture.box);
  said.textContent = box.dataset['textPoint'] ?? '';
  tools.replaceChildren(zoomButton('textCloser', 1 / ZOOM), zoomButton('textWider', ZOOM));
  const before = map.wards.find(({ name }) => name === ward.value);
  if (before) picture.zoomTo(around(before.box));
  mark();

  function zoomButton(name: string, by: number): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn--second';
    button.textContent = box?.dataset[name] ?? '';
    button.addEventListener('click', () => picture.zoom(by));
    return button;
  }
}
