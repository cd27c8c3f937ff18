import { dialects } from '../generated/dialects.ts';
import { rules } from '../generated/rules.ts';
import { groupBy } from '../rules/group-by.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { HeaderOp } from '../model/header-op.ts';
import type { Change, Place, Uri } from '../model/place.ts';
import type { Scope } from '../model/scope.ts';
import type { Cancellation } from '../model/workspace.ts';
import { applyChanges, JointChanges, overlay } from './edits.ts';
import type { Linter, LinterOptions, UnitSite } from './linter.ts';
import type { FileReport } from './report.ts';
import { scopeLabel, sentHeaders } from './scope-report.ts';

/** So many are tried one by one; more are tried together, and apart only where that fails. */
const MOST_ALONE = 4;

/**
 * Tries fixes before they are offered: the files are lowered as they would be, and every scope that a fix is not meant for
 * must send the same as before, and the format have no new errors. Works on an overlay with a linter of its own, which is
 * made when it is first needed, so that findings come as fast as without.
 */
export class FixVerifier {
  readonly #options: LinterOptions;
  readonly #make: (options: LinterOptions) => Linter;
  readonly #edited = new Map<Uri, string>();
  #trial: Linter | undefined;
  /** One trial at a time: they share the overlay. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: LinterOptions, make: (options: LinterOptions) => Linter) {
    this.#options = options;
    this.#make = make;
  }

  changed(uri: Uri): void {
    this.#trial?.changed(uri);
  }

  verified(
    linter: Linter,
    reports: readonly FileReport[],
    cancel?: Cancellation,
  ): Promise<readonly FileReport[]> {
    const run = this.#last.then(() => this.#verified(linter, reports, cancel));
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #verified(
    linter: Linter,
    reports: readonly FileReport[],
    cancel?: Cancellation,
  ): Promise<readonly FileReport[]> {
    const alike = groupedAlike(reports.flatMap(({ findings }) => findings.flatMap(fixesToTry)));
    const fixes = [...alike.keys()];
    const failing = new Set<Fix>();
    for (const batch of fixes.length > MOST_ALONE ? batches(fixes) : fixes.map((fix) => [fix])) {
      if (cancel?.isCancellationRequested === true) return reports;
      for (const fix of await this.#failing(linter, batch)) {
        for (const each of alike.get(fix) ?? []) failing.add(each);
      }
    }
    if (failing.size === 0) return reports;
    return reports.map((report) => ({
      ...report,
      findings: report.findings.map((finding) => ({
        ...finding,
        fixes: finding.fixes.filter((fix) => !failing.has(fix)),
      })),
    }));
  }

  async #failing(linter: Linter, fixes: readonly Fix[]): Promise<readonly Fix[]> {
    if (fixes.length === 0 || (await this.#holds(linter, fixes))) return [];
    if (fixes.length === 1) return fixes;
    const half = fixes.length >> 1;
    return [
      ...(await this.#failing(linter, fixes.slice(0, half))),
      ...(await this.#failing(linter, fixes.slice(half))),
    ];
  }

  async #holds(linter: Linter, fixes: readonly Fix[]): Promise<boolean> {
    const trial = (this.#trial ??= this.#make({
      ...this.#options,
      workspace: overlay(this.#options.workspace, this.#edited),
      // Only what is sent counts, and what the format itself has against the text.
      settings: { ...this.#options.settings, severities: silent },
    }));
    const changes = fixes.flatMap((fix) => fix.changes);
    const uris = [...new Set(changes.map(({ at }) => at.uri))];
    const before = await sitesOf(linter, uris);
    try {
      for (const uri of uris) {
        const text = linter.files().get(uri)?.text;
        if (text === undefined) return false;
        this.#edited.set(uri, applyChanges(uri, text, changes));
        trial.changed(uri);
      }
      const after = await sitesOf(trial, uris);
      return before.length === after.length && before.every((site, i) => isKept(site, after[i], fixes));
    } finally {
      this.#edited.clear();
      for (const uri of uris) trial.changed(uri);
    }
  }
}

const silent: Readonly<Record<string, 'off'>> = Object.fromEntries(rules.map(({ meta }) => [meta.id, 'off']));

/**
 * The fixes of a dialect's own rules, and those of what no gateway reads, make the text mean what it looks like:
 * everything in it may change.
 */
function isAboutText(rule: string): boolean {
  if (rule === 'frame-policy-unread') return true;
  return dialects.some((dialect) => dialect.rules.some(({ id }) => id === rule));
}

function fixesToTry({ rule, fixes }: Finding): readonly Fix[] {
  return isAboutText(rule) ? [] : fixes;
}

/** The findings of a thousand locations may have one and the same edit: it is tried once, as one that is meant for all. */
function groupedAlike(fixes: readonly Fix[]): ReadonlyMap<Fix, readonly Fix[]> {
  const groups = groupBy(fixes, ({ changes }) => JSON.stringify(changes));
  return new Map(
    groups.map((group) => {
      const levels = new Set(group.flatMap((fix) => fix.levels ?? []));
      return [{ ...group[0], levels: [...levels] }, group];
    }),
  );
}

/** Fixes that do not touch, as many together as go: alternatives end up in different batches. */
function batches(fixes: readonly Fix[]): readonly (readonly Fix[])[] {
  const found: { readonly fixes: Fix[]; readonly taken: JointChanges }[] = [];
  for (const fix of fixes) {
    const { changes } = fix;
    const free = found.find(({ taken }) => taken.take(changes));
    if (free !== undefined) {
      free.fixes.push(fix);
      continue;
    }
    const taken = new JointChanges();
    taken.take(changes);
    found.push({ fixes: [fix], taken });
  }
  return found.map((batch) => batch.fixes);
}

/** Of every unit that one of the files is part of, once; one that serves nothing may come and go. */
async function sitesOf(linter: Linter, uris: readonly Uri[]): Promise<readonly UnitSite[]> {
  const found = new Map<string, UnitSite>();
  for (const uri of uris) {
    for (const site of await linter.sites(uri)) found.set(`${site.site.dialect} ${site.root}`, site);
  }
  return [...found]
    .filter(([, { site, errors }]) => site.scopes.length > 0 || errors > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, site]) => site);
}

