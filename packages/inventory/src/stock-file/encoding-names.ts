import { encodingUnknown } from './errors.ts';
import { type StockFileEncoding, stockFileEncodings } from './types.ts';

/** Other names by which programs call the encodings; compared without case, hyphens and underscores. */
const otherNames: Readonly<Record<string, StockFileEncoding>> = {
  euckr: 'cp949',
  uhc: 'cp949',
  ms949: 'cp949',
  windows949: 'cp949',
  ksc56011987: 'cp949',
  ksc5601: 'cp949',
  cp1252: 'windows-1252',
  latin1: 'windows-1252',
  iso88591: 'windows-1252',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  windows31j: 'shift_jis',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  cp950: 'big5',
  big5hkscs: 'big5',
};

const byName = new Map<string, StockFileEncoding>([
  ...stockFileEncodings.map((name): [string, StockFileEncoding] => [keyOf(name), name]),
  ...Object.entries(otherNames),
]);

function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * The encoding that people call `name`.
 *
 * @throws GroundcrewError `inventory.file.encoding-unknown`
 */
export function encodingNamed(name: string): StockFileEncoding {
  const found = byName.get(keyOf(name));
  if (found === undefined) throw encodingUnknown(name, stockFileEncodings);
  return found;
}
