import { dialects } from '../generated/dialects.ts';
import type { Dialect, Parsed } from '../model/dialect.ts';
import type { Finding } from '../model/finding.ts';
import { placeKey, type SourceFile, type Span, type Uri } from '../model/place.ts';
import type { GatewayRequest, Predict } from '../model/prediction.ts';
import type { Site } from '../model/scope.ts';
import type { Cancellation, FileFacts, Workspace } from '../model/workspace.ts';
import { uriOfPath } from '../text/uri.ts';
import { predictionReport, type PredictionReport } from './predict.ts';
import { Project, type ProjectUnit } from '../project/project.ts';
import { Gathered } from '../project/gathered.ts';
import { analyse, type Analysis } from './analyse.ts';
import type { FileReport, Files, ScopeReport, Settings } from './report.ts';
import { doubtMalformed } from './malformed.ts';
import { doubtPatches } from './patches.ts';
import { scopeReport } from './scope-report.ts';
import { suppress } from './suppress.ts';
import { FixVerifier } from './verify-fixes.ts';

export interface LinterOptions {
  readonly workspace: Workspace;
  readonly settings: Settings;
  /** A rule or dialect that failed is named here; its findings are missing and the rest go on. */
  readonly log?: (message: string) => void;
}

export interface ParsedFile {
  readonly dialect: Dialect<unknown>;
  readonly parsed: Parsed<unknown>;
}

/** A unit in the model's terms. */
export interface UnitSite {
  readonly root: Uri;
  readonly site: Site;
  readonly files: Files;
  /** How many errors the format itself has. */
  readonly errors: number;
}

export interface Linter {
  /** The findings that stand in this file, judged under every main file that includes it. `undefined`: not readable. */
  check(uri: Uri, cancel?: Cancellation): Promise<FileReport | undefined>;
  /** As `check`, for the file and, where it is a main file, for all it includes; the file itself first. */
  checkWithIncludes(uri: Uri, cancel?: Cancellation): Promise<readonly FileReport[]>;
  /** What each scope sends: all scopes of a main file's unit, or those that stand in a fragment. */
  headers(uri: Uri, cancel?: Cancellation): Promise<readonly ScopeReport[]>;
  /** The reports with those fixes only that leave alone what they are not meant for: what a person may be offered. */
  verified(reports: readonly FileReport[], cancel?: Cancellation): Promise<readonly FileReport[]>;
  /** What the units serve in which a file is judged. */
  sites(uri: Uri): Promise<readonly UnitSite[]>;
  /**
   * What a request to the configuration that this file is, or is a part of, is answered with.
   * @param dialect of several that find something of theirs in the file; the likeliest by default
   */
  predict(uri: Uri, request: GatewayRequest, dialect?: string): Promise<PredictionReport | undefined>;
  /** The file as its dialect parsed it: what hover, completion and symbols work on. */
  parsed(uri: Uri): Promise<ParsedFile | undefined>;
  /** The same for every dialect that finds something of its own in the file, the likeliest first. */
  claims(uri: Uri): Promise<readonly ParsedFile[]>;
  /** Every file read so far that a finding may point into. */
  files(): Files;
  /** The file's text changed, or it came or went. */
  changed(uri: Uri): void;
  /** Files whose findings may change with this one: those of the units that it was last seen in, or that look for it. */
  dependents(uri: Uri): readonly Uri[];
}

