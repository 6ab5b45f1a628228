import { type IniSection, parseIniFile, type Setting } from './ini-file.ts';
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
}

/** A configuration file; without text: there is none. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string | undefined;
}

const none: Settings = new Map();

/**
 * Merges both files as the `aws` command does: each setting of the credentials file replaces that of the config file (AWS
 * CLI User Guide, "Configuration and credential file settings in the AWS CLI").
 *
 * @throws GroundcrewError `aws-core.config.malformed`
 */
export function mergeConfig(config: ConfigFile, credentials: ConfigFile): SharedConfig {
  const inConfig = new Map<string, IniSection>();
  const ssoSessions = new Map<string, Settings>();
  const services = new Map<string, Settings>();
  for (const section of sectionsOf(config)) {
    const profile = section.name === 'default' ? 'default' : nameAfter('profile', section.name);
    if (profile !== undefined) inConfig.set(profile, section);
    const session = nameAfter('sso-session', section.name);
    if (session !== undefined) ssoSessions.set(session, section.settings);
    const service = nameAfter('services', section.name);
    if (service !== undefined) services.set(service, section.settings);
  }
  const inCredentials = new Map(sectionsOf(credentials).map((section) => [section.name, section]));
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
    ssoSessions,
    services,
  };
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
