/** Tells spreadsheets that a file is UTF-8: without it Excel shows Vietnamese as gibberish. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** One line of a table for a spreadsheet (RFC 4180). A cell that a spreadsheet would compute is made a text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${(/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}
