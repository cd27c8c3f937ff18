import type {
  FileReport,
  Finding,
  FramePolicyReport,
  Place,
  ScopeReport,
  Severity,
} from '../../core/index.ts';
import type { Places, Range } from '../places.ts';

// The contract of docs/cli-json.md: fields are added, never renamed; `version` rises when one has to change.

interface JsonPlace {
  readonly path: string;
  readonly range: Range;
}

interface JsonFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  readonly fixes: readonly {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly (JsonPlace & { readonly text: string })[];
  }[];
}

export interface CheckJson {
  readonly version: 1;
  readonly files: readonly {
    readonly path: string;
    readonly dialect: string | undefined;
    readonly findings: readonly JsonFinding[];
  }[];
  readonly summary: {
    readonly files: number;
    readonly errors: number;
    readonly warnings: number;
    readonly information: number;
  };
}

export interface HeadersJson {
  readonly version: 1;
  readonly scopes: readonly {
    readonly path: string;
    readonly label: string;
    readonly range: Range;
    readonly headers: readonly {
      readonly name: string;
      readonly values: readonly string[];
      readonly complete: boolean;
      readonly onErrors: boolean;
      readonly at: readonly JsonPlace[];
    }[];
    readonly lost: readonly { readonly name: string; readonly value: string; readonly at: JsonPlace }[];
    readonly framePolicy: FramePolicyReport;
  }[];
}

export function checkJson(reports: readonly FileReport[], places: Places): string {
  const json: CheckJson = {
    version: 1,
    files: reports.map(({ file, dialect, findings }) => ({
      path: places.path(file),
      dialect,
      findings: findings.map((finding) => findingJson(finding, places)),
    })),
    summary: summaryOf(reports),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

export function summaryOf(reports: readonly FileReport[]): CheckJson['summary'] {
  const findings = reports.flatMap((report) => report.findings);
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    files: reports.length,
    errors: count('error'),
    warnings: count('warning'),
    information: count('information'),
  };
}

export function headersJson(scopes: readonly ScopeReport[], places: Places): string {
  const json: HeadersJson = {
    version: 1,
    scopes: scopes.map(({ at, label, headers, lost, framePolicy }) => ({
      path: places.path(at),
      label,
      range: places.range(at),
      headers: headers.map((header) => ({
        name: header.name,
        values: header.values,
        complete: header.complete,
        onErrors: header.onErrors,
        at: header.at.map((place) => placeJson(place, places)),
      })),
      lost: lost.map(({ name, value, at: lostAt }) => ({ name, value, at: placeJson(lostAt, places) })),
      framePolicy: { verdict: framePolicy.verdict, because: framePolicy.because },
    })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function findingJson(finding: Finding, places: Places): JsonFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    range: places.range(finding.at),
    related: finding.related.map(({ at, message }) => ({ ...placeJson(at, places), message })),
    fixes: finding.fixes.map(({ title, safe, changes }) => ({
      title,
      safe,
      edits: changes.map(({ at, text }) => ({ ...placeJson(at, places), text })),
    })),
  };
}

function placeJson(place: Place, places: Places): JsonPlace {
  return { path: places.path(place), range: places.range(place) };
}
