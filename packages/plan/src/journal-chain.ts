import { createHash } from 'node:crypto';
import type { JournalEntry } from './journal-entries.ts';

// Each line of a journal ends with the hash of the line, which includes the hash of the line before: `prev`. So a line
// that is edited, removed, moved or copied no longer fits. It is not a signature: who recomputes the hashes is not found
// out, and a journal that lost its end looks like that of a process that died.

/** The line of an entry, and its hash: what comes next has it as `prev`. */
export interface ChainedLine {
  readonly line: string;
  readonly hash: string;
}

/** @param prev the hash of the line before it that its process has read or written; `null`: there is none */
export function chainedLine(entry: JournalEntry, prev: string | null): ChainedLine {
  const body = JSON.stringify({ ...entry, prev });
  const hash = hashOf(body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}\n`, hash };
}

const HASH_AT_END = /,"hash":"([0-9a-f]{64})"\}$/;

/** Whether a line has a hash, right or wrong. */
export function isChained(line: string): boolean {
  return HASH_AT_END.test(line);
}

/** Follows a journal line by line. */
export interface ChainReader {
  /** Why a line can't follow those before it; `undefined`: it can. */
  follow(line: string, entry: JournalEntry & { readonly prev?: unknown }): string | undefined;
  /** The hash of the last line that followed; `null`: none did. */
  readonly last: string | null;
}

export function createChainReader(): ChainReader {
  const seen = new Set<string | null>();
  // Several, if processes opened it concurrently: each continues from its own line.
  const tips = new Set<unknown>();
  let last: string | null = null;

  function problemOfLink({ type, prev }: JournalEntry & { readonly prev?: unknown }): string | undefined {
    const missing = 'a line before it is missing, or was edited';
    // A header may be written a second time, where processes begin concurrently after one was truncated.
    if (type === 'header') return prev === null ? undefined : missing;
    if (type === 'opened') return seen.has(prev as string) ? undefined : missing;
    return tips.delete(prev) ? undefined : missing;
  }

  return {
    follow(line, entry) {
      const hash = HASH_AT_END.exec(line)?.[1];
      if (hash === undefined) return 'it has no hash';
      const body = `${line.slice(0, -`,"hash":"${hash}"}`.length)}}`;
      if (hashOf(body) !== hash) return 'its hash is not that of its content';
      const problem = problemOfLink(entry);
      if (problem !== undefined) return problem;
      seen.add(hash);
      if (entry.type !== 'header') tips.add(hash);
      last = hash;
      return undefined;
    },
    get last() {
      return last;
    },
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
