import type { OutcomePolicy } from '../headers/frame-policy/from-outcome.ts';
import type { HeaderOp, HeaderValue } from '../model/header-op.ts';
import type { SourceFile, Uri } from '../model/place.ts';
import { respond, type HeaderLine, type Outcome } from '../model/respond.ts';
import type { Scope } from '../model/scope.ts';
import { successAnswer } from '../model/standard-answers.ts';
import { framingOf } from '../rules/framing.ts';
import type { FramePolicyReport, HeaderReport, ScopeReport } from './report.ts';

/** What a scope sends with a successful answer, for people and programs to read. */
export function scopeReport(scope: Scope, files: ReadonlyMap<Uri, SourceFile>): ScopeReport {
  const { policy } = framingOf(scope);
  return {
    label: scopeLabel(scope),
    at: scope.path[0].at,
    block: scope.block,
    headers: sentHeaders(scope, files),
    lost: (scope.cut?.lost ?? []).map((op) => lostReport(op, files)),
    framePolicy:
      scope.whole || policy.verdict !== 'open' || policy.decidedBy.length > 0 ? policyReport(policy) : unseen,
  };
}

/** The headers of a successful answer, and which of them error responses carry too. */
export function sentHeaders(scope: Scope, files: ReadonlyMap<Uri, SourceFile>): readonly HeaderReport[] {
  const answer = successAnswer(scope);
  const outcome = respond(scope, answer);
  const error = respond(scope, { ...answer, status: 404 });
  const names = new Set(outcome.lines.map((line) => line.name.toLowerCase()));
  return [...names].map((name) => headerReport(name, outcome, error, files));
}

function policyReport({ verdict, because }: OutcomePolicy): FramePolicyReport {
  return { verdict, because };
}

/** Nothing is set here, which proves nothing. */
const unseen: FramePolicyReport = {
  verdict: 'unknown',
  because: 'Nothing is set here, and the blocks around this file were not seen.',
};

/** `server example.com > location /api/`; the gateway is named only where nothing else is. */
export function scopeLabel(scope: Scope): string {
  return scope.path
    .filter((level, index) => level.kind !== 'gateway' || index === 0)
    .map((level) => level.label)
    .toReversed()
    .join(' > ');
}

function headerReport(
  name: string,
  outcome: Outcome,
  error: Outcome,
  files: ReadonlyMap<Uri, SourceFile>,
): HeaderReport {
  const sent = outcome.lines.filter((line) => line.name.toLowerCase() === name);
  return {
    name: sent.at(-1)?.name ?? name,
    values: sent.map((line) => (typeof line.value === 'string' ? line.value : valueText(line.value, files))),
    complete: sent.every(isKnown) && outcome.opaque.length === 0,
    onErrors: sent.every((line) => error.lines.some((other) => other.op === line.op)),
    at: sent.flatMap((line) => (line.op === undefined ? [] : [line.op.statement])),
  };
}

function isKnown({ certain, value }: HeaderLine): boolean {
  return certain && (typeof value === 'string' || value.kind === 'literal' || value.possible?.length === 1);
}

function lostReport(op: HeaderOp, files: ReadonlyMap<Uri, SourceFile>): ScopeReport['lost'][number] {
  return { name: op.spelling, value: valueText(op.value, files), at: op.statement };
}

/** A value that is not known is shown as the file writes it. */
function valueText(value: HeaderValue, files: ReadonlyMap<Uri, SourceFile>): string {
  if (value.kind === 'literal') return value.text;
  const [only, ...others] = value.possible ?? [];
  if (only !== undefined && others.length === 0) return only.text;
  const source = files.get(value.at.uri)?.text.slice(value.at.start, value.at.end) ?? '';
  return /^(["'])([^]*)\1$/.exec(source)?.[2] ?? source;
}
