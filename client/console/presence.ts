import type { Socket } from 'socket.io-client';

interface Present {
  readonly name: string;
  readonly doing: 'viewing' | 'writing';
}

const HEARTBEAT_MS = 20_000;
const ANSWER_MS = 10_000;
/** For so long after the last key somebody counts as writing. */
const WRITING_MS = 60_000;
/** Announced changes are asked for once in this time, however many come. */
const COALESCE_MS = 500;

/** Says that this page has a ticket open, and shows who else has: "Trần Văn B đang xem · Lê C đang soạn". */
export function showPresence(socket: Socket | null): void {
  const desk = document.querySelector<HTMLElement>('[data-desk]');
  const line = document.querySelector<HTMLElement>('[data-presence]');
  const ticketId = desk?.dataset['open'] ?? '';
  if (socket === null || !desk || !line || ticketId === '') return;
  let wroteAt = -WRITING_MS;
  let said = '';
  let planned: number | null = null;

  const doing = (): Present['doing'] => (performance.now() - wroteAt < WRITING_MS ? 'writing' : 'viewing');
  const look = (): void => {
    planned = null;
    // A page in the background is not being looked at; it falls silent and is forgotten.
    if (!socket.connected || document.visibilityState === 'hidden') return;
    said = doing();
    socket
      .timeout(ANSWER_MS)
      .emit('look', { ticketId, doing: said }, (error: Error | null, answer?: { people?: Present[] }) => {
        if (error === null) show(line, answer?.people ?? []);
      });
  };
  const soon = (): void => {
    planned ??= window.setTimeout(look, COALESCE_MS);
  };

  socket.on('hello', look);
  socket.on('present', soon);
  socket.on('disconnect', () => {
    show(line, []);
  });
  window.setInterval(look, HEARTBEAT_MS);
  document.addEventListener('visibilitychange', soon);
  document.querySelector('.next')?.addEventListener('input', () => {
    wroteAt = performance.now();
    if (said !== 'writing') soon();
  });
}

function show(line: HTMLElement, people: readonly Present[]): void {
  const words = people
    .map(({ name, doing }) => `${name} ${doing === 'writing' ? 'đang soạn' : 'đang xem'}`)
    .join(' · ');
  const text = line.querySelector('[data-presence-text]');
  // Said again only when it has changed: a screen reader would read it every time.
  if (text && text.textContent !== words) text.textContent = words;
  line.classList.toggle('with--none', words === '');
}
