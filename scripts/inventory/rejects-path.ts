/**
 * The default path of the rejects: next to the input, with the input's name and extension (`.csv` for a workbook or an
 * archive), never an existing file, because a user may have corrected half of it.
 *
 * @param input path or name of the stock file: `shop/stock.csv.gz`
 * @returns `shop/stock.rejects.csv`, or `stock.rejects-2.csv` and so on
 */
export function chooseRejectsPath(input: string, exists: (path: string) => boolean): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.[^./\\]*)?$/s.exec(
    input.replace(/\.gz$/i, '').replace(/(?:\.xlsx|\.xlsm|\.zip)$/i, '.csv'),
  )!;
  const base = stem.replace(/\.rejects(-\d+)?$/, '');
  for (let number = 1; ; number += 1) {
    const path = `${base}.rejects${number === 1 ? '' : `-${number}`}${ending}`;
    if (!exists(path)) return path;
  }
}
