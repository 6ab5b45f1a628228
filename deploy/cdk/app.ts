import { fileURLToPath } from 'node:url';
import { isGroundcrewError } from '@groundcrew/errors';
import { stacks } from '@groundcrew/functions/stacks';
import { App } from 'aws-cdk-lib';
import { addStacks } from './stacks.ts';

const app = new App({ analyticsReporting: false });
try {
  addStacks(app, stacks, fileURLToPath(new URL('../../functions/dist', import.meta.url)));
  app.synth();
} catch (error) {
  if (!isGroundcrewError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
