import { GroundcrewError, messageOf } from '@groundcrew/errors';

/** Whose file it is: its errors have codes of their own. */
export type FileArea = 'network' | 'snapshot' | 'rehearsal' | 'schedule' | 'tags';
/** Those whose files are written, too. */
export type WrittenArea = Exclude<FileArea, 'rehearsal' | 'schedule'>;

const codes = {
  network: {
    tooLarge: 'network.file.too-large',
    unreadable: 'network.file.unreadable',
    unwritable: 'network.file.unwritable',
    exists: 'network.file.exists',
  },
  snapshot: {
    tooLarge: 'account.snapshot.too-large',
    unreadable: 'account.snapshot.unreadable',
    unwritable: 'account.snapshot.unwritable',
    exists: 'account.snapshot.exists',
  },
  rehearsal: { tooLarge: 'rehearse.plan.too-large', unreadable: 'rehearse.plan.unreadable' },
  schedule: { tooLarge: 'schedule.file.too-large', unreadable: 'schedule.file.unreadable' },
  tags: {
    tooLarge: 'tags.file.too-large',
    unreadable: 'tags.file.unreadable',
    unwritable: 'tags.file.unwritable',
    exists: 'tags.file.exists',
  },
} as const;

export function fileUnreadable(
  what: string,
  path: string,
  cause: unknown,
  area: FileArea = 'tags',
): GroundcrewError {
  return new GroundcrewError(
    codes[area].unreadable,
    `the ${what} "${path}" can't be read (${messageOf(cause)}); check the path, and that it may be read`,
    { cause },
  );
}

export function fileTooLarge(
  what: string,
  path: string,
  size: { readonly sizeBytes: number; readonly maxBytes: number },
  area: FileArea = 'tags',
): GroundcrewError {
  return new GroundcrewError(
    codes[area].tooLarge,
    `the ${what} "${path}" has ${size.sizeBytes} bytes, more than the ${size.maxBytes} that are read; is it the right file?`,
    { details: { ...size } },
  );
}

export function fileUnwritable(path: string, cause: unknown, area: WrittenArea = 'tags'): GroundcrewError {
  return new GroundcrewError(
    codes[area].unwritable,
    `"${path}" can't be written (${messageOf(cause)}); make room or grant access, or name another file`,
    { cause },
  );
}

export function fileExists(path: string, cause?: unknown, area: WrittenArea = 'tags'): GroundcrewError {
  return new GroundcrewError(
    codes[area].exists,
    `the file "${path}" exists already; name another one, or pass --force to overwrite it`,
    { cause },
  );
}
