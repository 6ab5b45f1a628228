import { type FileHandle, open, readFile } from 'node:fs/promises';
import { GroundcrewError, messageOf } from '@groundcrew/errors';

/** How many of a file's first messages were sent to a queue, kept beside the file. */
export interface RestoreProgress {
  readonly processed: number;
  record(processed: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the progress of sending a file to a queue: a line a batch, `QUEUE-ARN PROCESSED`.
 *
 * @param again begins again
 * @throws GroundcrewError `queue.file.unreadable`
 */
export async function openRestoreProgress(
  path: string,
  queueArn: string,
  again: boolean,
): Promise<RestoreProgress> {
  try {
    const processed = again ? 0 : await lastProcessed(path, queueArn);
    const file: FileHandle = await open(path, 'a', 0o600);
    return {
      processed,
      async record(count) {
        await file.appendFile(`${queueArn} ${count}\n`);
        await file.datasync();
      },
      close: () => file.close(),
    };
  } catch (error) {
    throw new GroundcrewError(
      'queue.file.unreadable',
      `could not keep beside the file how far it was sent, in "${path}": ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** The last whole line of this queue counts: a line that was cut off has no number, or a smaller one. */
async function lastProcessed(path: string, queueArn: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').slice(0, -1);
  const counts = lines
    .filter((line) => line.startsWith(`${queueArn} `))
    .map((line) => Number(line.split(' ')[1]));
  return counts.at(-1) ?? 0;
}
