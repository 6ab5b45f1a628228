import { randomBytes } from 'node:crypto';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { callerIdentity, createStsClient } from '@groundcrew/aws/sts';
import { defineCommand, exitCodes, orUsageError, usageError } from '@groundcrew/cli';
import { overrideReport } from '@groundcrew/schedule/override-report';
import { parseUntil } from '@groundcrew/schedule/overriding';
import { createDynamoDbStore, type StoredOverride } from '@groundcrew/schedule/running';
import { localTime } from '@groundcrew/schedule/simulation';
import { zoneOf } from '@groundcrew/schedule/time';
import { languageOption } from '../language-option.ts';
import { openConnection } from '../connection.ts';

export const command = defineCommand({
  description:
    'Keeps a resource, or all that is on a schedule, on or off until a time, whatever its schedule is; then the override ends. run-schedule honors it at its next run. Without WHAT, the overrides in effect are listed.',
  arguments: [
    {
      name: 'what',
      description: 'an instance (i-0123456789abcdef0), the name of a database or group, or of a schedule',
      optional: true,
    },
  ],
  options: {
    on: { type: 'flag', description: 'keep it on' },
    off: { type: 'flag', description: 'keep it off' },
    until: { type: 'text', value: 'TIME', description: '23:00, 2027-01-04 23:00, 90m, 2h or 3d' },
    zone: {
      type: 'text',
      value: 'ZONE',
      description: 'zone of the times: Asia/Seoul; default: that of this machine',
    },
    reason: { type: 'text', value: 'TEXT', description: 'the reason, shown to others' },
    revoke: { type: 'text', value: 'ID', description: 'end the override with this id now' },
    table: {
      type: 'text',
      value: 'NAME',
      default: 'Schedules',
      description: 'the table of groundcrew-schedules',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew schedule override office-hours --on --until 23:00 --reason release',
      description: 'Keep everything on office-hours on tonight',
    },
    {
      command: 'groundcrew schedule override i-0123456789abcdef0 --off --until 3d --reason "not needed"',
      description: 'Keep one off for three days',
    },
    { command: 'groundcrew schedule override', description: 'See what is overridden, by whom and why' },
    { command: 'groundcrew schedule override --revoke 4f1c22ab', description: 'End one now' },
  ],
  async handler({ arguments: { what }, options, global, io, signal, print }) {
    const { on, off, until, reason, revoke, table } = options;
    const zone = options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const nowMs = io.now();
    const isNew = what !== undefined;
    if (isNew && revoke !== undefined) throw usageError('--revoke takes no WHAT: its id determines it');
    if (isNew && on === off) throw usageError('write either --on or --off');
    if (isNew && until === undefined) throw usageError('--until is missing: 23:00, or 2h');
    if (isNew && !reason?.trim()) throw usageError('--reason is missing: others want to know why');
    if (!isNew && (on || off || until !== undefined || reason !== undefined)) {
      throw usageError('name what to override: an instance, a database, a group, or a schedule');
    }
    const untilMs = until === undefined ? 0 : orUsageError(() => parseUntil(until, zone, nowMs));
    const connection = await openConnection(
      { global, io, signal },
      { changes: isNew || revoke !== undefined },
    );
    const client = createDynamoDBClient(connection);
    const sts = createStsClient(connection);
    try {
      const store = createDynamoDbStore(client, { tableName: table, now: io.now });
      if (isNew) {
        const { arn } = await callerIdentity(sts, signal);
        const wanted = on ? 'on' : 'off';
        const id = randomBytes(4).toString('hex');
        const override: StoredOverride = {
          id,
          what,
          wanted,
          fromMs: nowMs,
          untilMs,
          reason: reason!.trim(),
          by: nameIn(arn),
        };
        await store.save({ overrides: [override] }, signal);
        io.stderr.write(
          `${what} is ${wanted} until ${localTime(zoneOf(zone), untilMs)} ${zone}. To end it before: groundcrew schedule override --revoke ${id}\n`,
        );
        return exitCodes.done;
      }
      const { overrides } = await store.load(signal);
      if (revoke === undefined) {
        await print(overrideReport(overrides, zone, nowMs));
        return exitCodes.done;
      }
      const found = overrides.find(({ id, untilMs: ends }) => id === revoke && ends > nowMs);
      if (!found)
        throw usageError(
          `"${revoke}" in --revoke is not an override that counts; groundcrew schedule override lists them`,
        );
      await store.save({ overrides: [{ ...found, untilMs: nowMs }] }, signal);
      io.stderr.write(`Ended: ${found.what} was to be ${found.wanted} (${found.reason}).\n`);
      return exitCodes.done;
    } finally {
      client.destroy();
      sts.destroy();
    }
  },
});

/** The part of an ARN that people know: `user/mina`, `Admin/mina@example.com`. */
function nameIn(arn: string): string {
  return arn
    .split(':')
    .slice(5)
    .join(':')
    .replace(/^(assumed-role|user)\//, '');
}
