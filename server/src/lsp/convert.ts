import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Position,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  lineIndex,
  type Change,
  type FileReport,
  type Files,
  type Finding,
  type LineIndex,
} from '../core/index.ts';
import type { Place, Severity, SourceFile, Span, Uri } from '../core/index.ts';
import type { OpenDocuments } from './open-documents.ts';
import { rulePage } from './version.ts';

/** The name under which an editor shows our findings. */
export const diagnosticSource = 'gateway-lint';

/** A hint has no squiggle, unless the user's settings make more of it. */
function severityIn({ hint, severity }: Finding): DiagnosticSeverity {
  return hint === true && severity === 'information' ? DiagnosticSeverity.Hint : severityOf[severity];
}

const severityOf: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

const tagOf: Readonly<Record<NonNullable<Finding['tag']>, DiagnosticTag>> = {
  deprecated: DiagnosticTag.Deprecated,
  unnecessary: DiagnosticTag.Unnecessary,
};

/** The only place where offsets become lines and columns: always those of the version that was analysed. */
export interface Converter {
  range(place: Place): Range | undefined;
  diagnostic(finding: Finding): Diagnostic;
  /** `undefined` where a change stands in a file that is not known. */
  edit(changes: readonly Change[]): WorkspaceEdit | undefined;
}

export interface ConverterOptions {
  readonly documents: OpenDocuments;
  /** False: the client knows plain `changes` only, which no version guards. */
  readonly versionedEdits: boolean;
}

export function converter(report: FileReport, files: Files, options: ConverterOptions): Converter {
  const { documents, versionedEdits } = options;
  const indexes = new Map<Uri, LineIndex>();
  const fileOf = (uri: Uri): SourceFile | undefined =>
    uri === report.file.uri ? report.file : files.get(uri);
  const clientUri = (uri: Uri): string => documents.get(uri)?.clientUri ?? uri;

  const range = (place: Place): Range | undefined => {
    const file = fileOf(place.uri);
    if (file === undefined) return undefined;
    const index = indexes.get(place.uri) ?? lineIndex(file.text);
    indexes.set(place.uri, index);
    return rangeIn(index, place);
  };

  const diagnostic = (finding: Finding): Diagnostic => ({
    source: diagnosticSource,
    code: finding.rule,
    codeDescription: { href: rulePage(finding.rule) },
    severity: severityIn(finding),
    message: finding.message,
    range: range(finding.at) ?? nowhere,
    ...(finding.tag === undefined ? {} : { tags: [tagOf[finding.tag]] }),
    ...(finding.related.length === 0
      ? {}
      : {
          relatedInformation: finding.related.flatMap(({ at, message }) => {
            const where = range(at);
            return where === undefined
              ? []
              : [{ location: { uri: clientUri(at.uri), range: where }, message }];
          }),
        }),
  });

  const edit = (changes: readonly Change[]): WorkspaceEdit | undefined => {
    const byFile = new Map<Uri, TextEdit[]>();
    for (const { at, text } of changes) {
      const where = range(at);
      if (where === undefined) return undefined;
      byFile.set(at.uri, [...(byFile.get(at.uri) ?? []), { range: where, newText: text }]);
    }
    if (!versionedEdits) {
      return { changes: Object.fromEntries([...byFile].map(([uri, edits]) => [clientUri(uri), edits])) };
    }
    return {
      documentChanges: [...byFile].map(([uri, edits]) => ({
        // `null`: the file is not open, so its text on disk counts.
        textDocument: {
          uri: clientUri(uri),
          version: documents.get(uri) === undefined ? null : (fileOf(uri)?.version ?? null),
        },
        edits,
      })),
    };
  };

  return { range, diagnostic, edit };
}

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function rangeIn(index: LineIndex, span: Span): Range {
  return { start: index.positionAt(span.start), end: index.positionAt(span.end) };
}

/** For answers about one text alone. */
export function textConverter(text: string): {
  readonly range: (span: Span) => Range;
  readonly offset: (position: Position) => number;
} {
  const index = lineIndex(text);
  return {
    range: (span) => rangeIn(index, span),
    offset: ({ line, character }) => {
      // A column beyond the end of its line means that end (LSP 3.18, Position), before the line break.
      const start = index.offsetAt({ line, character: 0 });
      const end = /[\r\n]/.exec(text.slice(start, start + character))?.index ?? character;
      return Math.min(start + end, text.length);
    },
  };
}
