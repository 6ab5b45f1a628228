import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'cli.confirmation-needed': {
    meaning: 'A confirmation is needed, and the terminal is not interactive.',
    action: 'Pass `--yes` to confirm it in advance.',
  },
  'cli.declined': {
    meaning: 'The confirmation was declined; nothing was changed. Exit code 130.',
    action: 'Nothing.',
  },
  'cli.interrupted': {
    meaning: 'The command was interrupted (Ctrl-C, SIGTERM, or its terminal was closed). Exit code 130.',
    action: 'Run it again; what changes an account can be resumed with `--resume`.',
  },
  'cli.output.closed': {
    meaning:
      'The reader of the output closed it, as `head` does. Not a failure; what changes something continues.',
    action: 'Nothing.',
  },
  'cli.output.failed': {
    meaning: 'The output could not be written: the disk is full, or the file is not writable.',
    action: 'Make room, or write it elsewhere.',
  },
  'cli.usage': {
    meaning: 'An option or argument is wrong. Exit code 2.',
    action: 'Correct what the message quotes; `--help` lists what there is.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
