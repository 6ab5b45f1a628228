import { costReport, summarize } from '@groundcrew/cost/report-model';
import { type OutputFormat, render } from '@groundcrew/report';
import { answersOf, range } from './groups.ts';
import { measureReport } from './report-measurement.ts';

// A process of its own: from the lines of a source to the whole report in one format, its text counted and let go.

const [groups, format] = process.argv.slice(2);
const { now, before } = answersOf(Number(groups));
await measureReport(now.lines.length, {
  build: () =>
    costReport(summarize(now, { by: ['resource'], range, granularity: 'daily', compareWith: before }), {
      period: 'October 2026',
      comparedWith: 'September 2026',
      source: 'the benchmark',
      metric: 'unblended',
    }),
  async write(report) {
    let length = 0;
    for await (const chunk of render(report, format as OutputFormat, { width: 120, color: true }))
      length += chunk.length;
    return length;
  },
});
