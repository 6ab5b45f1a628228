import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { samTemplate } from '@groundcrew/deploy/sam-template';
import type { StackManifest } from '@groundcrew/lambda';
import { outputOf } from './command.ts';
import { tool } from './tools.ts';

/** A SAM template, as far as it is changed here. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: { CodeUri?: string } }>
  >;
}

const sam = fileURLToPath(new URL('../../deploy/sam/', import.meta.url));

/** The template of a stack, with the bundles where they are built. */
export function templateOf(stack: StackManifest): Template {
  return withBundles(samTemplate(stack) as unknown as Template, (uri) => path.join(sam, uri));
}

/** Names the bundles of its functions again, and leaves out the policies that refuse http. */
export function withBundles(template: Template, locate: (uri: string) => string): Template {
  const Resources = Object.fromEntries(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type !== 'AWS::S3::BucketPolicy')
      .map(([id, resource]) => {
        const { CodeUri } = resource.Properties ?? {};
        if (CodeUri === undefined) return [id, resource];
        return [id, { ...resource, Properties: { ...resource.Properties, CodeUri: locate(CodeUri) } }];
      }),
  );
  return { ...template, Resources };
}

export interface SamDeployment {
  readonly template: Template;
  readonly name: string;
  readonly region: string;
  /** For the template's file. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** `sam deploy`, which creates the stack or updates it; the bucket `code` has to be there. */
export async function samDeploy({ template, name, region, folder, env }: SamDeployment): Promise<void> {
  const file = path.join(folder, `${name}.json`);
  await writeFile(file, JSON.stringify(template));
  const names = ['--template-file', file, '--stack-name', name, '--s3-bucket', 'code', '--region', region];
  await outputOf(
    tool('sam'),
    ['deploy', ...names, '--capabilities', 'CAPABILITY_IAM', '--no-progressbar', '--no-confirm-changeset'],
    { env, cwd: folder },
  );
}
