import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'account.file.invalid': {
    meaning: 'The description of accounts violates its schema; `details.path` is the location.',
    action: 'Correct it there; `samples/account/account.schema.json` lists the supported properties.',
  },
  'account.snapshot.cut-off': {
    meaning: 'The snapshot ends before its last resource.',
    action: 'Copy it again, or collect it again (`groundcrew account collect`).',
  },
  'account.snapshot.damaged': {
    meaning: 'The compressed snapshot cannot be decompressed.',
    action: 'Copy it again, or collect it again (`groundcrew account collect`).',
  },
  'account.snapshot.invalid': {
    meaning: 'A line of the snapshot is malformed; the message has its number.',
    action: 'Correct it, or collect it again (`groundcrew account collect`).',
  },
  'account.snapshot.wrong-format': {
    meaning: 'The file is not a snapshot of an account, or one of a later version.',
    action: 'Collect one (`groundcrew account collect`).',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
