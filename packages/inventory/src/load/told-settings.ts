import { encodingNamed } from '../stock-file/encoding-names.ts';
import type { StockFileSettings } from '../stock-file/types.ts';

/** What a file itself tells of how it is to be read, once it is open: by metadata. */
export interface ToldOfFile {
  /** Its encoding, by any name that programs give it. */
  readonly toldEncoding?: (() => string | undefined) | undefined;
  /** The sheet of a workbook. */
  readonly toldSheet?: (() => string | undefined) | undefined;
}

/** The settings of a file that is open: what it tells takes precedence. */
export function withTold(
  settings: StockFileSettings,
  { toldEncoding, toldSheet }: ToldOfFile,
): StockFileSettings {
  const encoding = toldEncoding?.();
  const sheet = toldSheet?.();
  return {
    ...settings,
    ...(encoding !== undefined && { encoding: encodingNamed(encoding) }),
    ...(sheet !== undefined && { sheet }),
  };
}
