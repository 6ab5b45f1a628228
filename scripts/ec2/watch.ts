import { defineCommand, exitCodes, type Io, usageError } from '@groundcrew/cli';
import { type NoticeKind, noticeKinds, readIdentity } from '@groundcrew/ec2/metadata';
import {
  type Notice,
  noticeDocument,
  noticeSentence,
  type WatchedInstance,
  watchNotices,
} from '@groundcrew/ec2/watch';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { type Language, languages } from '@groundcrew/report/languages';
import { imdsOptions, openImds } from './imds-options.ts';
import { createNoticePublisher } from './notice-publisher.ts';
import { createNoticeRunner } from './notice-runner.ts';

export const command = defineCommand({
  description:
    'Waits on an instance for a notice: a spot interruption (two minutes ahead), advice to rebalance, a scheduled event, ' +
    'or Auto Scaling taking it out of service. Prints the notice, runs the command of --exec with the facts in its ' +
    'environment (GROUNDCREW_NOTICE_KIND, _ACTION, _TIME, _SECONDS_LEFT, …; it is ended at the time of the notice), ' +
    'publishes to the topic of --sns, and exits with code 4. ' +
    'With --keep it continues instead. Each notice is reported once per run; existing ones are reported immediately.',
  arguments: [],
  options: {
    exec: {
      type: 'text',
      value: 'COMMAND',
      description: 'shell command for each notice, one after the other; its output goes to stderr',
    },
    execTimeout: {
      type: 'integer',
      value: 'SECONDS',
      minimum: 1,
      maximum: 86_400,
      description: 'timeout of the command, if that is less than the time left',
    },
    sns: {
      type: 'text',
      value: 'TOPIC',
      description: 'name or ARN of a topic for each notice',
    },
    keep: { type: 'flag', description: 'continue after a notice' },
    interval: {
      type: 'integer',
      value: 'SECONDS',
      minimum: 1,
      maximum: 3_600,
      default: 5,
      description: 'time between two readings',
    },
    for: {
      type: 'text',
      value: 'KINDS',
      default: noticeKinds.join(','),
      description: 'kinds of notices to wait for',
    },
    language: {
      type: 'text',
      value: 'LANGUAGE',
      choices: languages,
      default: 'en',
      description:
        'of the sentences of notices, also those that are published: en or ko; JSON and the environment of the command are in English',
    },
    ...imdsOptions,
  },
  examples: [
    { command: "groundcrew ec2 watch --exec '/usr/local/bin/drain'", description: 'Drain before the end' },
    {
      command: 'groundcrew ec2 watch --for spot,rebalance --sns ops-alerts --keep --output json',
      description: 'Publish to a topic, and write a log',
    },
    {
      command: 'groundcrew ec2 watch --exec \'echo "$GROUNDCREW_NOTICE_SECONDS_LEFT seconds left" | wall\'',
      description: 'Use the facts of a notice',
    },
  ],
  async handler({ options, global, io, signal }) {
    const { exec, execTimeout, sns, keep, interval, language } = options;
    const kinds = parseKinds(options.for);
    if (global.output === 'csv' || global.output === 'html') {
      throw usageError(`--output ${global.output} is for tables; a watch prints lines: table or json`);
    }
    if (exec?.trim() === '') throw usageError('--exec is empty: nothing would be run; give a command');
    if (sns !== undefined) checkTopic(sns);
    const imds = await openImds(options, { global, io });
    const instance = await readIdentity(imds, { signal });
    const publisher =
      sns === undefined
        ? undefined
        : await createNoticePublisher(sns, { instance, language, global, io, signal });
    const log = (text: string) => io.stderr.write(`groundcrew: ${text}\n`);
    const run =
      exec === undefined ? undefined : createNoticeRunner(exec, { instance, io, signal, execTimeout, log });
    const acting: Promise<unknown>[] = [];
    log(`watching ${instance.instanceId} for ${kinds.join(', ')}, every ${interval} s`);
    try {
      for await (const notices of watchNotices({
        imds,
        kinds,
        pollMs: interval * 1000,
        signal,
        sleep: io.sleep,
        onFailure: (failing, error) => log(failureText(failing, error)),
        onRecovered: () => log('the metadata service responds again'),
      })) {
        for (const notice of notices) {
          // The work is saved first: the reader of the notice may be gone, or slow.
          acting.push(run?.(notice) ?? Promise.resolve());
          if (publisher) acting.push(publisher.publish(notice, signal).then(log));
        }
        const lines = notices.map((notice) =>
          lineOf(notice, instance, { io, json: global.output === 'json', language }),
        );
        try {
          await io.stdout.write(lines.join(''));
        } catch (error) {
          // A full disk or a closed pipe must not prevent saving the work.
          if (!run && !publisher) throw error;
          log(messageOf(error));
        }
        if (!keep) break;
      }
      await Promise.all(acting);
      signal.throwIfAborted();
      return exitCodes.notice;
    } finally {
      await Promise.allSettled(acting);
      publisher?.close();
    }
  },
});

function parseKinds(text: string): NoticeKind[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !noticeKinds.includes(word as NoticeKind));
  if (unknown !== undefined) {
    throw usageError(`--for "${unknown}" is not a kind of notice; write some of ${noticeKinds.join(',')}`);
  }
  return noticeKinds.filter((kind) => words.includes(kind));
}

function checkTopic(topic: string): void {
  const isName = /^[\w-]{1,256}(\.fifo)?$/.test(topic);
  if (isName || /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/.test(topic)) return;
  throw usageError(
    `--sns "${topic}" is neither the name of a topic nor its ARN; write ops-alerts or arn:aws:sns:…`,
  );
}

function lineOf(
  notice: Notice,
  instance: WatchedInstance,
  { io, json, language }: { io: Io; json: boolean; language: Language },
): string {
  const nowMs = io.now();
  return json
    ? `${JSON.stringify(noticeDocument(notice, instance, nowMs))}\n`
    : `${new Date(nowMs).toISOString()}  ${noticeSentence(notice, instance, nowMs, language)}\n`;
}

function failureText(kinds: readonly NoticeKind[], error: unknown): string {
  const code = isGroundcrewError(error) ? ` [${error.code}]` : '';
  return `can't read ${kinds.join(', ')} at present, will retry: ${messageOf(error)}${code}`;
}
