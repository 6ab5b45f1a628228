import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'local.account.unknown': {
    meaning: 'The account that was selected is not in the account file.',
    action: 'Add it, or leave it out to use the first one.',
  },
  'local.address.refused': {
    meaning: 'An address that is to be allowed is not one of this machine.',
    action: 'Write it as the message shows.',
  },
  'local.bill.currencies': {
    meaning: 'A bill has charges in several currencies; Cost Explorer reports in one.',
    action: 'Use a file of one currency.',
  },
  'local.bill.not-focus': {
    meaning: 'A bill lacks columns of the FOCUS format.',
    action: 'Use a FOCUS export.',
  },
  'local.bill.unreadable': {
    meaning: 'A bill cannot be read.',
    action: 'Check its path and that it is CSV, gzipped or not.',
  },
  'local.bill.value': {
    meaning: 'A cell of a bill is not the number or date that it has to be.',
    action: 'Correct the cell that the message names.',
  },
  'local.bundle.missing': {
    meaning: 'A function is not built.',
    action: 'Run `npm run build`.',
  },
  'local.busy': {
    meaning: 'Work was still in progress when the wait for idle timed out.',
    action: 'Wait longer, or look at what the message lists.',
  },
  'local.closed': {
    meaning: 'The data was written after it was closed.',
    action: 'Report it: this is a defect of groundcrew.',
  },
  'local.data.broken': {
    meaning: 'A line of the data folder is not JSON.',
    action: 'Restore the file, or delete the data folder to start again.',
  },
  'local.data.in-use': {
    meaning: 'Another process uses the data folder.',
    action: 'Stop it, or name another folder.',
  },
  'local.data.unusable': {
    meaning: 'The data folder cannot be created or written.',
    action: 'Name another folder.',
  },
  'local.faults.unknown': {
    meaning: 'There is no such fault.',
    action: 'Write one that the message lists.',
  },
  'local.faults.value': {
    meaning: 'A fault has a value that is not supported.',
    action: 'Write it as the message shows.',
  },
  'local.function.unknown': {
    meaning: 'There is no such function.',
    action: 'Write one that the message lists.',
  },
  'local.imds-faults.unknown': {
    meaning: 'There is no such fault of the metadata service.',
    action: 'Write one that the message lists.',
  },
  'local.imds-faults.value': {
    meaning: 'A fault of the metadata service has a value that is not supported.',
    action: 'Write it as the message shows.',
  },
  'local.imds-notice.unknown': {
    meaning: 'There is no such notice of the metadata service.',
    action: 'Write one that the message lists.',
  },
  'local.imds-notice.value': {
    meaning: 'A notice of the metadata service needs the seconds after which it appears.',
    action: 'Write it as the message shows.',
  },
  'local.imds.no-such-instance': {
    meaning: 'The account file does not have the instance.',
    action: 'Use one that the message lists.',
  },
  'local.imds.not-running': {
    meaning: 'The instance is not running, so it has no metadata service.',
    action: 'Use another instance.',
  },
  'local.pattern.refused': {
    meaning: 'An event pattern uses something that the embedded event bus does not support.',
    action: 'Change the pattern as the message shows.',
  },
  'local.port.refused': {
    meaning: 'The port cannot be listened on.',
    action: 'Choose another port.',
  },
  'local.port.taken': {
    meaning: 'The port is in use.',
    action: 'Stop what listens there, or choose another port.',
  },
  'local.resource.unknown': {
    meaning: 'A stack does not have the resource.',
    action: 'Correct the manifest of the function.',
  },
  'local.schedule.cron': {
    meaning: 'A cron expression is malformed.',
    action: 'Correct the field that the message names.',
  },
  'local.schedule.refused': {
    meaning: 'A schedule expression is not supported.',
    action: 'Write `rate(5 minutes)`, `cron(0 9 * * ? *)` or `at(2026-01-31T09:00:00)`.',
  },
  'local.schedule.time-zone': {
    meaning: 'The time zone of a schedule is not known.',
    action: 'Write one of the IANA database: `Asia/Seoul`.',
  },
  'local.setting.refused': {
    meaning: 'A setting of a stack does not match its pattern.',
    action: 'Correct the value that the message quotes.',
  },
  'local.setting.unknown': {
    meaning: 'A stack does not have the setting.',
    action: 'Write one that the message lists.',
  },
  'local.stream.missing': {
    meaning: 'A table has no stream.',
    action: 'Enable one.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
