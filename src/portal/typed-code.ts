/** The letter O after a digit is a nought. */
export function asPrinted(code: string): string {
  return code.replace(/\d.*$/s, (rest) => rest.replace(/o/gi, '0'));
}
