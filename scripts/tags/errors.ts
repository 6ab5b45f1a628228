import { GroundcrewError, messageOf } from '@groundcrew/errors';

export function fileUnreadable(what: string, path: string, cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'tags.file.unreadable',
    `the ${what} "${path}" can't be read (${messageOf(cause)}); check the path, and that it may be read`,
    { cause },
  );
}

export function fileTooLarge(
  what: string,
  path: string,
  size: { readonly sizeBytes: number; readonly maxBytes: number },
): GroundcrewError {
  return new GroundcrewError(
    'tags.file.too-large',
    `the ${what} "${path}" has ${size.sizeBytes} bytes, more than the ${size.maxBytes} that are read; is it the right file?`,
    { details: { ...size } },
  );
}

export function fileUnwritable(path: string, cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'tags.file.unwritable',
    `"${path}" can't be written (${messageOf(cause)}); make room or grant access, or name another file`,
    { cause },
  );
}

export function fileExists(path: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'tags.file.exists',
    `the file "${path}" exists already; name another one, or pass --force to overwrite it`,
    { cause },
  );
}
