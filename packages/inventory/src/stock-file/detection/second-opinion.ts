/** Names of encodings by jschardet, in lower case, and ours for the ones that are read. */
const ownNames: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  'utf-8-sig': 'utf-8',
  cp949: 'cp949',
  'euc-kr': 'cp949',
  uhc: 'cp949',
  johab: 'johab',
  shift_jis: 'shift_jis',
  cp932: 'shift_jis',
  'windows-31j': 'shift_jis',
  shift_jis_2004: 'shift_jis',
  shift_jisx0213: 'shift_jis',
  'euc-jp': 'euc-jp',
  euc_jis_2004: 'euc-jp',
  'euc-jis-2004': 'euc-jp',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
  big5: 'big5',
  'big5-hkscs': 'big5',
  big5hkscs: 'big5',
  cp950: 'big5',
};

/** Loads jschardet; what it returns for bytes, the likeliest first, by our names where we have one. */
export async function createSecondOpinion(): Promise<(bytes: Buffer) => readonly string[]> {
  const { detectAll } = await import('jschardet');
  return (bytes) =>
    detectAll(bytes, { minimumThreshold: 0 }).flatMap(({ encoding }) => {
      const name = encoding?.toLowerCase().replaceAll('_', '-') ?? '';
      const own = ownNames[name] ?? ownNames[name.replaceAll('-', '_')] ?? name;
      return own === '' ? [] : [own];
    });
}
