import { GroundcrewError } from '@groundcrew/errors';
import { type Drift, describeDrift } from './drift.ts';
import type { CurrentValue } from './executor.ts';
import type { PlanAccount } from './plan-model.ts';
import type { Precondition } from './preconditions.ts';

/** The maximum that a message shows of a list; all of them are in the error's details. */
const MAX_SHOWN = 10;

const bug = { fault: 'bug' } as const;

export function invalidPlan(problem: string): GroundcrewError {
  return new GroundcrewError('plan.invalid', `an inconsistent plan was made: ${problem}`, bug);
}

export function planFileTooLarge(sizeBytes: number, maxBytes: number): GroundcrewError {
  return new GroundcrewError(
    'plan.file.too-large',
    `the plan has ${sizeBytes} bytes, more than the ${maxBytes} that are read; plan fewer accounts or regions at a time`,
    { details: { sizeBytes, maxBytes } },
  );
}

/** @param name of the file, for messages */
export function planFileNotJson(name: string, why: string, cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'plan.file.not-json',
    `${name} is not a plan, because it is not JSON: ${why}; pass the file that "plan" wrote, unchanged`,
    { cause },
  );
}

/** @param found what the file is or has instead */
export function planFileWrongFormat(name: string, found: string): GroundcrewError {
  return new GroundcrewError(
    'plan.file.wrong-format',
    `${name} is not a plan of this version, which begins with "format": "groundcrew-plan/1": ${found}; pass a file that "plan" of this version wrote`,
  );
}

export function planFileOfAnotherKind(kind: unknown, wanted: string): GroundcrewError {
  return new GroundcrewError(
    'plan.file.wrong-kind',
    `the plan is of kind ${JSON.stringify(kind)}, not "${wanted}"; apply it with the command that made it`,
  );
}

export function planFileInvalid(problem: string): GroundcrewError {
  return new GroundcrewError(
    'plan.file.invalid',
    `the plan can't be applied: ${problem}; make a new plan instead of changing the file`,
  );
}

/** @param command that makes the plan again, if it is known */
export function planFileEdited(command: string | undefined): GroundcrewError {
  return new GroundcrewError(
    'plan.file.edited',
    `the plan was edited or truncated after it was made: its hash is not that of its content; make a new one${commandHint(command)}, and change what it is made from rather than the file`,
  );
}

export function capsExceeded(
  what: string,
  option: string,
  details: Readonly<Record<string, number>>,
): GroundcrewError {
  return new GroundcrewError(
    'plan.caps.exceeded',
    `the plan ${what}; nothing was changed; plan less at a time, or raise ${option}`,
    { details },
  );
}

export function capsInvalid(name: string, cap: number): GroundcrewError {
  return new GroundcrewError('plan.caps.invalid', `${name} ${cap} is not a cap; pass a number from 0`);
}

export function accountMismatch(
  missing: readonly PlanAccount[],
  reachable: readonly string[],
): GroundcrewError {
  const names = missing.map(({ id, alias }) => (alias === undefined ? id : `${id} (${alias})`)).join(', ');
  return new GroundcrewError(
    'plan.account.mismatch',
    `the plan is for account ${names}, but the credentials are for ${reachable.join(', ') || 'none'}; nothing was changed; use a profile or a role of that account`,
    { details: { missing: missing.map(({ id }) => id), reachable } },
  );
}

