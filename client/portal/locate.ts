import { find } from '../shared/dom.js';

interface WardAnswer {
  readonly ward?: { readonly name: string } | null;
}

/** "Dùng vị trí của tôi": asks the device where it is and the server which ward that is. */
export function offerLocation(form: HTMLFormElement): void {
  const part = find('[data-locate]', form);
  const get = find<HTMLButtonElement>('[data-locate-get]', form);
  const drop = find<HTMLButtonElement>('[data-locate-drop]', form);
  const status = find('[data-locate-status]', form);
  const lat = find<HTMLInputElement>('input[name=lat]', form);
  const lng = find<HTMLInputElement>('input[name=lng]', form);
  const ward = find<HTMLInputElement>('input[name=ward]', form);
  // A browser gives the position only to a page it trusts.
  if (
    !part ||
    !get ||
    !drop ||
    !status ||
    !lat ||
    !lng ||
    !ward ||
    !('geolocation' in navigator) ||
    !window.isSecureContext
  )
    return;
  part.hidden = false;
  const asked = status.textContent ?? '';
  const say = (name: string, after = '') => (status.textContent = `${status.dataset[name] ?? ''}${after}`);
  const hold = (latitude: number | null, longitude: number | null) => {
    lat.value = latitude === null ? '' : latitude.toFixed(6);
    lng.value = longitude === null ? '' : longitude.toFixed(6);
    drop.hidden = latitude === null;
  };
  if (lat.value !== '') {
    drop.hidden = false;
    say('textKept');
  }

  get.addEventListener('click', () => {
    say('textWait');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => void found(coords.latitude, coords.longitude),
      () => say('textRefused'),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
  drop.addEventListener('click', () => {
    hold(null, null);
    status.textContent = asked;
    get.focus();
  });

  async function found(latitude: number, longitude: number): Promise<void> {
    try {
      const response = await fetch(`/api/v1/wards/at?lat=${latitude}&lng=${longitude}`);
      const answer = response.ok ? ((await response.json()) as WardAnswer) : null;
      if (!answer?.ward) {
        hold(null, null);
        say('textOutside');
        return;
      }
      hold(latitude, longitude);
      if (ward && ward.value === '') {
        ward.value = answer.ward.name;
        ward.dispatchEvent(new Event('change', { bubbles: true }));
      }
      say('textGot', ` ${answer.ward.name}.`);
    } catch {
      hold(latitude, longitude); // no connection at this moment: the server looks the ward up when the form arrives
      say('textKept');
    }
  }
}
