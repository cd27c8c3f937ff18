import {
  defaultSettings,
  isSpringProfile,
  isVersion,
  pathOfUri,
  type Policy,
  type Settings,
  type Severity,
  type Uri,
} from '../core/index.ts';

export interface ReadSettings {
  readonly settings: Settings;
  /** What was not understood, one sentence each; the default stands in its place. */
  readonly problems: readonly string[];
}

const policies: readonly Policy[] = ['any', 'SAMEORIGIN', 'DENY'];
const severities: readonly (Severity | 'off')[] = ['error', 'warning', 'information', 'off'];

/**
 * The section `gatewayLint` as an editor sends it: anything may stand there.
 * @param folder the workspace folder from which paths are meant
 */
export function readSettings(section: unknown, ruleIds: ReadonlySet<string>, folder?: Uri): ReadSettings {
  const problems: string[] = [];
  const given = record(section);
  const nginx = record(given['nginx']);
  const spring = readSpring(record(given['springCloudGateway']), problems);
  return {
    settings: {
      policy: readPolicy(given['policy'], problems),
      severities: readSeverities(given['severities'], ruleIds, problems),
      nginx: {
        ...readVersion('nginx', '1.29.3', nginx['version'], problems),
        ...readPathMap(nginx['pathMap'], folder, problems),
      },
      ...(spring && { springCloudGateway: spring }),
    },
    problems,
  };
}

function readPolicy(value: unknown, problems: string[]): Policy {
  const policy = policies.find((known) => known === value);
  if (policy === undefined && isGiven(value)) {
    problems.push(`gatewayLint.policy is ${show(value)}; it can be ${list(policies)}. Using "any".`);
  }
  return policy ?? defaultSettings.policy;
}

function readSeverities(
  value: unknown,
  ruleIds: ReadonlySet<string>,
  problems: string[],
): Settings['severities'] {
  if (isGiven(value) && (typeof value !== 'object' || Array.isArray(value))) {
    problems.push(
      `gatewayLint.severities is ${show(value)}; it is an object of rule ids. Using the defaults.`,
    );
    return defaultSettings.severities;
  }
  const chosen: Record<string, Severity | 'off'> = {};
  for (const [id, wanted] of Object.entries(record(value))) {
    const severity = severities.find((known) => known === wanted);
    if (!ruleIds.has(id)) problems.push(`gatewayLint.severities names "${id}", which is no rule.`);
    else if (severity !== undefined) chosen[id] = severity;
    else if (isGiven(wanted)) {
      problems.push(
        `gatewayLint.severities gives ${id} the severity ${show(wanted)}; it can be ${list(severities)}.`,
      );
    }
  }
  return chosen;
}

function readVersion(
  gateway: string,
  example: string,
  version: unknown,
  problems: string[],
): { readonly version?: string } {
  if (!isGiven(version) || version === '') return {};
  if (typeof version === 'string' && isVersion(version)) return { version };
  problems.push(
    `gatewayLint.${gateway}.version is ${show(version)}; write it as in "${example}". It is not used.`,
  );
  return {};
}

/** An empty list is the editor's default: nobody told. Where no profile is active, Spring's own name for that is `default`. */
function readSpring(
  { version, profiles }: Readonly<Record<string, unknown>>,
  problems: string[],
): Settings['springCloudGateway'] {
  const told = {
    ...readVersion('springCloudGateway', '4.3.5', version, problems),
    ...readProfiles(profiles, problems),
  };
  return Object.keys(told).length > 0 ? told : undefined;
}

function readProfiles(value: unknown, problems: string[]): { readonly profiles?: readonly string[] } {
  if (!isGiven(value)) return {};
  if (Array.isArray(value)) {
    const names = (value as readonly unknown[]).filter((name) => typeof name === 'string');
    if (names.length === value.length && names.every(isSpringProfile))
      return names.length > 0 ? { profiles: names } : {};
  }
  problems.push(
    `gatewayLint.springCloudGateway.profiles is ${show(value)}; it is a list of profile names, as in ["prod", "eu"]. It is not used.`,
  );
  return {};
}

/** Folders become absolute here: whoever uses them knows no workspace folder. */
function readPathMap(value: unknown, folder: Uri | undefined, problems: string[]): Settings['nginx'] {
  if (!isGiven(value)) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.push(`gatewayLint.nginx.pathMap is ${show(value)}; it is an object of paths. It is not used.`);
    return {};
  }
  const pathMap: Record<string, string> = {};
  for (const [from, to] of Object.entries(record(value))) {
    const path = typeof to === 'string' && from.startsWith('/') ? absolute(to, folder) : undefined;
    if (path !== undefined) pathMap[from] = path;
    else {
      problems.push(
        `gatewayLint.nginx.pathMap maps ${show(from)} to ${show(to)}; it maps absolute paths to folders of the workspace.`,
      );
    }
  }
  return Object.keys(pathMap).length > 0 ? { pathMap } : {};
}

function absolute(written: string, folder: Uri | undefined): string | undefined {
  const slashed = written
    .replaceAll('\\', '/')
    .replace(/^\$\{workspaceFolder\}\/?/, '')
    .replace(/^[a-z]:\//i, '/$&');
  if (slashed.startsWith('/')) return slashed;
  return folder === undefined ? undefined : `${pathOfUri(folder).replace(/\/$/, '')}/${slashed}`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 80);
}

function list(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(', ');
}

export interface SettingsStoreOptions {
  /** The section for one resource: an editor may have other settings per folder. */
  readonly fetch: (clientUri: string) => Promise<unknown>;
  /** The workspace folder that a file stands in. */
  readonly folderOf: (uri: Uri) => Uri | undefined;
  readonly ruleIds: ReadonlySet<string>;
  readonly log: (message: string) => void;
}

/** The settings of each open file, asked for once. */
export interface SettingsStore {
  of(uri: Uri, clientUri: string): Promise<Settings>;
  /** The file was closed. */
  forget(uri: Uri): void;
  /** Something changed; everything is asked for anew. */
  reset(): void;
}

export function settingsStore({ fetch, folderOf, ruleIds, log }: SettingsStoreOptions): SettingsStore {
  const cached = new Map<Uri, Promise<Settings>>();
  /** One line per problem, not one per file. */
  const told = new Set<string>();
  const load = async (uri: Uri, clientUri: string): Promise<Settings> => {
    const section = await fetch(clientUri).catch((error: unknown) => {
      log(`The settings could not be read: ${String(error)}. Using the defaults.`);
      return undefined;
    });
    const { settings, problems } = readSettings(section, ruleIds, folderOf(uri));
    for (const problem of problems) {
      if (!told.has(problem)) log(problem);
      told.add(problem);
    }
    return settings;
  };
  return {
    of: (uri, clientUri) => {
      const known = cached.get(uri) ?? load(uri, clientUri);
      cached.set(uri, known);
      return known;
    },
    forget: (uri) => void cached.delete(uri),
    reset: () => {
      cached.clear();
      told.clear();
    },
  };
}
