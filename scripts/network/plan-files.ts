import { existsSync } from 'node:fs';
import { usageError } from '@groundcrew/cli';
import { isTouched, type JournalRecord, readJournal } from '@groundcrew/plan';
import { readText } from '../tags/files.ts';

/** Where a plan and the journal of its apply are. */
export interface PlanFiles {
  readonly planPath: string;
  readonly journalPath: string;
}

/** What a command names of them. */
export interface NamedFiles {
  readonly out: string | undefined;
  readonly journal: string | undefined;
  readonly apply: boolean;
  readonly resume: boolean;
}

/**
 * The files of an apply of a network file. Each plan has its own: `FILE.plan.json`, then `FILE.2.plan.json`; a journal
 * stays beside the plan that it is of, because an undo needs it. A further plan is begun once the last one is finished.
 *
 * @throws GroundcrewError `cli.usage`: the last journal is not finished, or a named one is there
 */
export async function filesOfApply(path: string, named: NamedFiles): Promise<PlanFiles> {
  const { out, journal, apply, resume } = named;
  if (out !== undefined || journal !== undefined) {
    const planPath = out ?? planPathOf(journal!);
    const files = { planPath, journalPath: journal ?? `${planPath}.journal` };
    refuseOverwriting(files, named);
    return files;
  }
  let number = 0;
  while (existsSync(numbered(path, number + 1).journalPath)) number += 1;
  if (resume) return numbered(path, Math.max(1, number));
  const last = numbered(path, number);
  if (apply && number > 0 && !(await isFinished(last.journalPath))) {
    throw usageError(
      `the journal ${last.journalPath} exists already, and its apply is not finished; continue with --resume, take it ` +
        `back with network undo, or leave it as it is and begin a new plan: --out ${numbered(path, number + 1).planPath}`,
    );
  }
  return numbered(path, number + 1);
}

/** The files of an apply of a saved plan, or of an undo. @throws GroundcrewError `cli.usage` */
export function filesBeside(planPath: string, named: NamedFiles): PlanFiles {
  const { out, journal } = named;
  const path = out ?? (journal === undefined ? planPath : planPathOf(journal));
  const files = { planPath: path, journalPath: journal ?? `${path}.journal` };
  refuseOverwriting(files, named);
  return files;
}

/** Without its plan, a journal can be undone, and not be continued. */
function refuseOverwriting(
  { planPath, journalPath }: PlanFiles,
  { out, apply, resume }: Omit<NamedFiles, 'journal'>,
): void {
  if (resume) return;
  const own = `${planPath}.journal`;
  if (apply && existsSync(journalPath)) {
    throw usageError(
      `the journal ${journalPath} exists already; continue with --resume, or name another file (--journal)`,
    );
  }
  if ((apply || out !== undefined) && existsSync(own)) {
    throw usageError(
      `the plan ${planPath} has a journal (${own}), which could not be continued without it; name another file (--out)`,
    );
  }
}

/** Whether all of it was made and seen, or nothing was, or it was taken back by an undo beside it that is finished. */
export async function isFinished(journalPath: string): Promise<boolean> {
  if (isComplete(readJournal(await readText('journal', journalPath, 'network'), journalPath))) return true;
  const undo = `${journalPath}.undo.json.journal`;
  return existsSync(undo) && isComplete(readJournal(await readText('journal', undo, 'network'), undo));
}

/** A change that needs no call because somebody else made it is in no journal: then it is not known to be complete. */
function isComplete({ header, changes, holder }: JournalRecord): boolean {
  const all = [...changes.values()];
  // Each call was refused for certain: nothing is left to continue or to undo.
  if (holder === undefined && all.length > 0 && !all.some(isTouched)) return true;
  const seen = all.filter(({ verified, failure }) => verified && failure === undefined);
  return holder === undefined && seen.length === header.changes;
}

function numbered(path: string, number: number): PlanFiles {
  const planPath = number <= 1 ? `${path}.plan.json` : `${path}.${number}.plan.json`;
  return { planPath, journalPath: `${planPath}.journal` };
}

/** Of a journal with a name of its own, the plan has too: the default one may be that of another journal. */
function planPathOf(journalPath: string): string {
  return /\.(?:plan|undo)\.json\.journal$/.test(journalPath)
    ? journalPath.slice(0, -'.journal'.length)
    : `${journalPath}.plan.json`;
}
