/** The facade: all that the language server and the command line know of core. */
export { createLinter, type Linter, type LinterOptions } from './engine/linter.ts';
export { applyChanges } from './engine/edits.ts';
export { fixAllSafe, fixesToApply } from './engine/fix-all.ts';
export {
  defaultSettings,
  type FileReport,
  type Files,
  type FramePolicyReport,
  type HeaderReport,
  type ScopeReport,
  type Settings,
} from './engine/report.ts';
export { isSpringProfile, isVersion } from './engine/setting-values.ts';
export type { Finding, Fix, Related, Severity } from './model/finding.ts';
export type { Change, Place, SourceFile, Span, Uri } from './model/place.ts';
export { chosenAnswer } from './engine/choose-answer.ts';
export type { PredictedHeader, PredictionReport } from './engine/predict.ts';
export type { GatewayRequest } from './model/prediction.ts';
export type { Policy, RuleMeta } from './model/rule.ts';
export type { Cancellation, FileFacts, Workspace } from './model/workspace.ts';
export { lineIndex, type LineIndex, type Position } from './text/lines.ts';
export { ruleCatalogue, type RuleEntry } from './engine/catalogue.ts';
export {
  createServices,
  type Completion,
  type DocumentSymbol,
  type Hover,
  type Services,
} from './services/services.ts';
export { compareBytes, globSegments, matchesGlob, matchesSegment, type GlobSegment } from './text/glob.ts';
export { pathOfUri, uriOfPath } from './text/uri.ts';
