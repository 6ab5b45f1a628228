import { gapsIn, type Resource } from '@groundcrew/account';
import { usageError } from '@groundcrew/cli';
import { hourlyPrices } from '@groundcrew/cost/operations';
import type { ScheduleFile } from '@groundcrew/schedule/file';
import { scheduledTypeOf } from '@groundcrew/schedule/resources';
import { type FleetResource, type Simulation, simulateFleet } from '@groundcrew/schedule/simulation';
import type { SimulationInput } from '@groundcrew/schedule/simulation-report';
import { openSnapshotFile } from '../account/snapshot-file.ts';
import { openSource } from '../cost/open-source.ts';
import type { SourceContext } from '../cost/source-handle.ts';
import type { SourceOptions } from '../cost/source-options.ts';

export type FleetOptions = SourceOptions & {
  readonly from: string | undefined;
  readonly billMonth: string | undefined;
};

/** The resources of `--from`, with prices of `--source`; without `--from`, none. */
export async function fleetOf(
  file: ScheduleFile,
  simulations: readonly Simulation[],
  options: FleetOptions,
  context: SourceContext,
): Promise<SimulationInput['fleet']> {
  const { from, source, billMonth } = options;
  if (from === undefined) {
    if (source.length === 0) return undefined;
    throw usageError('--source has prices, and --from SNAPSHOT which resources are on schedules: write both');
  }
  const { header, resources } = await openSnapshotFile(from, { attributes: false });
  const found: FleetResource[] = [];
  for await (const page of resources) found.push(...page.flatMap(toFleetResource));
  const base = {
    snapshot: `${from} of ${header.takenAt.slice(0, 16)}Z`,
    gaps: gapsIn(header.coverage).length,
  };
  if (source.length === 0) return { ...base, fleet: simulateFleet(file, simulations, found) };
  const month = monthOf(billMonth, context.io.now());
  const opened = await openSource(options, context);
  try {
    const ids = found.flatMap(({ id, arn }) => [id, arn]);
    const { prices } = await hourlyPrices(ids, month, opened.queryOptions);
    const priceOf = ({ id, arn }: FleetResource) => prices.get(arn) ?? prices.get(id);
    return {
      ...base,
      fleet: simulateFleet(file, simulations, found, priceOf),
      bill: { name: opened.name, month: month.start.slice(0, 7) },
    };
  } finally {
    await opened.close();
  }
}

function toFleetResource({ arn, type, id, accountId, region, tags }: Resource): FleetResource[] {
  const own = scheduledTypeOf(type);
  return own === undefined ? [] : [{ arn, type: own, id, account: accountId, region, tags }];
}

/** The days of a month; default: the last whole one. */
function monthOf(text: string | undefined, nowMs: number) {
  const now = new Date(nowMs);
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
  const [year, month] = (text ?? last).split('-').map(Number);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? last))
    throw usageError(`"${text}" in --bill-month is not a month such as 2026-10`);
  const day = (months: number) => new Date(Date.UTC(year!, months)).toISOString().slice(0, 10);
  return { start: day(month! - 1), end: day(month!) };
}
