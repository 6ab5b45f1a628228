import { GroundcrewError } from '@groundcrew/errors';

/** A value of a configuration file, and where it is. */
export interface Setting {
  /** Without the blanks around it; the lines of a value of several lines are separated by `\n`. */
  readonly value: string;
  /** `/home/anna/.aws/config:12` */
  readonly origin: string;
}

export interface IniSection {
  readonly name: string;
  readonly origin: string;
  /** By lower-case name. */
  readonly settings: ReadonlyMap<string, Setting>;
}

interface OpenSection extends IniSection {
  readonly settings: Map<string, Setting>;
}

/** The section whose settings all others have, too. */
export const DEFAULTS = 'DEFAULT';

/**
 * The sections of one of AWS's configuration files, by the rules of the `aws` command: those of Python's `configparser`
 * (its page in the Python library reference, "Supported INI File Structure"), which are stricter than those of the SDK.
 * What the command refuses is refused: a line that is neither a section nor a setting, and anything that is there twice. So
 * is a section that is indented below a setting. `[DEFAULT]` is among the sections if it is the only one.
 *
 * @param path for messages and origins
 * @throws GroundcrewError `aws-core.config.malformed`
 */
export function parseIniFile(text: string, path: string): readonly IniSection[] {
  const sections = new Map<string, OpenSection>();
  let section: OpenSection | undefined;
  let key: string | undefined;
  let indent = 0;

  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const origin = `${path}:${index + 1}`;
    const content = line.trim();
    if (content === '') {
      if (section && key !== undefined) extend(section, key, '');
      continue;
    }
    if (/^[#;]/.test(content)) continue;
    const ownIndent = line.search(/\S/);
    if (section && key !== undefined && ownIndent > indent) {
      // `aws` takes it for a part of the value, and then the profile for one that does not exist.
      if (/^\[[^\]]+\]\s*(?:[#;].*)?$/.test(content))
        throw new GroundcrewError(
          'aws-core.config.malformed',
          `${origin}: ${content} is indented, and so a part of the value of ${key} above; write it at the start of the line`,
        );
      extend(section, key, content);
      continue;
    }
    indent = ownIndent;
    const name = /^\[(.+)\]/.exec(content)?.[1];
    if (name !== undefined) {
      if (sections.has(name)) throw malformed(origin, `the section [${name}] is there twice; merge both`);
      section = { name, origin, settings: new Map() };
      sections.set(name, section);
      key = undefined;
      continue;
    }
    if (!section) throw malformed(origin, `"${shorten(content)}" stands before the first [section]`);
    const parts = /^(.*?)\s*[=:]\s*(.*)$/s.exec(content);
    if (!parts?.[1]) throw malformed(origin, `"${shorten(content)}" is not a setting: write name = value`);
    key = parts[1].toLowerCase();
    if (section.settings.has(key)) throw malformed(origin, `${key} is there twice in [${section.name}]`);
    section.settings.set(key, { value: parts[2] ?? '', origin });
  }
  const defaults = sections.get(DEFAULTS)?.settings;
  return (
    [...sections.values()]
      // Alone it is of no section: `[default]` was meant.
      .filter(({ name }) => name !== DEFAULTS || sections.size === 1)
      .map(({ settings, ...rest }) => ({ ...rest, settings: finish(defaults, settings) }))
  );
}

function finish(
  defaults: ReadonlyMap<string, Setting> | undefined,
  own: ReadonlyMap<string, Setting>,
): ReadonlyMap<string, Setting> {
  const all = [...(defaults ?? []), ...own];
  return new Map(all.map(([key, { value, origin }]) => [key, { value: value.trimEnd(), origin }]));
}

function extend({ settings }: OpenSection, key: string, line: string): void {
  const { value, origin } = settings.get(key)!;
  settings.set(key, { value: `${value}\n${line}`, origin });
}

function malformed(origin: string, what: string): GroundcrewError {
  return new GroundcrewError(
    'aws-core.config.malformed',
    `${origin}: ${what}; the aws command refuses this file, too`,
  );
}

/** The line may contain a secret: only its start is shown. */
function shorten(text: string): string {
  return text.length <= 12 ? text : `${text.slice(0, 12)}…`;
}
