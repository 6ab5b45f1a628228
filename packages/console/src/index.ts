export type {
  Console,
  ConsoleAccount,
  ConsoleOptions,
  InventorySource,
  OptionValuesByName,
  PublishedAlert,
} from './console.ts';
export { type HoodFunction, type HoodSource, hoodFaults } from './hood/hood.ts';
export type { ReportCommand, ReportSource } from './reports/report-commands.ts';
export type { ShelfChange } from './shelves/shelf-feed.ts';
export { startConsole } from './start-console.ts';
