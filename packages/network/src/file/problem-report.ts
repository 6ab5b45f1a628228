import type { Report } from '@groundcrew/report';
import type { Problem } from '@groundcrew/settings';

/** The problems of a network file, for programs. */
export function problemReport(file: string, problems: readonly Problem[]): Report {
  return {
    title: `Problems in ${file}`,
    catalog: 'networks',
    sections: [
      {
        kind: 'table',
        key: 'problems',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'line', title: 'Line', unit: 'count' },
          { key: 'column', title: 'Column', unit: 'count' },
          { key: 'path', title: 'Where' },
          { key: 'message', title: 'What', wrap: true },
        ],
        rows: problems.map((problem) => ({ file, ...problem })),
      },
    ],
  };
}
