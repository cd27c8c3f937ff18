import { parseArgs, type ParseArgsConfig } from 'node:util';
import { defaultSettings, ruleCatalogue, type Policy, type Settings, type Severity } from '../core/index.ts';
import { UsageError } from './io.ts';

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
}

const settingOptions = {
  policy: { type: 'string', default: 'any' },
  'nginx-version': { type: 'string' },
} as const;

export function checkArgs(args: readonly string[]): CheckArgs {
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
    settings: { ...settingsOf(values), severities: severitiesOf(values.severity) },
    stdinPath: values['stdin-path'] ?? 'nginx.conf',
  };
}

export function headersArgs(args: readonly string[]): HeadersArgs {
  const { values, positionals } = parse(args, {
    ...settingOptions,
    format: { type: 'string', default: 'text' },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('headers takes one path.');
  return { path, format: oneOf('--format', formats, values.format), settings: settingsOf(values) };
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

function settingsOf(values: {
  readonly policy: string;
  readonly 'nginx-version'?: string | undefined;
}): Settings {
  const nginxVersion = values['nginx-version'];
  if (nginxVersion !== undefined && !/^\d+\.\d+(\.\d+)?$/.test(nginxVersion)) {
    throw new UsageError(`--nginx-version is a version such as 1.29.3, not “${nginxVersion}”.`);
  }
  return {
    ...defaultSettings,
    policy: oneOf('--policy', policies, values.policy),
    nginx: { version: nginxVersion },
  };
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
