import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'plan.account.mismatch': {
    meaning: 'The plan is for another account than the credentials are. Nothing was changed.',
    action: 'Use a profile of that account, or `--role`.',
  },
  'plan.apply.stopped': {
    meaning: 'An apply stopped before its end; the journal has what was done.',
    action:
      'Correct what the message names and run it with `--resume`, or take back what was done with `undo`.',
  },
  'plan.caps.exceeded': {
    meaning:
      'The plan makes more changes than `--max-changes` or `--max-percent` allows. Nothing was changed.',
    action: 'Read the plan; plan less at a time, or raise the cap.',
  },
  'plan.caps.invalid': {
    meaning: 'A cap is not a number from 0.',
    action: 'Correct it.',
  },
  'plan.drift': {
    meaning: 'Fields are no longer as the plan expects. Nothing was changed.',
    action: 'Make a new plan; what an interrupted apply did can still be undone from its journal.',
  },
  'plan.executor': {
    meaning: 'An executor returned batches, values or failures that do not match the changes of the plan.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'plan.file.edited': {
    meaning: 'The plan was edited or truncated after it was made: its hash differs.',
    action: 'Make a new plan; change the policy rather than the plan.',
  },
  'plan.file.invalid': {
    meaning: 'The plan is malformed.',
    action: 'Make a new plan.',
  },
  'plan.file.not-json': {
    meaning: 'The plan is not JSON.',
    action: 'Pass the file that `plan` wrote, unchanged.',
  },
  'plan.file.too-large': {
    meaning: 'The plan is larger than what is read.',
    action: 'Plan fewer accounts or regions at a time.',
  },
  'plan.file.wrong-format': {
    meaning: 'The file is not a plan of this version.',
    action: 'Pass a file that `plan` of this version wrote.',
  },
  'plan.file.wrong-kind': {
    meaning: 'The plan is of another kind.',
    action: 'Apply it with the command that made it.',
  },
  'plan.invalid': {
    meaning: 'A plan that was being made is inconsistent.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'plan.journal.damaged': {
    meaning: 'A line of the journal cannot be read. A truncated last line is not damage.',
    action: 'Restore the file, or make a new plan.',
  },
  'plan.journal.edited': {
    meaning:
      'A line of the journal was edited, removed, moved or added after it was written: its hash does not fit. Nothing was changed.',
    action: 'Restore the file as it was written; set by hand what an undo can then not restore.',
  },
  'plan.journal.empty': {
    meaning: 'The journal has no changes: its apply ended before the first.',
    action: 'Nothing: there is nothing to undo.',
  },
  'plan.journal.exists': {
    meaning: 'The journal exists already: the plan was applied, or begun.',
    action: 'Pass `--resume`; for another run `--journal OTHER`.',
  },
  'plan.journal.failed': {
    meaning: 'The journal could not be read or written; nothing was changed that it does not have.',
    action: 'Make room or grant access, and run with `--resume`.',
  },
  'plan.journal.in-use': {
    meaning: 'Another process uses the journal.',
    action:
      'Wait for its end; pass `--take-over` if it certainly ended, on another machine or with a process number that was reused.',
  },
  'plan.journal.missing': {
    meaning: 'There is no journal to resume or to undo.',
    action:
      'Name the file that the apply printed as its journal; for the first apply of a plan, leave out `--resume`.',
  },
  'plan.journal.not-a-journal': {
    meaning: 'The file is a plan, a snapshot or something else.',
    action: 'Name the journal: `PLAN.journal` by default.',
  },
  'plan.journal.of-another-plan': {
    meaning: 'The journal is that of another plan.',
    action: 'Pass the plan and the journal that belong together.',
  },
  'plan.journal.too-large': {
    meaning: 'The journal is larger than what is read.',
    action: 'Check that it is the right file.',
  },
  'plan.resource.not-ready': {
    meaning:
      'A resource was made, and was still not ready after 15 minutes. What requires it was not made. Reported for a change, not thrown.',
    action: 'Look at its state in the console, and run with `--resume`, which waits again.',
  },
  'plan.requirement.failed': {
    meaning:
      'A change was not tried, because one that it requires failed. Reported for a change, not thrown.',
    action: 'Correct the failure that the message names, and run with `--resume`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
