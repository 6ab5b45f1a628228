import { countOf, type Figure, type Report } from '@groundcrew/report';
import type { LoadSummary } from './summary.ts';

type Verdict = Required<Pick<Report, 'lead' | 'figures' | 'next'>>;

interface Mode {
  readonly isDryRun: boolean;
}

/** What a page about a load begins with: what became of the file in words, its figures, and what to do next. */
export function loadVerdict(summary: LoadSummary, { isDryRun }: Mode): Verdict {
  const { status, reason, rejected, rejectsAt } = summary;
  if (status === 'refused') {
    return {
      lead: [`The file is refused: ${reason ?? 'it cannot be read'}`],
      figures: [],
      next: ['Correct the file as described in the reason, and load it again.'],
    };
  }
  return {
    lead: [leadOf(summary, { isDryRun })],
    figures: figuresOf(summary, { isDryRun }),
    next:
      rejected > 0 && rejectsAt !== undefined && !isDryRun
        ? [`Correct the rejected rows in ${rejectsAt}, and load that file.`]
        : isDryRun
          ? ['Store the rows: run the command without `--dry-run`.']
          : [],
  };
}

/** What a page about several files begins with. */
export function loadsVerdict(summaries: readonly LoadSummary[], mode: Mode): Verdict {
  const total = (of: 'rows' | 'written' | 'rejected') =>
    summaries.reduce((sum, summary) => sum + summary[of], 0);
  const all = { rows: total('rows'), written: total('written'), rejected: total('rejected') };
  const refused = summaries.filter(({ status }) => status === 'refused').length;
  return {
    lead: [leadOf(all, mode), ...(refused > 0 ? [`${countOf(refused, 'file')} refused.`] : [])],
    figures: [
      ...figuresOf(all, mode),
      ...(refused > 0 ? [{ title: 'Files refused', value: refused, tone: 'bad' } as const] : []),
    ],
    next: [
      ...(all.rejected > 0 && !mode.isDryRun
        ? ['Correct the rejected rows in the files that the table names, and load those files.']
        : []),
      ...(mode.isDryRun ? ['Store the rows: run the command without `--dry-run`.'] : []),
    ],
  };
}

type Rows = Pick<LoadSummary, 'rows' | 'written' | 'rejected'>;

function leadOf({ written, rejected }: Rows, { isDryRun }: Mode): string {
  const verb = (count: number) => (isDryRun ? 'would be' : count === 1 ? 'is' : 'are');
  const leftOut = rejected === 0 ? '' : ` ${countOf(rejected, 'row')} ${verb(rejected)} rejected.`;
  return `${countOf(written, 'row')} ${verb(written)} stored.${leftOut}`;
}

function figuresOf({ rows, written, rejected }: Rows, { isDryRun }: Mode): readonly Figure[] {
  return [
    { title: isDryRun ? 'To write' : 'Written', value: written, tone: 'good' },
    { title: 'Rejected', value: rejected, ...(rejected > 0 && { tone: 'warning' as const }) },
    { title: 'Rows', value: rows },
  ];
}
