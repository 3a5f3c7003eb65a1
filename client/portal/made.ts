/** A new element with a class and words. */
export function made<K extends keyof HTMLElementTagNameMap>(tag: K, name = '', words = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (name !== '') element.className = name;
  if (words !== '') element.textContent = words;
  return element;
}
