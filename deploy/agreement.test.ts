import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stack } from '@groundcrew/functions/stack';
import { App } from 'aws-cdk-lib';
import { afterAll, expect, test } from 'vitest';
import { addInventoryStack } from './cdk/inventory-stack.ts';
import { samTemplate } from './sam/template.ts';
import { expandFunctions } from './testing/expand-sam.ts';
import { normalForm } from './testing/normal-form.ts';
import {
  findCircle,
  type SettledResource,
  settleTemplate,
  type Template,
} from './testing/settle-template.ts';

const work = mkdtempSync(path.join(os.tmpdir(), 'groundcrew-deploy-'));
const bundlesDir = path.join(work, 'dist');
for (const { name } of stack.functions) {
  mkdirSync(path.join(bundlesDir, name), { recursive: true });
  writeFileSync(path.join(bundlesDir, name, 'index.mjs'), '');
}
afterAll(() => rmSync(work, { recursive: true }));

const given = {
  StockBucketName: 'acme-stock',
  RejectsBucketName: 'acme-rejects',
  InventoryTableName: 'Shelves',
  LedgerTableName: 'ShelfLoads',
  AlertsTableName: 'ShelfAlerts',
  NoStockTopicName: 'EmptyShelf',
  AlertEmail: 'shop@example.com',
  OperationsEmail: 'night-shift@example.com',
};

const fromSam: Template = samTemplate(stack);

function cdkTemplate(context: Readonly<Record<string, string>>): Template {
  const app = new App({ analyticsReporting: false, outdir: path.join(work, 'cdk.out'), context });
  const { artifactId } = addInventoryStack(app, stack, bundlesDir);
  return app.synth().getStackArtifact(artifactId).template;
}

function cdkSettled(settings: Readonly<Record<string, string>>): SettledResource[] {
  return normalForm(settleTemplate(cdkTemplate(settings)));
}

function samSettled(settings: Readonly<Record<string, string>>): SettledResource[] {
  return normalForm(expandFunctions(settleTemplate(fromSam, settings)));
}

// cdkTemplate throws where cdk-nag has a finding that is not acknowledged: each of these asks it too.
test.each([
  ['the defaults', {}],
  ['every setting given', given],
])('SAM and CDK make the same resources of %s', (_, settings) => {
  const cdk = cdkSettled(settings);
  expect(cdk).toEqual(samSettled(settings));
  expect(cdk.filter(({ type }) => type === 'AWS::IAM::Role')).toHaveLength(stack.functions.length);
});

test("cdk-nag's findings stop the synthesis unless they are acknowledged", () => {
  const loose = {
    ...stack,
    functions: stack.functions.map((one) => ({
      ...one,
      permissions: [
        ...one.permissions,
        { actions: ['s3:*'], on: { bucket: 'StockBucket', scope: 'bucket' } as const },
      ],
    })),
  };
  const app = new App({ analyticsReporting: false, outdir: path.join(work, 'loose.out') });
  addInventoryStack(app, loose, bundlesDir);
  expect(() => app.synth()).toThrow('AwsSolutions-IAM5[Action::s3:*]');
});

test('no resources wait for each other in a circle', () => {
  expect(findCircle(fromSam)).toBeUndefined();
  expect(findCircle(cdkTemplate({}))).toBeUndefined();
});

test('names that settings give reach every place', () => {
  const text = JSON.stringify(samSettled(given));
  const left = stack.settings
    .filter(({ name, default: standard }) => name in given && standard !== '')
    .filter(({ default: standard }) => new RegExp(`[:/"]${standard}["/]`).test(text));
  const missing = Object.values(given).filter((name) => !text.includes(name));
  expect({ left, missing }).toEqual({ left: [], missing: [] });
});

test('a function that is not built stops the synthesis with a hint', () => {
  const app = new App({ analyticsReporting: false, outdir: path.join(work, 'empty.out') });
  expect(() => addInventoryStack(app, stack, path.join(work, 'nowhere'))).toThrow(
    'run "npm run build" first',
  );
});
