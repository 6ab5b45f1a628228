/** The environment of this process: Python packages are installed with the user's own settings. */
export const hostEnvironment: NodeJS.ProcessEnv = process.env;
