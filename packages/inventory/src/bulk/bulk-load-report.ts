import { countOf, type Report } from '@groundcrew/report';
import { engineNotes, engineSection } from '../engine/engine-section.ts';
import type { EngineRates, EngineVolume } from '../engine/engine-figures.ts';
import { dryRunReport, type LoadFacts, loadReport } from '../load/load-report.ts';
import type { BulkLoadResult } from './bulk-load.ts';

/** What a report of a bulk load is made of. */
export interface BulkFacts extends Pick<LoadFacts, 'file' | 'table' | 'rejects'> {
  readonly result: BulkLoadResult;
  /** `s3://bucket/prefix` */
  readonly staging: string;
}

/** Shown with each bulk load: no page promises the records that alerts are made of. */
const NO_ALERTS =
  'No alert is promised: that a bulk put writes records into the stream of the table, of which alerts are made, is not documented as far as is known.';
const NO_UNDO = 'It cannot be undone: a bulk put does not return what was there before.';

/** The report of `inventory load --engine bulk`. */
export function bulkLoadReport({ file, table, rejects, result, staging }: BulkFacts): Report {
  const { parts, account, operation, summary } = result;
  const report = loadReport({ file, table, rejects, result: { summary, writeUnits: 0 } });
  if (operation === undefined || account === undefined) return report;
  const { failed, unprocessed, isComplete, problem = '' } = account;
  const lost = failed + unprocessed;
  return {
    ...report,
    lead: isComplete
      ? (report.lead ?? [])
      : [...(report.lead ?? []), `${countOf(lost, 'row')} not stored: ${problem}.`],
    next: isComplete
      ? (report.next ?? [])
      : ['Run the command again: rows that are stored are written with the same values.'],
    sections: [
      ...report.sections,
      {
        kind: 'facts',
        key: 'bulk',
        title: 'Bulk put',
        columns: [
          { key: 'operation', title: 'Operation' },
          { key: 'operationStatus', title: 'Status' },
          { key: 'parts', title: 'Parts', unit: 'count' },
          { key: 'items', title: 'Items in them', unit: 'count' },
          { key: 'written', title: 'Written', unit: 'count' },
          { key: 'superseded', title: 'Superseded', unit: 'count' },
          { key: 'failed', title: 'Failed', unit: 'count' },
          { key: 'unprocessed', title: 'Not processed', unit: 'count' },
          { key: 'putBytes', title: 'Bulk put bytes', unit: 'count' },
          { key: 'staging', title: 'Parts and reports in' },
        ],
        values: {
          operation: operation.arn,
          operationStatus: operation.status,
          parts: parts.parts,
          items: account.items,
          written: account.written,
          superseded: account.superseded,
          failed,
          unprocessed,
          putBytes: operation.putBytes,
          staging,
        },
      },
    ],
    notes: [...(report.notes ?? []), NO_ALERTS, NO_UNDO],
  };
}

/** The report of `inventory load --engine … --dry-run`. */
export function engineDryRunReport(facts: LoadFacts, volume: EngineVolume, rates: EngineRates): Report {
  const report = dryRunReport(facts);
  if (facts.result.summary.status === 'refused') return report;
  return {
    ...report,
    sections: [...report.sections, engineSection(volume, rates)],
    notes: [...(report.notes ?? []), ...engineNotes(volume, rates)],
  };
}
