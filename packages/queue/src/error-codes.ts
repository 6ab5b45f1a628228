import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'queue.file.exists': {
    meaning: 'The file to save messages to exists already.',
    action: 'Name another one: what it has may be in no queue any more.',
  },
  'queue.file.malformed': {
    meaning: 'The file has not what is to be restored, or a line that cannot be read.',
    action:
      'Name a file that `groundcrew queue save` wrote, or `inventory alerts save` for `inventory alerts restore`.',
  },
  'queue.file.unreadable': {
    meaning: 'The file cannot be read or written.',
    action: 'Check its path and permissions.',
  },
  'queue.receives-counted': {
    meaning:
      'SQS counts each look as a receive, and moves what was received too often to a dead-letter queue.',
    action: 'Look at that queue instead, or pass `--count-receives`.',
  },
  'queue.move.running': {
    meaning: 'SQS moves the messages of this queue already; it makes one move a queue at a time.',
    action: 'Wait for it (`groundcrew queue look` shows it).',
  },
  'queue.move.failed': {
    meaning: 'SQS ended its move of the messages before all were moved.',
    action: 'Act on the reason in the message, and redrive again: what was moved stays moved.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