function isKept(before: UnitSite, after: UnitSite | undefined, fixes: readonly Fix[]): boolean {
  if (after?.root !== before.root || after.site.dialect !== before.site.dialect) return false;
  if (after.errors > before.errors) return false;
  const [was, is] = [before.site.scopes, after.site.scopes];
  if (was.length !== is.length) return false;
  const levels = new Set(fixes.flatMap((fix) => fix.levels ?? []));
  const changes = fixes.flatMap((fix) => fix.changes);
  return was.every((scope, index) => {
    const other = is[index];
    if (other === undefined) return false;
    // What it is meant for may get a name of its own by it, as a container's router does.
    if (isMeant(scope, levels, changes)) return true;
    return (
      scopeLabel(scope) === scopeLabel(other) && fingerprint(scope, before) === fingerprint(other, after)
    );
  });
}

/** Whether a fix may change what a scope sends: it writes for it, or edits an instruction that is in force there. */
function isMeant(scope: Scope, levels: ReadonlySet<string>, changes: readonly Change[]): boolean {
  const { path, insertions, service, cut } = scope;
  const ids = [
    path[0],
    cut?.level,
    ...insertions.map(({ level }) => level),
    ...(service?.hidings ?? []).map(({ level }) => level),
  ];
  if (ids.some((level) => level !== undefined && levels.has(level.id))) return true;
  const places = placesOf(scope);
  return changes.some(({ at }) => places.some((place) => edits(at, place)));
}

function placesOf({ ops, service }: Pick<Scope, 'ops' | 'service'>): readonly Place[] {
  return [...ops.flatMap(placesOfOp), ...(service?.sends ? placesOf(service.sends) : [])];
}

function placesOfOp({ statement, value }: HeaderOp): readonly Place[] {
  const values = value.kind === 'dynamic' ? (value.possible ?? []) : [];
  return [statement, ...values.map(({ at }) => at)];
}

/** What is inserted beside a statement is no edit of it. */
function edits(change: Place, statement: Place): boolean {
  return change.uri === statement.uri && change.start < statement.end && statement.start < change.end;
}

function fingerprint(scope: Scope, { files }: UnitSite): string {
  return JSON.stringify(
    sentHeaders(scope, files).map(({ name, values, complete, onErrors }) => [
      name,
      values,
      complete,
      onErrors,
    ]),
  );
}
