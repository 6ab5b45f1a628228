import { messageOf } from '@groundcrew/errors';
import { journalDamaged, journalEdited, journalEmpty, journalNotRecognized } from './errors.ts';
import { createChainReader, isChained } from './journal-chain.ts';
import type { HeaderEntry, JournalEntry } from './journal-entries.ts';
import { createReplay, type JournalRecord, type Replay } from './journal-record.ts';
import { isPlainObject } from './json.ts';
import { PLAN_FORMAT } from './plan.ts';
import { problemOfChange } from './plan-shape.ts';

/** The state of a journal, and what comes next in it follows. */
export interface ReplayedJournal {
  readonly replay: Replay;
  /** The hash of its last line; `null`: it has none. */
  readonly lastHash: string | null;
}

/**
 * The state of a journal. A line that a crash truncated is skipped: what it records was not done yet, or has an
 * unknown outcome by the line before it.
 *
 * @param name of the journal, for messages
 * @throws GroundcrewError `plan.journal.damaged` with the line; `plan.journal.edited`; `plan.journal.not-a-journal`;
 * `plan.journal.empty` if nothing was begun
 */
export function readJournal(text: string, name = 'given'): JournalRecord {
  const { record } = replayJournal(text, name).replay;
  if (record === undefined) throw journalEmpty(name);
  return record;
}

/** As {@link readJournal}, to append to. */
export function replayJournal(text: string, name: string): ReplayedJournal {
  const replay = createReplay();
  const chain = createChainReader();
  let torn: { line: number; why: string } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const entry = parse(line);
    if (typeof entry === 'string') {
      if (replay.record === undefined && !mayBeTornHeader(line)) {
        throw journalNotRecognized(name, kindOfFile(text));
      }
      // What is truncated is never JSON.
      if (isJson(line)) throw journalDamaged(name, index + 1, entry);
      // A process may end while it opens a journal with a torn line.
      torn ??= { line: index + 1, why: entry };
      continue;
    }
    // Only the last line of a process can be torn, and the next process begins by opening the journal.
    if (torn && entry.type !== 'header' && entry.type !== 'opened') {
      throw journalDamaged(name, torn.line, torn.why);
    }
    torn = undefined;
    const { format } = replay.record?.header ?? (entry as Partial<HeaderEntry>);
    const problem =
      format === 'groundcrew-journal/1'
        ? isChained(line) && 'it has a hash, and the header is of a version without'
        : chain.follow(line, entry);
    if (problem) throw journalEdited(name, index + 1, problem);
    try {
      replay.apply(entry);
    } catch (thrown) {
      throw journalDamaged(name, index + 1, messageOf(thrown));
    }
  }
  return { replay, lastHash: chain.last };
}

const HEADER_START = '{"type":"header"';

/**
 * Whether a line before the header may be a header that a crash truncated. Another file, such as a plan, must not be
 * read as an empty journal: it would be written to.
 */
function mayBeTornHeader(line: string): boolean {
  // A file system may have allocated what was never written.
  return line.startsWith(HEADER_START) || HEADER_START.startsWith(line) || /^\0+$/.test(line);
}

/** What a file is that is not a journal. Those of this project begin with their format. */
function kindOfFile(text: string): string {
  const format = /"format"\s*:\s*"(groundcrew-[a-z-]+\/\d+)"/.exec(text.slice(0, 1000))?.[1];
  if (format === PLAN_FORMAT) return 'it is a plan';
  return format === undefined
    ? `it begins with ${JSON.stringify(text.split('\n', 1)[0]!.slice(0, 40))}, not with ${HEADER_START}`
    : `its format is "${format}"`;
}

/** The entry of a line, or why it is not one. */
function parse(line: string): JournalEntry | string {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch (thrown) {
    return messageOf(thrown);
  }
  return problemOfEntry(entry) ?? (entry as JournalEntry);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const knownFormats = new Set<unknown>([
  'groundcrew-journal/1',
  'groundcrew-journal/2',
] satisfies HeaderEntry['format'][]);

const areMade = (made: unknown): boolean =>
  isPlainObject(made) &&
  Object.values(made).every((one) => isPlainObject(one) && typeof one.id === 'string' && one.id !== '');

function problemOfEntry(entry: unknown): string | undefined {
  if (!isPlainObject(entry)) return 'it is not an object';
  const isText = (value: unknown) => typeof value === 'string';
  const areTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
  switch (entry.type) {
    case 'header':
      if (!knownFormats.has(entry.format)) return `its format is ${JSON.stringify(entry.format)}`;
      return isText(entry.plan) &&
        isText(entry.kind) &&
        Array.isArray(entry.accounts) &&
        typeof entry.examined === 'number' &&
        (entry.ids === undefined || (isPlainObject(entry.ids) && areTexts(Object.values(entry.ids)))) &&
        (entry.owner === undefined || isText(entry.owner))
        ? undefined
        : 'the header does not name its plan';
    case 'opened': {
      const { holder } = entry;
      return isText(entry.run) && isPlainObject(holder) && isText(holder.host)
        ? undefined
        : 'its holder is missing';
    }
    case 'closed':
      return isText(entry.run) ? undefined : 'its run is missing';
    case 'intent':
      if (!Array.isArray(entry.changes)) return 'it names no changes';
      return entry.changes.map(problemOfChange).find((problem) => problem !== undefined);
    case 'outcome': {
      const { failed } = entry;
      if (
        !areTexts(entry.done) ||
        !Array.isArray(failed) ||
        !failed.every((one) => isPlainObject(one) && isText(one.id))
      )
        return 'its done or failed is not a list of changes';
      return entry.made === undefined || areMade(entry.made) ? undefined : 'its made has no ids';
    }
    case 'verified':
      return areTexts(entry.ids) ? undefined : 'its ids is not a list';
    default:
      return `${JSON.stringify(entry.type)} is not an entry that this version supports`;
  }
}
