/** Tables to be taken along. */
export type Rows = readonly Readonly<Record<string, string | number | null>>[];

/**
 * Comma-separated values by RFC 4180, with a byte order mark so that a spreadsheet reads the letters right. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it: words of askers stand in some.
 */
export function csvOf(rows: Rows): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: string | number | null | undefined): string => {
    if (value === null || value === undefined) return '';
    const text = typeof value === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${[columns.map(cell), ...rows.map((row) => columns.map((c) => cell(row[c])))].map((line) => line.join(',')).join('\r\n')}\r\n`;
}