export function createLinter(options: LinterOptions): Linter {
  const { workspace, settings, log = () => undefined } = options;
  const verifier = new FixVerifier(options, createLinter);
  const including = dialects.filter((dialect) => dialect.gathers !== 'workspace');
  const gathering = dialects.filter((dialect) => dialect.gathers === 'workspace');
  const project = new Project(workspace, including, settings.nginx.pathMap);
  const gathered = new Gathered(workspace, gathering, (uri) => project.known(uri));
  /** By dialect and root. Parsed files are immutable, so an analysis holds as long as its unit is made of the same ones. */
  const analyses = new Map<string, Analysis>();
  const predictors = new Map<string, { readonly unit: ProjectUnit; readonly predict: Predict | undefined }>();
  const files = new Map<Uri, SourceFile>();
  /** Hover and outline ask at every move of the cursor. */
  const scopeReports = new WeakMap<Analysis, readonly ScopeReport[]>();

  const analysis = (unit: ProjectUnit): Analysis => {
    const key = keyOf(unit);
    const known = analyses.get(key);
    if (known !== undefined && sameUnit(known.unit, unit)) return known;
    const fresh = analyse(unit, settings, log);
    analyses.set(key, fresh);
    for (const { file } of unit.files) files.set(file.uri, file);
    return fresh;
  };

  /** As an analysis, prepared once for a unit of the same files. */
  const predictor = (unit: ProjectUnit): Predict | undefined => {
    const key = keyOf(unit);
    const root = unit.unit.root.file.uri;
    const known = predictors.get(key);
    if (known !== undefined && sameUnit(known.unit, unit)) return known.predict;
    const file = (path: string): Promise<FileFacts> =>
      workspace.stat?.(uriOfPath(path, root)) ?? Promise.resolve({ kind: 'unknown' });
    const predict = unit.dialect.predictor?.(unit.unit, { settings, file });
    predictors.set(key, { unit, predict });
    for (const { file: source } of unit.files) files.set(source.uri, source);
    return predict;
  };

  const reportsOf = (found: Analysis): readonly ScopeReport[] => {
    const known = scopeReports.get(found);
    if (known !== undefined) return known;
    const reports = found.site.scopes.map((scope) => scopeReport(scope, files));
    scopeReports.set(found, reports);
    return reports;
  };

  /** What includes bring together; where that is nothing, what is gathered by name. */
  const unitsOf = async (uri: Uri): Promise<readonly ProjectUnit[]> => {
    const included = await project.units(uri);
    return included.length > 0 ? included : gathered.units(uri);
  };

  const analysesOf = async (uri: Uri, cancel?: Cancellation): Promise<readonly Analysis[]> => {
    const units = await unitsOf(uri);
    return units.flatMap((unit) => (cancel?.isCancellationRequested === true ? [] : [analysis(unit)]));
  };

  const check: Linter['check'] = async (uri, cancel) => {
    const file = await project.file(uri);
    if (file === undefined) return undefined;
    files.set(uri, file.source);
    const found = await analysesOf(uri, cancel);
    const here = found.flatMap((each) => each.findings.filter((finding) => finding.at.uri === uri));
    const dialect =
      (await project.file(uri))?.dialect?.id ?? (await gathered.file(uri))?.claims[0]?.dialect.id;
    const heard = suppress(ordered(here), file.source, commentsOf(uri, found), settings);
    return { file: file.source, dialect, findings: ordered(heard) };
  };

  const linter: Linter = {
    check,
    verified: (reports, cancel) => verifier.verified(linter, reports, cancel),
    sites: async (uri) => (await analysesOf(uri)).map(unitSite),
    checkWithIncludes: async (uri, cancel) => {
      const units = await project.units(uri);
      const own = units.find((unit) => unit.unit.root.file.uri === uri);
      const uris = own === undefined ? [uri] : new Set(own.files.map((parsed) => parsed.file.uri));
      const reports = await Promise.all([...uris].map((each) => check(each, cancel)));
      return reports.filter((report) => report !== undefined);
    },
    headers: async (uri, cancel) => {
      const found = await analysesOf(uri, cancel);
      const scopes = found.flatMap((each) => {
        const all = each.unit.dialect.gathers !== 'workspace' && each.unit.unit.root.file.uri === uri;
        return reportsOf(each).filter((report) => all || report.block.uri === uri);
      });
      return unique(scopes, (scope) => `${scope.label} ${placeKey(scope.block)}`);
    },
    predict: async (uri, request, dialect) => {
      const units = await unitsOf(uri);
      const unit = dialect === undefined ? units[0] : units.find((each) => each.dialect.id === dialect);
      const predict = unit && predictor(unit);
      if (unit === undefined || predict === undefined) return undefined;
      const report = doubtMalformed(predictionReport(await predict(request)), unit.files);
      return doubtPatches(report, unit.patches);
    },
    parsed: async (uri) => (await linter.claims(uri))[0],
    claims: async (uri) => {
      const { dialect, parsed } = (await project.file(uri)) ?? {};
      if (dialect !== undefined && parsed !== undefined) return [{ dialect, parsed }];
      return (await gathered.file(uri))?.claims ?? [];
    },
    files: () => files,
    changed: (uri) => {
      project.changed(uri);
      verifier.changed(uri);
      gathered.changed(uri);
    },
    dependents: (uri) => {
      const naming = new Set(project.rootsNaming(uri));
      const units = [...analyses.values()].map(({ unit }) => ({
        root: unit.unit.root.file.uri,
        uris: unit.files.map((parsed) => parsed.file.uri),
      }));
      const concerned = units.filter(({ root, uris }) => naming.has(root) || uris.includes(uri));
      return [...new Set(concerned.flatMap(({ uris }) => uris))];
    },
  };
  return linter;
}

function unitSite({ unit, site, findings }: Analysis): UnitSite {
  const own = new Set(unit.dialect.rules.map(({ id }) => id));
  return {
    root: unit.unit.root.file.uri,
    site,
    files: new Map(unit.files.map(({ file }) => [file.uri, file])),
    errors: findings.filter(({ rule, severity }) => severity === 'error' && own.has(rule)).length,
  };
}

function keyOf({ dialect, unit }: ProjectUnit): string {
  return `${dialect.id} ${unit.root.file.uri}`;
}

function sameUnit(a: ProjectUnit, b: ProjectUnit): boolean {
  if (a === b) return true;
  return (
    a.faults === b.faults &&
    a.files.length === b.files.length &&
    a.files.every((file, index) => file === b.files[index])
  );
}

/** The comments of a file, as the dialect under which it was judged has them. */
function commentsOf(uri: Uri, found: readonly Analysis[]): readonly Span[] | undefined {
  for (const { unit } of found) {
    const parsed = unit.files.find(({ file }) => file.uri === uri);
    if (parsed !== undefined) return unit.dialect.comments?.(parsed);
  }
  return undefined;
}

/** In order of position; a fragment judged under several main files says each thing once. */
function ordered(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.toSorted(
    (a, b) => a.at.start - b.at.start || a.at.end - b.at.end || compare(a.rule, b.rule),
  );
  // Equal ones stand among their neighbours now, which are few: to compare those takes less than a key for each.
  return sorted.filter((finding, index) => {
    for (let i = index - 1; i >= 0; i--) {
      const before = sorted[i];
      if (before?.at.start !== finding.at.start || before.at.end !== finding.at.end) return true;
      if (before.rule === finding.rule && before.message === finding.message) return false;
    }
    return true;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
