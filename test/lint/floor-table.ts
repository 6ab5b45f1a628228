import type { Floor } from './floors.ts';

/** The floors as the table of CONTRIBUTING.md. */
export function floorTable({
  floors,
  beside,
}: {
  readonly floors: readonly Floor[];
  readonly beside: Readonly<Record<string, string>>;
}): string {
  const holds = (workspaces: Readonly<Record<string, string>>) =>
    Object.entries(workspaces)
      .map(([folder, what]) => `\`${folder}\` (${what})`)
      .join(', ');
  return [
    '| floor | holds |',
    '| --- | --- |',
    ...floors.map(({ floor, workspaces }) => `| ${floor} | ${holds(workspaces)} |`),
    `| beside | ${holds(beside)} |`,
  ].join('\n');
}
