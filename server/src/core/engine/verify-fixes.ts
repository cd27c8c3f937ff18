import { dialects } from '../generated/dialects.ts';
import { rules } from '../generated/rules.ts';
import { groupBy } from '../rules/group-by.ts';
import type { Fix } from '../model/finding.ts';
import type { Malformed } from '../model/malformed.ts';
import type { HeaderOp } from '../model/header-op.ts';
import type { Change, Place, Uri } from '../model/place.ts';
import type { Scope } from '../model/scope.ts';
import type { Cancellation } from '../model/workspace.ts';
import { applyChanges, JointChanges, overlay } from './edits.ts';
import { documentAround } from './malformed.ts';
import type { Linter, LinterOptions, UnitSite } from './linter.ts';
import type { FileReport } from './report.ts';
import { scopeLabel, sentHeaders } from './scope-report.ts';

/** So many are tried one by one; more are tried together, and apart only where that fails. */
const MOST_ALONE = 4;

/** `text`: the files must stay well-formed; `sites`: what they serve must stay as it is, too. */
type Trial = 'text' | 'sites';

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
    const findings = reports.flatMap((report) => report.findings);
    const failing = new Set<Fix>();
    for (const trial of ['text', 'sites'] as const) {
      const alike = groupedAlike(
        findings.flatMap(({ rule, fixes }) => (trialFor(rule) === trial ? fixes : [])),
      );
      const fixes = [...alike.keys()];
      for (const batch of fixes.length > MOST_ALONE ? batches(fixes) : fixes.map((fix) => [fix])) {
        if (cancel?.isCancellationRequested === true) return reports;
        for (const fix of await this.#failing(linter, batch, trial)) {
          for (const each of alike.get(fix) ?? []) failing.add(each);
        }
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

  async #failing(linter: Linter, fixes: readonly Fix[], trial: Trial): Promise<readonly Fix[]> {
    if (fixes.length === 0 || (await this.#holds(linter, fixes, trial))) return [];
    if (fixes.length === 1) return fixes;
    const half = fixes.length >> 1;
    return [
      ...(await this.#failing(linter, fixes.slice(0, half), trial)),
      ...(await this.#failing(linter, fixes.slice(half), trial)),
    ];
  }

  async #holds(linter: Linter, fixes: readonly Fix[], trial: Trial): Promise<boolean> {
    const edited = (this.#trial ??= this.#make({
      ...this.#options,
      workspace: overlay(this.#options.workspace, this.#edited),
      // Only what is sent counts, and what the format itself has against the text.
      settings: { ...this.#options.settings, severities: silent },
    }));
    const changes = fixes.flatMap((fix) => fix.changes);
    const uris = [...new Set(changes.map(({ at }) => at.uri))];
    for (const uri of uris) if (await isGarbled(linter, uri, changes)) return false;
    const before = trial === 'sites' ? await sitesOf(linter, uris) : [];
    try {
      for (const uri of uris) {
        const text = linter.files().get(uri)?.text;
        if (text === undefined) return false;
        this.#edited.set(uri, applyChanges(uri, text, changes));
        edited.changed(uri);
      }
      for (const uri of uris) {
        if ((await malformed(edited, uri)).length > (await malformed(linter, uri)).length) return false;
      }
      if (trial === 'text') return true;
      const after = await sitesOf(edited, uris);
      return before.length === after.length && before.every((site, i) => isKept(site, after[i], fixes));
    } finally {
      this.#edited.clear();
      for (const uri of uris) edited.changed(uri);
    }
  }
}

/** What is wrong with a file as text. */
async function malformed(linter: Linter, uri: Uri): Promise<readonly Malformed[]> {
  const [likeliest] = await linter.claims(uri);
  return likeliest?.parsed.malformed ?? [];
}

/** A document with a fault of syntax may be read otherwise than its tree has it: nobody knows what an edit does there. */
async function isGarbled(linter: Linter, uri: Uri, changes: readonly Change[]): Promise<boolean> {
  const text = linter.files().get(uri)?.text ?? '';
  return (await malformed(linter, uri)).some(({ fault, at }) => {
    if (fault !== 'syntax') return false;
    const document = documentAround(text, at);
    return changes.some(
      (change) => change.at.uri === uri && document.start <= change.at.end && change.at.start <= document.end,
    );
  });
}

const silent: Readonly<Record<string, 'off'>> = Object.fromEntries(rules.map(({ meta }) => [meta.id, 'off']));

/**
 * The fixes of a dialect's own rules, and those of what no gateway reads, make the text mean what it looks like:
 * everything that is served may change by them.
 */
function trialFor(rule: string): Trial {
  if (rule === 'frame-policy-unread') return 'text';
  return dialects.some((dialect) => dialect.rules.some(({ id }) => id === rule)) ? 'text' : 'sites';
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
