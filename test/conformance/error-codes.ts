import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'conformance.go.failed': {
    meaning: 'A `go` command failed.',
    action: 'It needs a module proxy: see `go env GOPROXY`.',
  },
  'conformance.go.missing': {
    meaning: 'Go is not installed, or too old.',
    action: 'Install it.',
  },
  'conformance.java.failed': {
    meaning: 'A `mvn` command failed.',
    action: 'It needs a repository: see `settings.xml`.',
  },
  'conformance.npm.failed': {
    meaning: 'An `npm` command failed.',
    action: 'The message has its output.',
  },
  'conformance.python.failed': {
    meaning: 'A Python command failed.',
    action: 'The message has its output.',
  },
  'conformance.python.missing': {
    meaning: 'Python is not installed, or too old.',
    action: 'Install it.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
