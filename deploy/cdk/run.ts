import { isGroundcrewError } from '@groundcrew/errors';
import { buildFunctions } from '@groundcrew/functions/build';
import { cdkCommand, installCdk, runInCdkFolder } from '../install-cdk.ts';

/** `npm run deploy:cdk -- COMMAND …`: the CDK command, installed first where it is not, over freshly built functions. */
async function main(args: readonly string[]): Promise<number> {
  try {
    await installCdk();
    await buildFunctions();
    return await runInCdkFolder(cdkCommand, args);
  } catch (error) {
    if (!isGroundcrewError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
