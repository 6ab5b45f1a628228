/** The environment of this process, for commands that a program runs. */
export const hostEnvironment: Readonly<Record<string, string | undefined>> = process.env;
