import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip, gzipSync } from 'node:zlib';
import type { MessageAttribute, NewMessage } from '@groundcrew/aws/sqs';
import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';

/*
 * The format `groundcrew-queue/1`: gzip, JSON Lines. First a header: `{"format":"groundcrew-queue/1","queue":ARN,"savedAt":…}`. Of batches in a
 * bucket it is `{"format":"groundcrew-batches/1","bucket":"s3://bucket/prefix","savedAt":…}`, and the id of each is its key.
 * Then a message a line: `{"id":…,"sentAt":…,"body":…,"attributes":{NAME:{"type":…,"text":…,"base64":…}},"group":…,"deduplication":…,"source":ARN}`.
 * Last, `{"messages":N}`: without it the file was cut off, by a copy that did not end or a writer that was killed.
 * Each flush ends a member of gzip, so that what was written is readable even if the writer is killed.
 */

const formats = {
  queue: { name: 'groundcrew-queue/1', source: 'queue', restoredBy: 'groundcrew queue restore' },
  batches: {
    name: 'groundcrew-batches/1',
    source: 'bucket',
    restoredBy: 'groundcrew inventory alerts restore',
  },
} as const;

/** What a file holds: messages of a queue, or batches of a bucket. */
export type SavedKind = keyof typeof formats;

/** A message as it is saved. */
export interface SavedMessage extends NewMessage {
  readonly id: string;
  readonly sentAtMs: number;
  readonly deadLetterSourceArn?: string;
}

export interface MessageWriter {
  /** Returns when the messages are on the disk. @throws GroundcrewError `queue.file.unreadable` */
  write(messages: readonly SavedMessage[]): Promise<void>;
  /** Ends the file with the number of its messages. @throws GroundcrewError `queue.file.unreadable` */
  close(): Promise<void>;
}

/**
 * Begins a file of messages; it must not exist.
 *
 * @param source the ARN of their queue, or the place of their bucket: `s3://bucket/prefix`
 * @throws GroundcrewError `queue.file.exists`, `queue.file.unreadable`
 */
export async function createMessageFile(
  path: string,
  source: string,
  savedAtMs: number,
  kind: SavedKind = 'queue',
): Promise<MessageWriter> {
  const format = formats[kind];
  const file = await openNew(path);
  const append = async (text: string) => {
    try {
      await file.appendFile(gzipSync(text));
      await file.sync();
    } catch (error) {
      throw unusable(path, 'write', error);
    }
  };
  await append(
    `${JSON.stringify({ format: format.name, [format.source]: source, savedAt: new Date(savedAtMs).toISOString() })}\n`,
  );
  let written = 0;
  return {
    async write(messages) {
      await append(messages.map((message) => `${JSON.stringify(toLine(message))}\n`).join(''));
      written += messages.length;
    },
    async close() {
      try {
        await append(`${JSON.stringify({ messages: written })}\n`);
      } finally {
        await file.close();
      }
    },
  };
}

export interface MessageFile {
  /** The ARN of the queue that the messages are of, or the place of the bucket: `s3://bucket/prefix`. */
  readonly source: string;
  /** Whether `messages` found the file cut off, in a batch, which is not read then, or between two; false before. */
  readonly isTruncated: boolean;
  /** @throws GroundcrewError `queue.file.malformed`, `queue.file.unreadable` */
  messages(): AsyncGenerator<SavedMessage, void>;
}

/**
 * Opens a file of messages.
 *
 * @throws GroundcrewError `queue.file.malformed`, `queue.file.unreadable`
 */
export async function openMessageFile(path: string, kind: SavedKind = 'queue'): Promise<MessageFile> {
  const format = formats[kind];
  const lines = linesOf(path);
  const first = await lines.next();
  await lines.return();
  const header = first.done ? undefined : parse(first.value);
  const other = Object.values(formats).find(({ name }) => name === header?.format && name !== format.name);
  if (other !== undefined) throw malformed(path, 1, `it is a file for \`${other.restoredBy}\``);
  const source = header?.[format.source];
  if (header?.format !== format.name || typeof source !== 'string') {
    throw malformed(path, 1, `it does not begin with {"format":"${format.name}"}`);
  }
  let isTruncated = false;
  return {
    source,
    get isTruncated() {
      return isTruncated;
    },
    async *messages() {
      let line = 0;
      let hasEnd = false;
      for await (const text of linesOf(path, () => (isTruncated = true))) {
        line += 1;
        if (line === 1) continue;
        if (hasEnd) throw malformed(path, line, 'it stands behind the end');
        const value = parse(text);
        if (typeof value?.messages === 'number') {
          if (value.messages !== line - 2) throw malformed(path, line, wrongNumber(value.messages, line - 2));
          hasEnd = true;
          continue;
        }
        const message = fromLine(value);
        if (message === undefined) throw malformed(path, line, 'it is not a message');
        yield message;
      }
      isTruncated ||= !hasEnd;
    },
  };
}

