export function suggestWhileTyping(): void {
  // replaced below
}
