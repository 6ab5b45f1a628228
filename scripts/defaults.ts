import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type Command,
  type DefaultValue,
  flagOf,
  type Io,
  type OptionDefaults,
  usageError,
} from '@groundcrew/cli';
import { didYouMean, messageOf } from '@groundcrew/errors';

/** What only a person decides, each time. */
const neverDefault = new Set(['allowCredentials', 'apply', 'force', 'prune', 'resume', 'takeOver', 'yes']);
/** Variables and profiles have these: a file beside the work must not change the account. */
const elsewhere: Readonly<Record<string, string>> = {
  debug: 'type it',
  'endpoint-url': 'set AWS_ENDPOINT_URL',
  profile: 'set AWS_PROFILE',
  region: 'set AWS_REGION, or the region of the profile',
};

const FILE = 'groundcrew.yaml';
/** The section for every command that has the option. */
const ALL = 'defaults';

/**
 * The defaults for a command: of `groundcrew.yaml` in the working folder, or else in the user's configuration folder
 * (`GROUNDCREW_CONFIG` names another file; empty: none). A section has the name of a command; `defaults` is for all.
 *
 * @throws GroundcrewError `cli.usage`
 */
export async function defaultsOf(
  path: string,
  command: Command,
  { environment, commands }: Pick<Io, 'environment'> & { readonly commands: readonly string[] },
): Promise<OptionDefaults> {
  const file = await findFile(environment);
  if (file === undefined) return new Map();
  const sections = await readSections(file, commands);
  const found = new Map<string, DefaultValue>();
  for (const [name, settings] of sections) {
    const isAll = name === ALL;
    if (!isAll && name !== path) continue;
    for (const [key, setting] of settings) {
      const option = camelCase(key);
      if (!Object.hasOwn(command.options, option)) {
        if (isAll) continue;
        const names = Object.keys(command.options).map((each) => flagOf(each).slice(2));
        throw usageError(`${setting.origin}: ${path} has no option "${key}"${didYouMean(key, names)}`);
      }
      if (!isAll || !found.has(option)) found.set(option, setting);
    }
  }
  return found;
}

interface DefaultsFile {
  readonly path: string;
  readonly text: string;
}

async function findFile(environment: Io['environment']): Promise<DefaultsFile | undefined> {
  const named = environment.GROUNDCREW_CONFIG;
  if (named === '') return undefined;
  const home = environment.HOME || homedir();
  const folder = environment.XDG_CONFIG_HOME || join(home, '.config');
  const paths = named === undefined ? [FILE, join(folder, 'groundcrew', FILE)] : [named];
  for (const path of paths) {
    try {
      return { path, text: await readFile(path, 'utf8') };
    } catch (error) {
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isAbsent || named !== undefined)
        throw usageError(`could not read "${path}": ${messageOf(error)}`, error);
    }
  }
  return undefined;
}

type Sections = readonly (readonly [name: string, settings: ReadonlyMap<string, DefaultValue>])[];

/** All sections, with every problem that needs no knowledge of a command's options. */
async function readSections({ path, text }: DefaultsFile, commands: readonly string[]): Promise<Sections> {
  // Imported here: most machines have no such file.
  const { isMap, isScalar, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const at = (offset = 0) => `${path}:${lines.linePos(offset).line}`;
  const [problem] = document.errors;
  if (problem) throw usageError(`${at(problem.pos[0])}: ${problem.message.split('\n')[0]}`);
  if (document.contents === null) return [];
  if (!isMap(document.contents))
    throw usageError(`${path}: write sections such as "ec2 list:" with options below`);
  return document.contents.items.map(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const origin = at(isScalar(key) ? key.range?.[0] : 0);
    if (name !== ALL && !commands.includes(name)) {
      throw usageError(`${origin}: there is no command "${name}"${didYouMean(name, [ALL, ...commands])}`);
    }
    if (!isMap(value))
      throw usageError(`${origin}: below "${name}" there are no options; write columns: name,id`);
    const settings = value.items.map(({ key: option, value: node }): [string, DefaultValue] => {
      const written = isScalar(option) ? String(option.value) : '';
      const place = at(isScalar(option) ? option.range?.[0] : 0);
      checkAllowed(written, place);
      return [written, { value: node === null ? null : document.createNode(node).toJSON(), origin: place }];
    });
    return [name, new Map(settings)];
  });
}

function checkAllowed(option: string, origin: string): void {
  if (Object.hasOwn(elsewhere, option)) {
    throw usageError(`${origin}: ${option} has no default in a file; ${elsewhere[option]}`);
  }
  if (neverDefault.has(camelCase(option))) {
    throw usageError(`${origin}: ${option} has no default: it is decided each time; take it out`);
  }
}

function camelCase(option: string): string {
  return option.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
