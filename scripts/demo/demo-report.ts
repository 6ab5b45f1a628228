import type { Report } from '@groundcrew/report';
import { stockSection } from '../inventory/stock-section.ts';
import type { DemoResult } from './run-demo.ts';

/** The report of the demo. */
export function demoReport({ loads, items, alerts, rejects, failures }: DemoResult): Report {
  return {
    title: 'The inventory flow, on this machine',
    sections: [
      {
        kind: 'table',
        key: 'files',
        title: 'Files, in the order of uploading',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'status', title: 'Status' },
          { key: 'rows', title: 'Rows', unit: 'count' },
          { key: 'written', title: 'Written', unit: 'count' },
          { key: 'rejected', title: 'Rejected', unit: 'count' },
          { key: 'durationMs', title: 'Time', unit: 'duration' },
        ],
        rows: loads.map(({ object = '', status, rows, written, rejected, durationMs }) => ({
          file: object,
          status,
          rows,
          written,
          rejected,
          durationMs: Math.round(durationMs),
        })),
      },
      { ...stockSection(items), title: 'Stock, in the table' },
      {
        kind: 'table',
        key: 'alerts',
        title: 'Alerts, on the topic: one for each newly empty shelf',
        columns: [
          { key: 'subject', title: 'Subject' },
          { key: 'message', title: 'Message', wrap: true },
        ],
        rows: alerts.map(({ subject, message }) => ({ subject, message })),
      },
      {
        kind: 'table',
        key: 'rejects',
        title: 'Rejected rows, in the rejects bucket: fix and upload them again',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'line', title: 'Line', unit: 'count' },
          { key: 'column', title: 'Column' },
          { key: 'code', title: 'Code' },
          { key: 'message', title: 'Reason', wrap: true },
        ],
        rows: rejects.map(({ file, line, column, code, message }) => ({ file, line, column, code, message })),
      },
    ],
    notes: failures,
  };
}
