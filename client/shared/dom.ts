/** The first element that fits, typed by the caller's expectation; null when the page has none. */
export function find<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E | null {
  return within.querySelector<E>(selector);
}

/** Calls `action` once the calls have stopped for `ms`. */
export function debounce(action: () => void, ms: number): () => void {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(action, ms);
  };
}
