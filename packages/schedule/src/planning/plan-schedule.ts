import {
  type Change,
  createPlan,
  type Finding,
  type Plan,
  type PlanAccount,
  type Target,
} from '@groundcrew/plan';
import { compileMatch } from '../assignment/index.ts';
import type { Group, ScheduleFile } from '../file/schedule.ts';
import { stoppedSizes } from '../resources/group-sizes.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import { describeDecision } from './describe-decision.ts';
import type { ResourceDecision } from './decide-resources.ts';
import { stepText } from './steps.ts';

/** The kind of plans that start and stop. */
export const SCHEDULE_PLAN = 'schedule';
/** The field that they change; of Auto Scaling groups their sizes. */
export const STATE = 'state';
export const SIZES = 'sizes';

export interface PlanScheduleInput {
  readonly file: ScheduleFile;
  readonly decisions: readonly ResourceDecision[];
  /** The number of resources that were read. */
  readonly examined: number;
  readonly accounts: readonly PlanAccount[];
  readonly nowMs: number;
  /** The command that makes the plan again. */
  readonly command?: string;
}

/** What has to be started and stopped now, and what a person has to decide. */
export function planSchedule({
  file,
  decisions,
  examined,
  accounts,
  nowMs,
  command,
}: PlanScheduleInput): Plan {
  const changes: Change[] = [];
  const findings: Finding[] = [];
  const stepOf = createStepOf(file.groups);
  for (const decided of decisions) {
    const { resource } = decided;
    const target = targetOf(resource);
    if (decided.schedule === undefined) {
      findings.push({ target, field: STATE, reason: decided.problem });
      continue;
    }
    const { action } = decided.decision;
    if (action === 'none') continue;
    const after = action === 'start' ? 'running' : 'stopped';
    if (resource.refusal !== undefined) {
      findings.push({ target, field: STATE, reason: `should be ${after}, and ${resource.refusal}` });
      continue;
    }
    const step = stepOf(resource, action);
    const field = resource.sizes ? SIZES : STATE;
    changes.push({
      id: `${resource.arn}#${field}`,
      target,
      field,
      ...valuesOf(resource, action),
      reason: describeDecision(decided.schedule, decided.interval, decided.decision),
      ...(step !== undefined && { source: step }),
    });
  }
  return createPlan({
    kind: SCHEDULE_PLAN,
    createdAt: new Date(nowMs).toISOString(),
    accounts: accounts.filter(({ id }) =>
      [...changes, ...findings].some(({ target }) => target.accountId === id),
    ),
    scope: { examined, file: file.file, ...(command !== undefined && { command }) },
    changes,
    findings,
  });
}

/** Of a group, the sizes from before it was stopped, value for value: its tag or the table remembers them. */
function valuesOf(
  { sizes, observed }: ScheduledResource,
  action: 'start' | 'stop',
): Pick<Change, 'before' | 'after'> {
  if (!sizes) {
    return action === 'start'
      ? { before: observed.state, after: 'running' }
      : { before: observed.state, after: 'stopped' };
  }
  const after = action === 'start' && sizes.kept ? sizes.kept : stoppedSizes;
  return { before: { ...sizes.current }, after: { ...after } };
}

function targetOf({ account, region, arn, name }: ScheduledResource): Target {
  return { accountId: account, region, resource: arn, ...(name !== undefined && { label: name }) };
}

/** The step of a resource in its group, in the order in which they are made: the last is stopped first. */
function createStepOf(
  groups: readonly Group[],
): (resource: ScheduledResource, action: 'start' | 'stop') => string | undefined {
  const compiled = groups.map(({ name, order, waitMinutes }) => ({
    name,
    waitMinutes,
    steps: order.map(compileMatch),
  }));
  return (resource, action) => {
    for (const { name, waitMinutes, steps } of compiled) {
      const index = steps.findIndex((matches) => matches(resource));
      if (index < 0) continue;
      const step = action === 'start' ? index + 1 : steps.length - index;
      return stepText({ group: name, step, steps: steps.length, waitMinutes });
    }
    return undefined;
  };
}
