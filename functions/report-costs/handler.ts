import { sleep } from '@groundcrew/async';
import {
  createCostExplorer,
  createCostExplorerClient,
  createCostExplorerLimiter,
} from '@groundcrew/aws/cost-explorer';
import { createS3Client, createTextStore } from '@groundcrew/aws/s3';
import { createSnsClient, publishMessages, toMessageText, toSubject } from '@groundcrew/aws/sns';
import { moneyText } from '@groundcrew/cost/money';
import {
  type ReportMessage,
  runScheduledReport,
  type ScheduledReport,
} from '@groundcrew/cost/scheduled-report';
import { createHandler } from '@groundcrew/lambda';
import { readSettings } from './env.ts';
import { runOf } from './run.ts';

/** The result of a run; the report has the rest. */
export interface ReportCostsResult {
  readonly status: ScheduledReport['status'];
  readonly report?: string;
}

const { bucket, topicArn, budget, ...settings } = readSettings();
// Without a signal: what was spent is also recorded after a timeout.
const store = createTextStore(createS3Client(), { bucket });
const sns = createSnsClient();
const costExplorer = createCostExplorer({
  client: createCostExplorerClient(),
  limiter: createCostExplorerLimiter({ now: Date.now, sleep }),
});

/** Reports the costs of its own account. */
export const handler = createHandler<unknown, ReportCostsResult>({
  name: 'report-costs',
  async handle(event, { signal, log, metrics }) {
    const run = runOf(event);
    const result = await runScheduledReport(
      { ...run, ...settings, ...(budget !== undefined && { budget }) },
      {
        costExplorer,
        store,
        notify: (message) => publishMessage(message, signal),
        now: Date.now,
        signal,
      },
    );
    if (result.status === 'spent') {
      log.error('the maximum for Cost Explorer is reached', { error: result.error });
      metrics.add('SpendExceeded', 1);
    }
    if (result.status !== 'done') return { status: result.status };
    const { summary, pace } = result;
    const report = store.addressOf(result.reportKey);
    log.info('the costs are reported', {
      kind: run.kind,
      report,
      totals: Object.fromEntries(
        summary.currencies.map(({ currency, total }) => [currency, moneyText(total.cost)]),
      ),
      ...(pace !== undefined && { budget: pace.state }),
    });
    metrics.add('ReportsDone', 1);
    metrics.add('PaidRequests', summary.paid.requests);
    // A finished month has no forecast: the daily reports covered it in time. Too few days do not end an alarm.
    if (run.kind === 'daily' && pace !== undefined && pace.state !== 'unknown') {
      metrics.add('BudgetPaceExceeded', pace.state === 'within' ? 0 : 1);
    }
    return { status: 'done', report };
  },
});

async function publishMessage({ subject, text, chat }: ReportMessage, signal: AbortSignal): Promise<void> {
  const message = {
    subject: toSubject(subject),
    body: toMessageText(text),
    ...(chat !== undefined && { bodies: { https: chat } }),
    attributes: { kind: 'cost-report' },
  };
  const [result] = await publishMessages(sns, [message], { topicArn, signal });
  if (result !== undefined && !result.published) throw result.error;
}
