import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'account.file.not-json': {
    meaning: 'The account file is not JSON.',
    action: 'Correct it at the place that the message shows.',
  },
  'account.file.unreadable': {
    meaning: 'The account file cannot be read.',
    action: 'Check its path; `samples/account/account.json` is one.',
  },
  'account.snapshot.exists': {
    meaning: 'The file that a snapshot is to be saved in exists already.',
    action: 'Name another one, or pass `--force` to overwrite it.',
  },
  'account.snapshot.too-large': {
    meaning: 'A snapshot of tags is larger than what is read of them.',
    action: 'Check that it is the right file, or collect it with `groundcrew account collect`.',
  },
  'account.snapshot.unreadable': {
    meaning: 'The file of a snapshot cannot be read.',
    action: 'Check its path and permissions.',
  },
  'account.snapshot.unwritable': {
    meaning: 'The file of a snapshot cannot be written.',
    action: 'Make room or grant access, or name another file.',
  },
  'account.show.ambiguous': {
    meaning: 'A question fits several resources of the snapshot.',
    action: 'Name one by its ARN; the message lists them.',
  },
  'account.show.not-found': {
    meaning: 'Nothing in the snapshot has that ARN, id, address or name.',
    action: 'Check it, or collect again (`groundcrew account collect`).',
  },
  'accounts.no-region': {
    meaning: 'No region is set to start from.',
    action: 'Pass `--region`, or set `AWS_REGION` or a region in the profile.',
  },
  'demo.samples.unwritable': {
    meaning: 'The sample files could not be written.',
    action: 'Name a folder in which you can write.',
  },
  'ec2.watch.command-not-started': {
    meaning: 'The command of `--run` could not be started.',
    action: 'Check that `/bin/sh` exists and that another process can be started.',
  },
  'ec2.prices.unreadable': {
    meaning: 'A price file cannot be read.',
    action: 'Check its path and permissions.',
  },
  'iam.policy.unreadable': {
    meaning: 'A policy file cannot be read.',
    action: 'Check its path and permissions.',
  },
  'inventory.source.missing': {
    meaning: 'There is no such file.',
    action: 'Check its name.',
  },
  'inventory.source.no-room': {
    meaning: 'Standard input or a pipe could not be kept in the temporary folder, to be read twice.',
    action: 'Make room there, or pass `--duplicates last`.',
  },
  'inventory.source.not-a-file': {
    meaning: 'The path is a folder.',
    action: 'Name a stock file in it.',
  },
  'inventory.source.unreadable': {
    meaning: 'The stock file cannot be read.',
    action: 'Check its permissions.',
  },
  'inventory.undo.elsewhere': {
    meaning: 'The load was made in another account, region or table than the command works in.',
    action: 'Pass the profile and the region that the message names.',
  },
  'inventory.undo.several-journals': {
    meaning: 'A file was loaded several times with `--undo`, so there are several journals beside it.',
    action: 'Pass one of those that the message names; the last one has the highest number.',
  },
  'network.file.exists': {
    meaning: 'The file that a network file is to be written to exists.',
    action: 'Name another one, or pass `--force`.',
  },
  'network.saved.unreadable': {
    meaning: 'The folder of saved answers cannot be read, is not a folder, or is larger than what is read.',
    action: 'Check its path; `groundcrew network show --how-to-save` prints a script that makes one.',
  },
  'network.file.too-large': {
    meaning: 'A network file or a saved state is larger than what is read of them.',
    action: 'Check that it is the right file.',
  },
  'network.file.unreadable': {
    meaning: 'A network file or a saved state cannot be read.',
    action: 'Check its path and permissions.',
  },
  'network.file.unwritable': {
    meaning: 'The network file cannot be written.',
    action: 'Make room or grant access; without `--write` the plan is only shown.',
  },
  'rehearse.plan.too-large': {
    meaning: 'The plan to rehearse is larger than any plan is.',
    action: 'Check that it is the right file.',
  },
  'rehearse.plan.unreadable': {
    meaning: 'The plan to rehearse cannot be read.',
    action: 'Check its path and permissions.',
  },
  'schedule.file.too-large': {
    meaning: 'A schedule file, its calendar, expectations or a plan are larger than what is read of them.',
    action:
      'Check that it is the right file. A schedule file and a calendar have 1 MiB at most, as `run-schedule` reads no more.',
  },
  'schedule.file.unreadable': {
    meaning: 'A schedule file, its calendar, expectations or a plan cannot be read.',
    action: 'Check its path and permissions; that of a calendar is seen from the schedule file.',
  },
  'tags.file.exists': {
    meaning: 'The output file exists already.',
    action: 'Name another one, or pass `--force` to overwrite it.',
  },
  'tags.file.too-large': {
    meaning: 'A file is larger than what is read of its kind.',
    action: 'Check that it is the right file.',
  },
  'tags.file.unreadable': {
    meaning: 'A file cannot be read.',
    action: 'Check its path and permissions.',
  },
  'tags.file.unwritable': {
    meaning: 'A file cannot be written.',
    action: 'Make room or grant access, or name another file.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
