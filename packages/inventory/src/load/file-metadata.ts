import { encodingNamed } from '../stock-file/encoding-names.ts';
import type { StockFileSettings } from '../stock-file/types.ts';

/** What the metadata of a file state about how it is to be read, once it is open. */
export interface FileMetadata {
  /** Its encoding, by any name that programs give it. */
  readonly metadataEncoding?: (() => string | undefined) | undefined;
  /** The sheet of a workbook. */
  readonly metadataSheet?: (() => string | undefined) | undefined;
}

/** The settings of a file that is open: what its metadata state takes precedence. */
export function withFileMetadata(
  settings: StockFileSettings,
  { metadataEncoding, metadataSheet }: FileMetadata,
): StockFileSettings {
  const encoding = metadataEncoding?.();
  const sheet = metadataSheet?.();
  return {
    ...settings,
    ...(encoding !== undefined && { encoding: encodingNamed(encoding) }),
    ...(sheet !== undefined && { sheet }),
  };
}
