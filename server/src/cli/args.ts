import { parseArgs, type ParseArgsConfig } from 'node:util';
import {
  defaultSettings,
  isSpringProfile,
  isVersion,
  ruleCatalogue,
  type GatewayRequest,
  type Policy,
  type Settings,
  type Severity,
} from '../core/index.ts';
import { UsageError } from './io.ts';
import { pathMapOf } from './path-map.ts';
import { isHeader, isHttpUrl, isMethod } from './requests.ts';

export type Format = 'text' | 'json';

const severities = ['error', 'warning', 'information'] as const satisfies readonly Severity[];
const policies = ['any', 'SAMEORIGIN', 'DENY'] as const satisfies readonly Policy[];
const formats = ['text', 'json'] as const satisfies readonly Format[];

export interface CheckArgs {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly fix: boolean;
  readonly failOn: Severity;
  readonly settings: Settings;
  readonly stdinPath: string;
}

export interface HeadersArgs {
  readonly path: string;
  readonly format: Format;
  readonly settings: Settings;
  /** Absent: what every scope sends. */
  readonly asked?: Asked;
}

/** Which responses are to be told: that to one request, or those to all that a file or standard input (`-`) lists. */
export type Asked =
  | { readonly kind: 'request'; readonly request: GatewayRequest }
  | { readonly kind: 'requests'; readonly source: string };

const settingOptions = {
  policy: { type: 'string', default: 'any' },
  'nginx-version': { type: 'string' },
  'path-map': { type: 'string', multiple: true },
  'spring-version': { type: 'string' },
  'spring-profiles': { type: 'string', multiple: true },
} as const;

export function checkArgs(args: readonly string[], cwd: string): CheckArgs {
  const { values, positionals } = parse(args, {
    ...settingOptions,
    format: { type: 'string', default: 'text' },
    fix: { type: 'boolean', default: false },
    'fail-on': { type: 'string', default: 'warning' },
    severity: { type: 'string', multiple: true, default: [] },
    'stdin-path': { type: 'string' },
  });
  const paths = positionals.length === 0 ? ['.'] : positionals;
  if (values['stdin-path'] !== undefined && !paths.includes('-')) {
    throw new UsageError('--stdin-path names standard input, which is the path “-”.');
  }
  if (values.fix && paths.includes('-')) throw new UsageError('--fix cannot write to standard input.');
  return {
    paths,
    format: oneOf('--format', formats, values.format),
    fix: values.fix,
    failOn: oneOf('--fail-on', severities, values['fail-on']),
    settings: { ...settingsOf(values, cwd), severities: severitiesOf(values.severity) },
    stdinPath: values['stdin-path'] ?? 'nginx.conf',
  };
}

export function headersArgs(args: readonly string[], cwd: string): HeadersArgs {
  const { values, positionals } = parse(args, {
    ...settingOptions,
    format: { type: 'string' },
    url: { type: 'string' },
    method: { type: 'string' },
    header: { type: 'string', multiple: true, default: [] },
    requests: { type: 'string' },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('headers takes one path.');
  const asked = askedOf(values);
  if (path === '-' && values.requests === '-')
    throw new UsageError('Standard input cannot be both the configuration and the requests.');
  const usual = asked?.kind === 'requests' ? 'json' : 'text';
  return {
    path,
    format: oneOf('--format', formats, values.format ?? usual),
    settings: settingsOf(values, cwd),
    ...(asked && { asked }),
  };
}

function askedOf(values: {
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly header: readonly string[];
  readonly requests?: string | undefined;
}): Asked | undefined {
  const { url, method, requests } = values;
  if (url !== undefined && requests !== undefined)
    throw new UsageError('--url asks about one request and --requests about many; give one of them.');
  if (url === undefined) {
    if (method !== undefined || values.header.length > 0)
      throw new UsageError('--method and --header belong to --url.');
    return requests === undefined ? undefined : { kind: 'requests', source: requests };
  }
  if (!isHttpUrl(url)) throw new UsageError(`--url is an absolute http or https URL, not “${url}”.`);
  if (method !== undefined && !isMethod(method))
    throw new UsageError(`--method is an HTTP method such as POST, not “${method}”.`);
  const headers = values.header.map((line): readonly [string, string] => {
    const [, name = '', value = ''] = /^([^:]*):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? [];
    if (!isHeader(name, value)) throw new UsageError(`--header is 'Name: value', not “${line}”.`);
    return [name, value];
  });
  return { kind: 'request', request: { url, headers, ...(method !== undefined && { method }) } };
}

export function explainArgs(args: readonly string[]): string | undefined {
  const { positionals } = parse(args, {});
  if (positionals.length > 1) throw new UsageError('explain takes one rule.');
  return positionals[0];
}

/** Node's own parser; its complaints are the user's to read, less the hint about `--` for names that begin with `-`. */
function parse<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message.split('. ')[0] ?? message}.`.replace(/\.\.$/, '.'));
  }
}

function oneOf<Value extends string>(option: string, allowed: readonly Value[], given: string): Value {
  const value = allowed.find((candidate) => candidate === given);
  if (value === undefined) throw new UsageError(`${option} is one of ${allowed.join(', ')}, not “${given}”.`);
  return value;
}

function settingsOf(
  values: {
    readonly policy: string;
    readonly 'nginx-version'?: string | undefined;
    readonly 'path-map'?: readonly string[] | undefined;
    readonly 'spring-version'?: string | undefined;
    readonly 'spring-profiles'?: readonly string[] | undefined;
  },
  cwd: string,
): Settings {
  return {
    ...defaultSettings,
    policy: oneOf('--policy', policies, values.policy),
    nginx: {
      version: versionOf('--nginx-version', '1.29.3', values['nginx-version']),
      pathMap: pathMapOf(values['path-map'] ?? [], cwd),
    },
    springCloudGateway: {
      version: versionOf('--spring-version', '4.3.5', values['spring-version']),
      profiles: profilesOf(values['spring-profiles']),
    },
  };
}

function versionOf(option: string, example: string, given: string | undefined): string | undefined {
  if (given === undefined || isVersion(given)) return given;
  throw new UsageError(`${option} is a version such as ${example}, not “${given}”.`);
}

/** `prod,eu`, also in several options; an option that names nothing is a slip, not “none”. */
function profilesOf(given: readonly string[] | undefined): readonly string[] | undefined {
  return given?.flatMap((names) => {
    const profiles = names.split(',').map((name) => name.trim());
    if (profiles.every(isSpringProfile)) return profiles;
    throw new UsageError(
      `--spring-profiles is a list of profile names such as prod,eu, or default where none is active, not “${names}”.`,
    );
  });
}

function severitiesOf(given: readonly string[]): Settings['severities'] {
  const known = ruleCatalogue().map(({ meta }) => meta.id);
  return Object.fromEntries(
    given.map((pair) => {
      const [rule = '', level = ''] = pair.split('=');
      if (!known.includes(rule)) throw new UsageError(`--severity: ${noSuchRule(rule, known)}`);
      return [rule, oneOf('--severity', [...severities, 'off'], level)];
    }),
  );
}

export function noSuchRule(rule: string, known: readonly string[]): string {
  return `“${rule}” is no rule. The rules are: ${known.join(', ') || '(none)'}.`;
}
