import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { JournalSink } from './change-journal.ts';
import { type JournalLine, linesOf } from './journal-lines.ts';
import { broken, parseChange } from './shelf-change.ts';
import type { UndoJournal } from './undo-changes.ts';

/** The first line of a journal in a file: what was loaded, and where to. */
export interface FileJournalHead {
  readonly version: 1;
  readonly file: string;
  readonly table: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** A journal of one load in a local file, which must not exist. */
export interface JournalInFile extends JournalSink {
  /** Ends the journal; one without changes is removed. Returns whether there is one. */
  close(): Promise<boolean>;
}

/** @throws GroundcrewError `inventory.undo.journal-not-written`, from each method */
export function createJournalInFile(path: string, head: FileJournalHead): JournalInFile {
  let file: FileHandle | undefined;
  let hasChanges = false;

  async function attempt<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (cause) {
      throw new GroundcrewError(
        'inventory.undo.journal-not-written',
        `could not write what the load changes to "${path}": ${messageOf(cause)}; make room there, or load the file without --undo`,
        { cause, details: { path } },
      );
    }
  }

  return {
    begin: () =>
      attempt(async () => {
        file = await open(path, 'wx');
        await file.writeFile(`${JSON.stringify(head)}\n`);
      }),
    append: (lines) =>
      attempt(async () => {
        hasChanges = true;
        await file!.writeFile(lines);
        await file!.datasync();
      }),
    async close() {
      await file?.close();
      if (file !== undefined && !hasChanges) await rm(path, { force: true });
      return hasChanges;
    },
  };
}

/**
 * Opens a journal that a command wrote. Its last line may be cut off: what it would have recorded was not written.
 *
 * @throws GroundcrewError `inventory.undo.no-journal`, `inventory.undo.journal-broken`
 */
export async function openJournalInFile(
  path: string,
): Promise<UndoJournal & { readonly head: FileJournalHead }> {
  const lines = (): AsyncGenerator<JournalLine> => linesOf(createReadStream(path));
  let first: JournalLine | undefined;
  try {
    const { value } = (await lines().next()) as { value: JournalLine | undefined };
    first = value;
  } catch (cause) {
    throw new GroundcrewError(
      'inventory.undo.no-journal',
      `could not read the journal "${path}": ${messageOf(cause)}; pass what inventory load --undo wrote (*.undo.jsonl)`,
      { cause },
    );
  }
  return {
    head: parseHead(first?.text ?? '', path),
    async *changes() {
      let number = 0;
      for await (const { text, isWhole } of lines()) {
        number++;
        if (number === 1 || !isWhole) continue;
        yield parseChange(text, `line ${number} of "${path}"`);
      }
    },
  };
}

function parseHead(text: string, path: string): FileJournalHead {
  const where = `line 1 of "${path}"`;
  let head: Partial<FileJournalHead> | null;
  try {
    head = JSON.parse(text) as typeof head;
  } catch (cause) {
    throw broken(where, 'it is not JSON', cause);
  }
  if (head?.version !== 1 || typeof head.table !== 'string' || typeof head.file !== 'string') {
    throw broken(where, 'it needs "version" 1, "file" and "table"');
  }
  return head as FileJournalHead;
}
