/** The environment of this process, as far as a test has not changed it. */
export const hostEnvironment: Readonly<Record<string, string | undefined>> = process.env;
