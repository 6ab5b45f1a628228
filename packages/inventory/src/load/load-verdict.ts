import { countOf, type Figure, type Report } from '@groundcrew/report';
import type { LoadSummary } from './summary.ts';

/** What a page about a load begins with: what became of the file in words, its figures, and what to do next. */
export function loadVerdict(
  { status, reason, rows, written, rejected, rejectsAt }: LoadSummary,
  { isDryRun }: { readonly isDryRun: boolean },
): Required<Pick<Report, 'lead' | 'figures' | 'next'>> {
  if (status === 'refused') {
    return { lead: [`The file is refused: ${reason ?? 'it can not be read'}`], figures: [], next: [] };
  }
  const stored = isDryRun ? 'would be stored' : written === 1 ? 'is stored' : 'are stored';
  const leftOut =
    rejected === 0
      ? ''
      : ` ${countOf(rejected, 'row')} ${isDryRun ? 'would be' : rejected === 1 ? 'is' : 'are'} rejected.`;
  const figures: Figure[] = [
    { title: isDryRun ? 'To write' : 'Written', value: written, tone: 'good' },
    { title: 'Rejected', value: rejected, ...(rejected > 0 && { tone: 'warning' as const }) },
    { title: 'Rows', value: rows },
  ];
  return {
    lead: [`${countOf(written, 'row')} ${stored}.${leftOut}`],
    figures,
    next:
      rejected > 0 && rejectsAt !== undefined && !isDryRun
        ? [`Correct the rejected rows in ${rejectsAt}, and load that file.`]
        : [],
  };
}
