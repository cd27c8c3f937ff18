import type { ScopeReport } from '../../engine/report.ts';
import { scopeReport } from '../../engine/scope-report.ts';
import type { UnitSite } from '../../engine/linter.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import type { Place, Uri } from '../../model/place.ts';
import type { Misplaced, Scope } from '../../model/scope.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import type { Hover } from '../answers.ts';
import { headerHere, scopesAround, scopesTable } from '../effective.ts';
import { headerDoc, valueDoc } from '../header-doc.ts';
import { paragraphs } from '../markdown.ts';
import { cursorAt, type Cursor } from '../../syntax/yaml/cursor.ts';

/** A scope, and what it sends, worked out when asked. */
interface Reported {
  readonly scope: Scope;
  readonly report: () => ScopeReport;
}

/**
 * What is in force at an offset. On a header: what becomes of it. On what names or matches a route: all that the route
 * sends. Both are read off the lowered site, so that no format needs a word of its own.
 */
export function hoverYaml(
  tree: YamlFile,
  uri: Uri,
  offset: number,
  sites: readonly UnitSite[],
): Hover | undefined {
  const cursor = cursorAt(tree, offset);
  if (cursor === undefined) return undefined;
  const scopes = sites.flatMap(({ site, files }) =>
    site.scopes.map((scope): Reported => ({ scope, report: () => scopeReport(scope, files) })),
  );
  const markdown =
    hoverHeader(uri, offset, scopes) ??
    hoverMisplaced(
      uri,
      offset,
      sites.flatMap(({ site }) => site.misplaced),
    ) ??
    hoverRoute(cursor, uri, offset, scopes);
  return markdown === undefined ? undefined : { markdown, at: cursor.word };
}

function hoverHeader(uri: Uri, offset: number, scopes: readonly Reported[]): string | undefined {
  const op = scopes.flatMap(({ scope }) => opsOf(scope)).find((each) => isOn(each, uri, offset));
  if (op === undefined) return undefined;
  const all = scopes.filter(({ scope }) => opsOf(scope).some((each) => isSame(each.statement, op.statement)));
  const reports = all.map(({ report }) => report());
  const onValue = op.value.kind === 'literal' && holds(op.value.at, uri, offset) ? op.value.text : undefined;
  const around = scopesAround(reports, uri, offset);
  return paragraphs(
    headerDoc(op.spelling),
    valueDoc(op.spelling, onValue),
    headerHere(op.spelling, op.statement, around, reports),
  );
}

function hoverMisplaced(uri: Uri, offset: number, misplaced: readonly Misplaced[]): string | undefined {
  const found = misplaced.find(({ statement }) => holds(statement, uri, offset));
  if (found === undefined) return undefined;
  return paragraphs(
    headerDoc(found.name),
    found.where === 'trailer'
      ? 'Sent after the body, where browsers do not look for it.'
      : 'Set on the request to the service behind: browsers never see it.',
  );
}

/** Words by which formats say which requests a route is for. */
const MATCHING =
  /^(?:hosts?|hostnames?|sniHosts|domains?|fqdn|virtual_?host|server_?name|paths?|path_?type|prefix|exact|regex|safe_?regex|match(?:es)?|match_?rules?|conditions|uris?|rule|routes?|predicates|methods?|location|listen|entry_?points)$/i;

function hoverRoute(
  { document, steps }: Cursor,
  uri: Uri,
  offset: number,
  scopes: readonly Reported[],
): string | undefined {
  const [{ entry }] = steps;
  const named = document.place({ start: entry.key.at.start, end: entry.at.end });
  const isName = (at: Place): boolean =>
    holds(at, uri, offset) || (at.uri === uri && at.start === named.start && entry.value.kind === 'scalar');
  const ofLevel = scopes.filter(({ scope }) => scope.path.some((level) => isName(level.at)));
  if (ofLevel.length > 0) return scopesTable(innermostAt(ofLevel, uri, offset));

  const matching = steps.findIndex((step) => MATCHING.test(step.entry.key.text));
  if (matching < 0) return undefined;
  // A host may stand beside its routes instead of around them: then it is for all that the map around both holds.
  for (const { map } of steps.slice(matching)) {
    const block = document.place(map.at);
    const inside = scopes.filter(
      ({ scope }) => overlaps(scope.block, block) && !encloses(scope.block, block),
    );
    const around = scopes.filter(({ scope }) => encloses(scope.block, block));
    if (around.length > 0) return scopesTable(innermostAt(around, uri, offset));
    if (inside.length > 0) return scopesTable(inside.map(({ report }) => report()));
  }
  return undefined;
}

/** Of scopes around the cursor the narrowest ones; all where none is. */
function innermostAt(scopes: readonly Reported[], uri: Uri, offset: number): readonly ScopeReport[] {
  const reports = scopes.map(({ report }) => report());
  const around = scopesAround(reports, uri, offset);
  return around.length > 0 ? around : reports;
}

function opsOf({ ops, cut }: Scope): readonly HeaderOp[] {
  return cut === undefined ? ops : [...ops, ...cut.lost];
}

function isOn({ nameAt, value, statement }: HeaderOp, uri: Uri, offset: number): boolean {
  return [nameAt, value.at, statement].some((place) => holds(place, uri, offset));
}

function holds({ uri, start, end }: Place, at: Uri, offset: number): boolean {
  return uri === at && start <= offset && offset <= end;
}

function isSame(a: Place, b: Place): boolean {
  return a.uri === b.uri && a.start === b.start && a.end === b.end;
}

function overlaps(a: Place, b: Place): boolean {
  return a.uri === b.uri && a.start < b.end && b.start < a.end;
}

/** @returns whether `inner` lies within `outer`, both ends counted */
function encloses(outer: Place, inner: Place): boolean {
  return outer.uri === inner.uri && outer.start <= inner.start && inner.end <= outer.end;
}
