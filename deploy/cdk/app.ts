import { fileURLToPath } from 'node:url';
import { isGroundcrewError } from '@groundcrew/errors';
import { stack } from '@groundcrew/functions/stack';
import { App } from 'aws-cdk-lib';
import { addInventoryStack } from './inventory-stack.ts';

const app = new App({ analyticsReporting: false });
try {
  addInventoryStack(app, stack, fileURLToPath(new URL('../../functions/dist', import.meta.url)));
  app.synth();
} catch (error) {
  if (!isGroundcrewError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
