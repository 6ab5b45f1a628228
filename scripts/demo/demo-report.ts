import { alertSection } from '@groundcrew/inventory/alert-report';
import { loadSection, rejectedRowSection } from '@groundcrew/inventory/load-report';
import { stockSection } from '@groundcrew/inventory/stock-report';
import type { Report } from '@groundcrew/report';
import type { DemoResult } from './run-demo.ts';

/** The report of the demo. */
export function demoReport({ loads, items, alerts, rejects, failures }: DemoResult): Report {
  return {
    title: 'The inventory flow, on this machine',
    sections: [
      loadSection(loads, 'Files, in the order of uploading'),
      { ...stockSection(items), title: 'Stock, in the table' },
      alertSection(alerts, 'Alerts, on the topic: one for each newly empty shelf'),
      rejectedRowSection(rejects, 'Rejected rows, in the rejects bucket: fix and upload them again'),
    ],
    notes: failures,
  };
}