/** @param command that makes the plan again, if it is known */
export function planDrifted(drifts: readonly Drift[], command: string | undefined): GroundcrewError {
  const shown = drifts.slice(0, MAX_SHOWN).map((drift) => {
    const { field, target } = drift.change;
    // A label is what people know a resource by: `VPC shop`; `target.resource` may be only its key.
    const what =
      target.label !== undefined && field === 'exists'
        ? target.label
        : `${target.resource} ${JSON.stringify(field)}`;
    return `  ${what}: ${describeDrift(drift)}`;
  });
  const more = drifts.length - shown.length;
  return new GroundcrewError(
    'plan.drift',
    [
      `${drifts.length === 1 ? '1 field is' : `${drifts.length} fields are`} no longer as the plan expects; nothing was changed; make a new plan${commandHint(command)} and apply that`,
      ...shown,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
    {
      details: {
        drifts: drifts.map(({ change: { id, target, field, before, after }, found, unmet }) => ({
          id,
          accountId: target.accountId,
          region: target.region,
          resource: target.resource,
          field,
          before,
          after,
          ...foundOf(found),
          ...(unmet && { broken: { ...placeOf(unmet.precondition), ...foundOf(unmet.found) } }),
        })),
      },
    },
  );
}

/** A command is shown to be typed, so it must not have control or invisible characters; file names may have them. */
function commandHint(command: string | undefined): string {
  return command === undefined || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(command) ? '' : ` (${command})`;
}

const foundOf = (found: CurrentValue) => (found === 'gone' ? { gone: true } : { found: found.value });
const placeOf = ({ target, field, value }: Precondition) => ({
  resource: target.resource,
  field,
  expected: value,
});

export function applyStopped(why: string, cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'plan.apply.stopped',
    `the apply stopped before its end: ${why}; fix that and continue with --resume, or restore the previous values with undo`,
    { fault: 'service', cause },
  );
}

export function executorBroken(problem: string): GroundcrewError {
  return new GroundcrewError('plan.executor', problem, bug);
}

export function journalExists(name: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.exists',
    `the journal ${name} exists already; continue that apply (--resume), or name another file`,
  );
}

export function journalMissing(name: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.missing',
    `there is no journal at ${name}; name the file that the apply printed as its journal; there is none before the first apply`,
  );
}

export function journalOfAnotherPlan(name: string, found: string, wanted: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.of-another-plan',
    `the journal ${name} is that of the plan ${found.slice(0, 12)}, not of ${wanted.slice(0, 12)}; pass the plan and the journal that belong together`,
    { details: { found, wanted } },
  );
}

export function journalInUse(
  name: string,
  holder: { pid: number; host: string; since: string },
): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.in-use',
    `the journal ${name} is in use by process ${holder.pid} on ${holder.host} since ${holder.since}; wait until it has ended, or pass --take-over if it certainly has`,
    { details: { ...holder } },
  );
}

export function journalDamaged(name: string, line: number, why: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.damaged',
    `line ${line} of the journal ${name} can't be read: ${why}; restore the file as it was written, or make a new plan`,
    { details: { line } },
  );
}

export function journalEdited(name: string, line: number, why: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.edited',
    `the journal ${name} was edited after it was written: at line ${line}, ${why}; nothing was changed; restore the file as it was written`,
    { details: { line } },
  );
}

export function journalDiffersFromPlan(name: string, id: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.edited',
    `the journal ${name} was edited after it was written: the change ${JSON.stringify(id)} is not that of its plan; nothing was changed; restore the file as it was written`,
    { details: { id } },
  );
}

/** @param what the file appears to be */
export function journalNotRecognized(name: string, what: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.not-a-journal',
    `${name} is not a journal: ${what}; name the one that an apply wrote (default: PLAN.journal)`,
  );
}

export function journalEmpty(name: string): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.empty',
    `the journal ${name} has no changes: its apply ended before the first one; there is nothing to undo`,
  );
}

export function journalTooLarge(name: string, sizeBytes: number, maxBytes: number): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.too-large',
    `the journal ${name} has ${sizeBytes} bytes, more than the ${maxBytes} that are read; is it the right file?`,
    { details: { sizeBytes, maxBytes } },
  );
}

export function journalFailed(name: string, doing: string, cause: Error): GroundcrewError {
  return new GroundcrewError(
    'plan.journal.failed',
    `could not ${doing} the journal ${name}: ${cause.message}; nothing was changed that it does not have; make room or grant access, and continue with --resume`,
    { cause },
  );
}
