import type { Io } from '@groundcrew/cli';
import type { PlanAccount } from '@groundcrew/plan';
import { countOf } from '@groundcrew/report';
import { decideResources, type ResourceDecision } from '@groundcrew/schedule/planning';
import { isOnSchedule } from '@groundcrew/schedule/assignment';
import { readResources, unreadPlace, type UnreadRegion } from '@groundcrew/schedule/resources';
import { type AccountOptions, scopeOf } from '../accounts/account-options.ts';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import type { ScheduleHandle } from './open-schedule.ts';
import type { LoadedSchedule } from './read-schedule.ts';

/** Reports what could not be read. */
export function printUnread(unread: readonly UnreadRegion[], io: Io): void {
  for (const one of unread) io.stderr.write(`Not read: ${unreadPlace(one)}: ${one.reason}\n`);
}

export interface Decided {
  readonly decisions: readonly ResourceDecision[];
  readonly examined: number;
  readonly accounts: readonly PlanAccount[];
  /** Regions that could not be read. */
  readonly unread: number;
}

/** Reads what may be on a schedule, and decides on each. What could not be read, or is not known of a calendar, is reported. */
export async function decideNow(
  { file, calendars, findings }: LoadedSchedule,
  opened: ScheduleHandle,
  options: AccountOptions & { readonly table: string | undefined },
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<Decided> {
  const scope = { regions: scopeOf(options).regions, accounts: opened.accountIds };
  const accounts = await Promise.all((scope.accounts ?? [undefined]).map((id) => opened.accountOf(id)));
  const { services, currentRegion } = opened;
  const remembered = await opened.rememberedIn(options.table);
  const { resources, unread } = await unknownRegionAsUsageError(
    readResources(scope, { ...services, currentRegion, signal, isOnSchedule: isOnSchedule(file) }),
  );
  printUnread(unread, io);
  const now = io.now();
  for (const { code, schedule, message } of findings([new Date(now).getUTCFullYear()])) {
    if (code === 'calendar-year') io.stderr.write(`${schedule}: ${message}\n`);
  }
  const decisions = decideResources(resources, file, calendars, now, remembered);
  if (decisions.length === 0) {
    io.stderr.write(`None of ${countOf(resources.length, 'resource')} is on a schedule of ${file.file}.\n`);
  }
  return { decisions, examined: resources.length, accounts, unread: unread.length };
}
