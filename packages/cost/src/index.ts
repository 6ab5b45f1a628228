export * from './cost-explorer/index.ts';
export type * from './model.ts';
export * from './money/index.ts';
export * from './periods/index.ts';
export * from './query/index.ts';
export * from './report-model/index.ts';
export * from './scheduled-report/index.ts';
