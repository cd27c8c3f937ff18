import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findNginx, type NginxBinary } from './binary.ts';
import { testCertificate } from './certificate.ts';
import { standIns } from './prepare.ts';
import { scan } from './scan.ts';

export { prepare, prepareFiles } from './prepare.ts';

/** Where a text is meant to stand. `main`: it is a complete nginx.conf. */
export type Context = 'main' | 'http' | 'server' | 'location';

export interface Verdict {
  /** nginx read the whole text and printed `syntax is ok`. Not the exit code: that also speaks of the machine. */
  readonly accepted: boolean;
  /** Refused only after all of `http{}` had been read: a host, certificate, zone or variable that is elsewhere. */
  readonly late: boolean;
  /** What nginx said against it, without level and place; empty when accepted. */
  readonly message: string;
  readonly file: string | undefined;
  /** 1-based, in the text that was given. */
  readonly line: number | undefined;
  /** All of nginx's output. */
  readonly output: string;
}

/** Relative path → text. The first one is the text to judge; the others lie beside it, to be included. */
export type ConfigFiles = Readonly<Record<string, string>>;

/** Messages of checks that run when `http{}` closes or later, not while words are read. */
const lateMessages =
  /host not found in upstream|cannot load certificate|SSL_CTX_load_verify_locations|no "ssl_certificate\w*" is defined|no port in upstream|unknown "\w*" variable|zone "[^"]*" is unknown|Cannot load module/;

/** Asks the installed nginx whether it accepts a configuration, or a fragment of one in its context. */
export function nginxTest(
  config: string | ConfigFiles,
  options: { readonly context?: Context; readonly nginx?: NginxBinary } = {},
): Verdict {
  const nginx = options.nginx ?? findNginx();
  const files = typeof config === 'string' ? { 'nginx.conf': config } : config;
  const [subject = 'nginx.conf'] = Object.keys(files);
  const dir = mkdtempSync(join(tmpdir(), 'gateway-lint-judge-'));
  try {
    lay(dir, files);
    const context = options.context ?? 'main';
    const main = context === 'main' ? subject : 'judge-main.conf';
    if (context !== 'main') writeFileSync(join(dir, main), wrap(subject, context, files[subject] ?? ''));
    const globals = [...nginx.loadModules, ...(hasPid(files[main] ?? '') ? [] : ['pid judge.pid;'])].join(
      ' ',
    );
    const run = spawnSync(nginx.path, ['-t', '-p', dir, '-c', main, '-e', 'stderr', '-g', globals], {
      encoding: 'utf8',
    });
    return verdict(run.stderr, dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function lay(dir: string, files: ConfigFiles): void {
  const { certificate, key } = testCertificate();
  const all = { [standIns.certificate]: certificate, [standIns.key]: key, [standIns.empty]: '', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
}

/** The fragment is included, not pasted: so its lines keep their numbers and its braces must balance by themselves. */
function wrap(fragment: string, context: Exclude<Context, 'main'>, text: string): string {
  // The pair at http level serves every `listen … ssl`; a fragment for http that has its own would make it a duplicate.
  const own =
    context === 'http' && scan(text).some((d) => d.name === 'ssl_certificate' && d.context.length === 0);
  const pair = own ? '' : `ssl_certificate ${standIns.certificate}; ssl_certificate_key ${standIns.key};`;
  const include = `include ${fragment};`;
  const server = `server { listen 127.0.0.1:18099; ${context === 'location' ? `location / { ${include} }` : include} }`;
  return `events {}\nhttp { access_log off; ${pair}\n${context === 'http' ? include : server}\n}\n`;
}

function hasPid(text: string): boolean {
  return scan(text).some((d) => d.name === 'pid');
}

function verdict(output: string, dir: string): Verdict {
  const accepted = /^nginx: the configuration file .* syntax is ok$/m.test(output);
  const [, found = ''] = accepted
    ? []
    : (/\[(?:emerg|crit|alert|error)\] (?:\d+#\d+: )?(.*)$/ms.exec(output) ?? []);
  const first = found.replace(/\nnginx: .*$/s, '').trimEnd();
  const place = /^([^]*) in (\S+):(\d+)$/.exec(first);
  return {
    accepted,
    late: lateMessages.test(first),
    message: accepted ? '' : (place?.[1] ?? (first || output.trim())),
    file: place?.[2]?.replace(`${dir}/`, ''),
    line: place?.[3] === undefined ? undefined : Number(place[3]),
    output,
  };
}
