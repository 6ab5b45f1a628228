export { editYaml, type EditValue } from './edit-yaml.ts';
export { compileGlob, compileGlobs, globsOverlap, isGlob, literalPrefix, type Matcher } from './glob.ts';
export {
  type Located,
  type LocatedList,
  type LocatedMap,
  type LocatedScalar,
  offsetOf,
  type Path,
  type ReportProblem,
  showPath,
} from './located.ts';
export { createLocator, createProblems, type Problem } from './problems.ts';
export { decodeSettings, readSettings, type ReportAt, type SettingsReader } from './read-settings.ts';
export { type DocumentKind, readYaml } from './read-yaml.ts';
export {
  bool,
  fields,
  lengthOf,
  listOf,
  mapOf,
  oneOf,
  oneOrMore,
  parsed,
  type Read,
  show,
  text,
  type TextRules,
  wholeNumber,
  withArticle,
} from './readers.ts';
