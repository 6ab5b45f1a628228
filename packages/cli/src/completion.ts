import { type Command as Commander, Option } from 'commander';
import type { Command } from './command.ts';
import { addGlobalOptions } from './global-options.ts';
import { toCommanderOption } from './option.ts';
import type { Program } from './program.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A word that may come next. */
interface Candidate {
  readonly word: string;
  readonly description: string;
}

interface OptionFacts extends Candidate {
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** What may follow the words of a command or of a group: `ec2`, `ec2 list`. */
interface Place {
  readonly path: string;
  readonly words: readonly Candidate[];
  readonly options: readonly OptionFacts[];
}

/**
 * A script that completes the words of the program in a shell: commands, options, and values with a choice; profiles from
 * the configuration file. It runs nothing but `sed`.
 */
export async function completionScript(program: Program, shell: Shell): Promise<string> {
  const places = await placesOf(program);
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program.name, places);
}

async function placesOf(program: Program): Promise<Place[]> {
  const { commands, commandGroups } = program;
  const global = globalOptions(program);
  const leaves = await Promise.all(
    commands.map(async ({ name, load }): Promise<Place> => {
      const { command } = await load();
      return { path: name, words: [], options: [...optionsOf(command), ...global] };
    }),
  );
  const groups = ['', ...Object.keys(commandGroups)].map((path): Place => {
    const prefix = path === '' ? '' : `${path} `;
    const below = [
      ...commands.map(({ name, summary }) => ({ name, summary })),
      ...Object.entries(commandGroups).map(([name, { summary }]) => ({ name, summary })),
    ].filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes(' '));
    const words = below.map(({ name, summary }) => ({
      word: name.slice(prefix.length),
      description: summary,
    }));
    return { path, words: words.filter(({ word }) => word !== ''), options: global };
  });
  return [...groups, ...leaves];
}

function optionsOf({ options }: Command): OptionFacts[] {
  return Object.entries(options).map(([name, spec]) => factsOf(toCommanderOption(name, spec)));
}

function globalOptions({ policyOf }: Program): OptionFacts[] {
  const options: Option[] = [];
  const collector = {
    addOption(option: Option) {
      options.push(option);
      return collector;
    },
  };
  addGlobalOptions(collector as unknown as Commander, policyOf !== undefined);
  return [...options, new Option('--help', 'print this help')].map(factsOf);
}

function factsOf({ long, description, required, optional, argChoices }: Option): OptionFacts {
  return {
    word: long ?? '',
    description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  };
}

const PROFILES =
  'sed -n -e "s/^\\[profile \\(.*\\)\\]/\\1/p" -e "s/^\\[default\\]/default/p" "${AWS_CONFIG_FILE:-$HOME/.aws/config}" 2>/dev/null';

/** Options whose values are a choice: by their words, as the same option has the same choice everywhere. */
function choicesOf(places: readonly Place[]): Map<string, string> {
  const all = places.flatMap(({ path, options }) => options.map((option) => ({ path, ...option })));
  return new Map(
    all
      .filter(({ choices }) => choices.length > 0)
      .map(({ path, word, choices }) => [
        isGlobal(word, places) ? word : `${path} ${word}`,
        choices.join(' '),
      ]),
  );
}

function isGlobal(word: string, [root]: readonly Place[]): boolean {
  return root?.options.some((option) => option.word === word) ?? false;
}

function bashScript(name: string, places: readonly Place[]): string {
  const wordsOf = ({ words, options }: Place) => [...words, ...options].map(({ word }) => word).join(' ');
  const choices = [...choicesOf(places)].map(([key, values]) => {
    const pattern = key.startsWith('--') ? `*" ${key}"` : `"${key}"`;
    return `    ${pattern}) candidates="${values}" ;;`;
  });
  return `# Completion of ${name} for bash: source <(${name} completion bash)
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path="" word candidates=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
${places
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      "${path}") path="${path}" ;;`)
  .join('\n')}
    esac
  done
  case "$path $prev" in
${choices.join('\n')}
    *" --profile") candidates="$(${PROFILES})" ;;
  esac
  if [[ -z "$candidates" ]]; then
    case "$path" in
${places.map((place) => `      "${place.path}") candidates="${wordsOf(place)}" ;;`).join('\n')}
    esac
    # Other values, and arguments, are files.
    [[ "$cur" != -* && "$candidates" == -* ]] && return
  fi
  COMPREPLY=($(compgen -W "$candidates" -- "$cur"))
}
complete -o default -F _${name} ${name}
`;
}

function zshScript(name: string, places: readonly Place[]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const entry = ({ word, description }: Candidate) => quote(`${word}:${description.replaceAll(':', '\\:')}`);
  const choices = [...choicesOf(places)].map(([key, values]) => {
    const pattern = key.startsWith('--') ? `*" ${key}"` : `"${key}"`;
    return `    ${pattern}) compadd -- ${values}; return ;;`;
  });
  return `#compdef ${name}
# Completion of ${name} for zsh: ${name} completion zsh > "\${fpath[1]}/_${name}"
_${name}() {
  local place="" word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${place:+$place }$word" in
${places
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      "${path}") place="${path}" ;;`)
  .join('\n')}
    esac
  done
  case "$place $words[CURRENT-1]" in
${choices.join('\n')}
    *" --profile") compadd -- \${(f)"$(${PROFILES})"}; return ;;
  esac
  case "$place" in
${places
  .map(
    (place) =>
      `    "${place.path}") candidates=(${[...place.words, ...place.options].map(entry).join(' ')}) ;;`,
  )
  .join('\n')}
  esac
  [[ "$words[CURRENT]" != -* ]] && _files
  _describe ${name} candidates
}
compdef _${name} ${name}
`;
}

function fishScript(name: string, places: readonly Place[]): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = places.flatMap(({ path, words, options }) => {
    const when = `complete -c ${name} -n ${quote(`__${name}_at ${quote(path)}`)}`;
    return [
      ...words.map(({ word, description }) => `${when} -f -a ${word} -d ${quote(description)}`),
      ...options.map((option) => {
        const { word, description, takesValue, choices } = option;
        const values =
          word === '--profile' ? ` -x -a ${quote(`(__${name}_profiles)`)}` : takesValue ? ' -r' : '';
        const choice = choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : values;
        return `${when} -l ${word.slice(2)}${choice} -d ${quote(description)}`;
      }),
    ];
  });
  const known = places.map(({ path }) => quote(path)).join(' ');
  return `# Completion of ${name} for fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish
function __${name}_at
  set -l path ''
  for word in (commandline -opc)[2..]
    set -l longer (string trim -- "$path $word")
    contains -- $longer ${known}; and set path $longer
  end
  test "$path" = "$argv[1]"
end
function __${name}_profiles
  set -l file (test -n "$AWS_CONFIG_FILE"; and echo $AWS_CONFIG_FILE; or echo ~/.aws/config)
  sed -n -e 's/^\\[profile \\(.*\\)\\]/\\1/p' -e 's/^\\[default\\]/default/p' $file 2>/dev/null
end
${lines.join('\n')}
`;
}
