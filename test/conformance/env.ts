/** What this process was started with: the Python packages come by way of the user's own settings. */
export const hostEnvironment: NodeJS.ProcessEnv = process.env;
