import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { quote } from '../errors.ts';

const MAX_NAMES = 12;

/** Names for a message, bounded. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(quote).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}

/** What a file is called in messages. */
export type ArchiveKind = 'ZIP archive' | 'workbook';

export function archiveBroken(kind: ArchiveKind, why: string, cause?: unknown): GroundcrewError {
  const help = kind === 'workbook' ? 'open it in a spreadsheet and save it again' : 'make it again';
  return new GroundcrewError('inventory.file.archive-broken', `the ${kind} is damaged: ${why}; ${help}`, {
    cause,
  });
}

export function archiveTooLarge(kind: ArchiveKind, why: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.archive-too-large',
    `the ${kind} is not read: ${why}; save the table as CSV`,
  );
}

export function archiveMethod(name: string, method: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.archive-broken',
    `${quote(name)} in the ZIP archive is compressed by method ${method}, which is not read; make the archive again with the usual method (deflate)`,
  );
}

export function fileEncrypted(what: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.encrypted',
    `${what} is protected by a password, so it can't be read; save it without one`,
  );
}

export function oldWorkbook(): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.binary',
    'the file is not text: it is a workbook of an old Excel (.xls); open it and save it as .xlsx, or as CSV',
  );
}

export function otherDocument(what: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.binary',
    `the file is not text: it is ${what}; save its table as .xlsx, or as CSV`,
  );
}

export function noFileInArchive(): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.archive-files',
    'the ZIP archive has no file in it; put the stock file into it, or upload that by itself',
  );
}

export function severalFiles(names: readonly string[]): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.archive-files',
    `the ZIP archive has ${names.length} files in it: ${list(names)}; which one is the stock can't be guessed: upload each by itself`,
    { details: { files: names.slice(0, 100) } },
  );
}

export function archiveInArchive(name: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.archive-files',
    `${quote(name)} in the ZIP archive is an archive itself; upload the stock file in it`,
  );
}

export function sheetMissing(wanted: string, names: readonly string[]): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.sheet-missing',
    `the workbook has no sheet ${quote(wanted)}: it has ${list(names)}; pass --sheet with one of these names or its number from 1, or set it as the metadata x-amz-meta-sheet or the setting Sheet`,
    { details: { sheets: names.slice(0, 100) } },
  );
}

export function noSheets(): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.sheet-missing',
    'the workbook has no sheet with cells that is not hidden; show the sheet, or name it with --sheet, as the metadata x-amz-meta-sheet or as the setting Sheet',
  );
}

export function archiveNoRoom(cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'inventory.archive.no-room',
    `could not keep the archive in the temporary folder, where it is read: ${messageOf(cause)}; make room there`,
    { fault: 'service', cause },
  );
}
