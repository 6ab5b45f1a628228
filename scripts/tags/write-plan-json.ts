import { type Output, writeAll } from '@groundcrew/cli';
import { type Plan, writePlan } from '@groundcrew/plan';

/** Writes the plan as it is as a file. */
export async function writePlanJson(output: Output, plan: Plan): Promise<void> {
  await writeAll(output, [writePlan(plan)]);
}
