import { GroundcrewError } from '@groundcrew/errors';
import { DEFAULTS, type IniSection, parseIniFile, type Setting } from './ini-file.ts';
import { shellWords } from './shell-words.ts';

/** Settings by lower-case name. */
export type Settings = ReadonlyMap<string, Setting>;

/** A profile of the configuration files. */
export interface Profile {
  readonly name: string;
  /** Where its section starts: in the config file if it has one there. */
  readonly origin: string;
  /** Those of both files; the credentials file's take precedence. */
  readonly settings: Settings;
  /** Those of the config file alone. */
  readonly inConfig: Settings;
  /** Those of the credentials file alone. */
  readonly inCredentials: Settings;
}

/** What `~/.aws/config` and `~/.aws/credentials` contain. */
export interface SharedConfig {
  readonly configPath: string;
  readonly credentialsPath: string;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The sections `[sso-session NAME]`. */
  readonly ssoSessions: ReadonlyMap<string, Settings>;
  /** The sections `[services NAME]`. */
  readonly services: ReadonlyMap<string, Settings>;
  /** Sections with settings that are of nothing, such as `[prod]` in the config file. */
  readonly unread: readonly UnreadSection[];
  /** Files that a variable names and that do not exist. */
  readonly missing: readonly MissingFile[];
}

interface MissingFile {
  readonly path: string;
  readonly variable: string;
}

/** A section that `aws` leaves out, and the profile that it would be of if it were written in another way. */
export interface UnreadSection {
  /** As it stands there: `[prod]`. */
  readonly text: string;
  readonly origin: string;
  readonly profile: string;
  /** How the section of that profile is written in this file: `[profile prod]`. */
  readonly right: string;
}

/** A configuration file; without text: there is none. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string | undefined;
  /** The variable that names it, if one does. */
  readonly variable?: string | undefined;
}

const none: Settings = new Map();

/**
 * Merges both files as the `aws` command does: each setting of the credentials file replaces that of the config file (AWS
 * CLI User Guide, "Configuration and credential file settings in the AWS CLI").
 *
 * @throws GroundcrewError `aws-core.config.malformed`
 */
export function mergeConfig(config: ConfigFile, credentials: ConfigFile): SharedConfig {
  const ofConfig = sectionsOf(config);
  const inConfig = namedSections(ofConfig, (name) =>
    name === 'default' ? 'default' : nameAfter('profile', name),
  );
  const ssoSessions = namedSections(ofConfig, (name) => nameAfter('sso-session', name));
  const services = namedSections(ofConfig, (name) => nameAfter('services', name));
  const ofCredentials = sectionsOf(credentials);
  const inCredentials = namedSections(ofCredentials, (name) => (name === DEFAULTS ? undefined : name));
  const names = new Set([...inConfig.keys(), ...inCredentials.keys()]);
  const profiles = [...names].map((name): [string, Profile] => {
    const [first, second] = [inConfig.get(name), inCredentials.get(name)];
    return [
      name,
      {
        name,
        origin: (first ?? second)!.origin,
        settings: new Map([...(first?.settings ?? []), ...(second?.settings ?? [])]),
        inConfig: first?.settings ?? none,
        inCredentials: second?.settings ?? none,
      },
    ];
  });
  return {
    configPath: config.path,
    credentialsPath: credentials.path,
    profiles: new Map(profiles),
    ssoSessions: settingsOf(ssoSessions),
    services: settingsOf(services),
    missing: [config, credentials].flatMap(({ path, text, variable }) =>
      text === undefined && variable !== undefined ? [{ path, variable }] : [],
    ),
    unread: [
      // One file may be both.
      ...(config.path === credentials.path
        ? []
        : unreadOf(ofConfig, inConfig, (name) => `[profile ${quoted(name)}]`)),
      ...unreadOf(ofCredentials, inCredentials, (name) => `[${name}]`),
    ],
  };
}

/**
 * The sections that `nameOf` has a name of.
 *
 * @throws GroundcrewError `aws-core.config.malformed`: two sections of one name, as `[profile a]` and `[profile "a"]`, of which
 * `aws` takes the later one
 */
function namedSections(
  sections: readonly IniSection[],
  nameOf: (section: string) => string | undefined,
): Map<string, IniSection> {
  const named = new Map<string, IniSection>();
  for (const section of sections) {
    const name = nameOf(section.name);
    if (name === undefined) continue;
    const other = named.get(name);
    if (other) {
      throw new GroundcrewError(
        'aws-core.config.malformed',
        `${section.origin}: [${section.name}] and [${other.name}] (${other.origin}) are of the same name; merge both`,
      );
    }
    named.set(name, section);
  }
  return named;
}

function settingsOf(sections: ReadonlyMap<string, IniSection>): ReadonlyMap<string, Settings> {
  return new Map([...sections].map(([name, { settings }]) => [name, settings]));
}

/** As in the config file, whose sections are words of a shell. */
function quoted(name: string): string {
  return /^[^\s"'\\]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** Sections of a file whose profile is written in another way there: `[prod]` in the config file, `[Default]`. */
function unreadOf(
  sections: readonly IniSection[],
  read: ReadonlyMap<string, IniSection>,
  write: (profile: string) => string,
): readonly UnreadSection[] {
  return sections.flatMap(({ name, origin, settings }) => {
    const words = name.trim().replace(/^profile\s+/i, '');
    const profile = /^default$/i.test(words) ? 'default' : words;
    if (settings.size === 0 || read.has(profile)) return [];
    const right = profile === 'default' ? '[default]' : write(profile);
    return [{ text: `[${name}]`, origin, profile, right }];
  });
}

function sectionsOf({ path, text }: ConfigFile): readonly IniSection[] {
  return text === undefined ? [] : parseIniFile(text, path);
}

/** The name in `profile NAME`, which may be quoted. */
function nameAfter(word: string, section: string): string | undefined {
  if (!section.startsWith(word)) return undefined;
  const words = shellWords(section);
  return words?.length === 2 ? words[1] : undefined;
}
