import type { Report, TableSection } from '@groundcrew/report';
import { isLost, type Survival } from './failures.ts';
import type { CheckedPath, Holds } from './paths.ts';
import { overall } from './paths.ts';
import { reasonColumn, reasonSentence } from './reason-sentence.ts';
import { verdictWords } from './verdict-words.ts';

const holdsWords: Readonly<Record<Holds | 'gone', string>> = {
  yes: 'holds',
  'in-part': 'holds in part',
  no: 'does not hold',
  unknown: 'unknown here',
  gone: 'gone with it',
};

/** Which paths hold, and why the others do not. `notes`: how far that is known. */
export function checkReport(
  what: string,
  checked: readonly CheckedPath[],
  notes: readonly string[] = [],
): Report {
  const count = (holds: Holds) => checked.filter((each) => each.holds === holds).length;
  return {
    title: `Paths of ${what}`,
    catalog: 'networks',
    lead: [pathsLead(checked)],
    sections: [pathsSection(checked)],
    notes: [
      ...notes,
      `Paths that hold: ${count('yes')}; in part: ${count('in-part')}; that do not: ${count('no')}; unknown: ${count('unknown')}.`,
    ],
  };
}

/** The paths, each with whether it holds. */
export function pathsSection(checked: readonly CheckedPath[]): TableSection {
  return {
    kind: 'table',
    key: 'paths',
    title: 'Paths',
    columns: [
      { key: 'path', title: 'Path', whole: true },
      { key: 'holds', title: 'Result', words: true },
      { key: 'answer', title: 'Answer', words: true },
      reasonColumn,
      { key: 'packet', title: 'For example', wrap: true, yields: 1 },
    ],
    rows: checked.map(({ path, holds, verdict, reason, packet }) => ({
      path: path.text,
      holds: holdsWords[holds],
      answer: verdictWords[verdict],
      reason:
        path.missing !== undefined
          ? `${path.missing} is not in what was read.`
          : reason && holds !== 'yes'
            ? reasonSentence(reason)
            : null,
      packet: packet ?? null,
    })),
    whenEmpty: 'There are no paths to check.',
  };
}

/** Whether all paths hold, in a sentence. */
export function pathsLead(checked: readonly CheckedPath[]): string {
  switch (overall(checked)) {
    case 'yes':
      return checked.length === 0 ? 'There are no paths to check.' : 'All paths hold.';
    case 'in-part':
      return 'Some paths hold in part only.';
    case 'no':
      return 'Not all paths hold.';
    case 'unknown':
      return 'Whether all paths hold is not known here.';
  }
}

const kindWords = { zone: 'zone', instance: 'instance', 'nat-gateway': 'NAT gateway' } as const;

/** What each failure takes away. */
export function surviveReport(
  what: string,
  survivals: readonly Survival[],
  notes: readonly string[] = [],
): Report {
  const rows = survivals.flatMap(({ failure, paths }) =>
    paths.map(({ path, holds, before }) => ({
      without: failure.id,
      kind: kindWords[failure.kind],
      path: path.text,
      before: holdsWords[before],
      holds: holdsWords[holds],
    })),
  );
  const lost = survivals.filter(({ paths }) => paths.some(isLost));
  return {
    title: `What ${what} survives`,
    catalog: 'networks',
    lead: [
      lost.length === 0
        ? 'No single failure breaks a path that holds now.'
        : `Failures that take a path away: ${lost.map(({ failure }) => failure.id).join(', ')}.`,
    ],
    sections: [
      {
        kind: 'table',
        key: 'failures',
        title: 'Without each of them',
        columns: [
          { key: 'without', title: 'Without', whole: true },
          { key: 'kind', title: 'Kind', words: true },
          { key: 'path', title: 'Path', whole: true },
          { key: 'before', title: 'Now', words: true },
          { key: 'holds', title: 'Then', words: true },
        ],
        rows,
        whenEmpty: 'There is nothing that could fail, or no path.',
      },
    ],
    notes: [
      'A path is gone if its source or destination has failed itself; the question is whether the others still hold.',
      ...notes,
      'Targets that failed are taken as seen by health checks; until then some requests are lost.',
    ],
  };
}
