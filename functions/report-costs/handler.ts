import { sleep } from '@groundcrew/aws-core';
import {
  createCostExplorer,
  createCostExplorerClient,
  createCostExplorerLimiter,
} from '@groundcrew/aws-cost-explorer';
import { createS3Client, createUpload, formatS3Uri, readText } from '@groundcrew/aws-s3';
import { createSnsClient, publishMessages, toMessageText, toSubject } from '@groundcrew/aws-sns';
import {
  moneyText,
  type ReportMessage,
  type ReportStore,
  runScheduledReport,
  type ScheduledReport,
} from '@groundcrew/cost';
import { isGroundcrewError } from '@groundcrew/errors';
import { createHandler } from '@groundcrew/lambda';
import { readSettings } from './env.ts';
import { runOf } from './run.ts';

/** What came of a run; the report has the rest. */
export interface ReportCostsResult {
  readonly status: ScheduledReport['status'];
  readonly report?: string;
}

const { bucket, topicArn, budget, ...asked } = readSettings();
const s3 = createS3Client();
const sns = createSnsClient();
const costExplorer = createCostExplorer({
  client: createCostExplorerClient(),
  limiter: createCostExplorerLimiter({ now: Date.now, sleep }),
});

/** Reports the costs of the account that it runs in. */
export const handler = createHandler<unknown, ReportCostsResult>({
  name: 'report-costs',
  async handle(event, { signal, log, metrics }) {
    const run = runOf(event);
    const result = await runScheduledReport(
      { ...run, ...asked, ...(budget !== undefined && { budget }) },
      {
        costExplorer,
        store: storeFor(signal),
        tell: (message) => tell(message, signal),
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
    const report = addressOf(result.reportKey);
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
    // A month that is over has no pace: the daily reports told of it in time.
    if (run.kind === 'daily' && pace !== undefined) {
      metrics.add('BudgetPaceExceeded', pace.state === 'within' ? 0 : 1);
    }
    return { status: 'done', report };
  },
});

/** Also what is written while the signal fires: what was spent must not be forgotten. */
function storeFor(signal: AbortSignal): ReportStore {
  return {
    async read(key) {
      try {
        return await readText(s3, { bucket, key, signal });
      } catch (error) {
        if (isGroundcrewError(error) && error.code === 'aws-s3.object.not-found') return undefined;
        throw error;
      }
    },
    async write(key, contentType, chunks) {
      const upload = createUpload(s3, { bucket, key, contentType });
      for await (const chunk of chunks) await upload.write(Buffer.from(chunk));
      await upload.finish();
    },
    addressOf,
  };
}

function addressOf(key: string): string {
  return formatS3Uri({ bucket, key });
}

async function tell({ subject, text }: ReportMessage, signal: AbortSignal): Promise<void> {
  const message = {
    subject: toSubject(subject),
    body: toMessageText(text),
    attributes: { kind: 'cost-report' },
  };
  const [result] = await publishMessages(sns, [message], { topicArn, signal });
  if (result !== undefined && !result.published) throw result.error;
}
