export type {
  Console,
  ConsoleAccount,
  ConsoleOptions,
  InventorySource,
  OptionValuesByName,
  PublishedAlert,
} from './console.ts';
export { type InternalsFunction, type InternalsSource, internalsFaults } from './internals/internals.ts';
export type { ReportCommand, ReportSource } from './reports/report-commands.ts';
export type { ShelfChange } from './shelves/shelf-feed.ts';
export { startConsole } from './start-console.ts';
