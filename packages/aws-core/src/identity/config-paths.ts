import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder that `~` stands for. */
export function homeOf(environment: Environment, systemHome: string): string {
  return environment.HOME || environment.USERPROFILE || systemHome;
}

/** Where the configuration files are (AWS CLI User Guide, "Configuration and credential file settings"). */
export function configPaths(
  environment: Environment,
  systemHome: string,
): { readonly config: string; readonly credentials: string } {
  const home = homeOf(environment, systemHome);
  const path = (variable: string, name: string) =>
    expand(environment[variable] ?? join('~', '.aws', name), environment, home);
  return {
    config: path('AWS_CONFIG_FILE', 'config'),
    credentials: path('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

/** The path with its variables and `~` expanded; a variable that is not set remains. */
export function expand(path: string, environment: Environment, home: string): string {
  const named = path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (whole, name?: string, braced?: string) => environment[name ?? braced ?? ''] ?? whole,
  );
  return named.replace(/^~(?=$|[/\\])/, () => home);
}
