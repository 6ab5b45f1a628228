/* dynalite brings no types; dynalite.ts says what it takes each of its modules to be. */

declare module 'dynalite/actions/*.js' {
  const action: unknown;
  export default action;
}

declare module 'dynalite/db/index.js' {
  const db: unknown;
  export default db;
}

declare module 'dynalite/validations/*.js' {
  const validation: unknown;
  export default validation;
}