function wrongNumber(expected: number, found: number): string {
  return `it states that the file has ${expected} messages, and it has ${found}`;
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    // Messages may hold what is nobody else's business.
    return await open(path, 'ax', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new GroundcrewError('queue.file.exists', `"${path}" exists; name another file`);
    }
    throw unusable(path, 'write', error);
  }
}

/** A line has a message of 1 MiB or a batch of 32 MiB at most, of which JSON makes six times as much at worst. */
const MAX_LINE_LENGTH = 200 * 2 ** 20;

/** The lines of the batches that are whole; `onTruncated` is called where the last is not. */
async function* linesOf(path: string, onTruncated?: () => void): AsyncGenerator<string, void> {
  const raw = createReadStream(path);
  const unzipped = createGunzip();
  raw.on('error', (error) => unzipped.destroy(error));
  const decoder = new TextDecoder();
  let line = 0;
  let rest = '';
  try {
    for await (const chunk of raw.pipe(unzipped) as AsyncIterable<Buffer>) {
      const text = decoder.decode(chunk, { stream: true });
      const lines = text.includes('\n') ? (rest + text).split('\n') : [rest + text];
      rest = lines.pop()!;
      if (rest.length > MAX_LINE_LENGTH) throw malformed(path, line + 1, 'it is too long');
      for (const whole of lines) {
        line += 1;
        yield whole;
      }
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // As a killed writer leaves it: the last batch is cut off, and its messages are in the queue.
    if (code === 'Z_BUF_ERROR' && line > 0) return onTruncated?.();
    if (code.startsWith('Z_')) throw malformed(path, line + 1, 'it is not gzip, or cut off');
    throw isGroundcrewError(error) ? error : unusable(path, 'read', error);
  } finally {
    raw.destroy();
  }
  if (rest !== '') throw malformed(path, line + 1, 'it does not end');
}

function toLine({
  id,
  sentAtMs,
  body,
  attributes,
  groupId,
  deduplicationId,
  deadLetterSourceArn,
}: SavedMessage) {
  return {
    id,
    sentAt: new Date(sentAtMs).toISOString(),
    body,
    ...(attributes && {
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, { dataType, text, bytes }]) => [
          name,
          {
            type: dataType,
            ...(text !== undefined && { text }),
            ...(bytes && { base64: Buffer.from(bytes).toString('base64') }),
          },
        ]),
      ),
    }),
    ...(groupId !== undefined && { group: groupId }),
    ...(deduplicationId !== undefined && { deduplication: deduplicationId }),
    ...(deadLetterSourceArn !== undefined && { source: deadLetterSourceArn }),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function fromLine(line: JsonObject | undefined): SavedMessage | undefined {
  if (line === undefined || typeof line.body !== 'string' || typeof line.id !== 'string') return undefined;
  const { id, body, sentAt, attributes, group, deduplication, source } = line;
  return {
    id,
    body,
    sentAtMs: Date.parse(String(sentAt)) || 0,
    ...(attributes !== undefined && {
      attributes: attributesFrom(attributes as Record<string, SavedAttribute>),
    }),
    ...(typeof group === 'string' && { groupId: group }),
    ...(typeof deduplication === 'string' && { deduplicationId: deduplication }),
    ...(typeof source === 'string' && { deadLetterSourceArn: source }),
  };
}

interface SavedAttribute {
  readonly type: string;
  readonly text?: string;
  readonly base64?: string;
}

function attributesFrom(saved: Readonly<Record<string, SavedAttribute>>): Record<string, MessageAttribute> {
  return Object.fromEntries(
    Object.entries(saved).map(([name, { type, text, base64 }]) => [
      name,
      {
        dataType: type,
        ...(text !== undefined && { text }),
        ...(base64 !== undefined && { bytes: Buffer.from(base64, 'base64') }),
      },
    ]),
  );
}

function malformed(path: string, line: number, why: string): GroundcrewError {
  return new GroundcrewError('queue.file.malformed', `line ${line} of "${path}" can't be read: ${why}`);
}

function unusable(path: string, doing: 'read' | 'write', error: unknown): GroundcrewError {
  return new GroundcrewError('queue.file.unreadable', `could not ${doing} "${path}": ${messageOf(error)}`, {
    cause: error,
  });
}
