import {
  DocumentDiagnosticReportKind,
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Session } from '../session.ts';

export interface Diagnosed {
  readonly version: number;
  readonly items: Diagnostic[];
}

/** What is wrong with an open file at its present version. */
export async function diagnose(
  session: Session,
  clientUri: string,
  token?: CancellationToken,
): Promise<Diagnosed | undefined> {
  const found = await session.at(clientUri);
  if (found === undefined) return undefined;
  const { linter } = found.analyst;
  const report = await linter.check(found.document.file.uri, token);
  if (report === undefined) return undefined;
  const convert = session.converter(report, linter.files());
  return {
    version: report.file.version,
    items: report.findings.map((finding) => convert.diagnostic(finding)),
  };
}

/** Pull diagnostics: the client asks after each change, and again for others whenever we say so. */
export async function pullDiagnostics(
  session: Session,
  { textDocument, previousResultId }: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const diagnosed = await diagnose(session, textDocument.uri, token);
  if (diagnosed === undefined) return nothing;
  const resultId = fingerprint(diagnosed);
  return resultId === previousResultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnosed.items };
}

export const nothing: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/**
 * Names a result by what is in it. The versions of all that was read would name it too, but then a keystroke in
 * one included file would send the findings of all others again. The file's own version counts: the editor moves
 * what it shows with the text, and an equal answer must put it back.
 */
function fingerprint({ version, items }: Diagnosed): string {
  // FNV-1a over code units, twice with different seeds: 64 bits, and no platform's crypto needed.
  let a = 0x811c9dc5;
  let b = 0xc9dc5118;
  const text = JSON.stringify(items);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193) ^ (a >>> 13);
  }
  return `${version}.${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
