/** The cells of a line of CSV, quoted ones without their quotes (RFC 4180); `undefined`: a quote is not closed. */
export function splitCsvLine(line: string): readonly string[] | undefined {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (isQuoted && char === '"' && line[at + 1] === '"') {
      cell += char;
      at += 1;
    } else if (char === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
      if (isQuoted) cell = '';
    } else if (char === ',' && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else {
      cell += char;
    }
  }
  return isQuoted ? undefined : [...cells, cell];
}
