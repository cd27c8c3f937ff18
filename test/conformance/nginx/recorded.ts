import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCertificate } from '../../nginx/support/certificate.ts';
import {
  configurationText,
  FILES,
  headerCases,
  LAB,
  WWW,
  type HeaderCase,
} from '../../prediction/header-cases.ts';
import { specCases } from '../../prediction/specs/all.ts';
import { MODIFIED } from './generate/requests.ts';
import { lay, PortTaken, Refused, startNginx, type Nginx } from './nginx.ts';
import type { Ports } from './ports.ts';
import { Service } from './service.ts';
import { recordedBytes, shownAs } from './recorded-request.ts';
import { exchange } from './wire.ts';

/** What a build does otherwise than the recorded one, and why. */
const KNOWN: readonly {
  readonly id: string;
  readonly request: string;
  readonly builtIn: boolean;
  readonly why: string;
}[] = [
  {
    id: 'X04',
    request: 'GET /m',
    builtIn: true,
    why: 'njs is compiled in before headers-more, so its filter runs later',
  },
];

export interface Record {
  readonly asked: number;
  readonly different: readonly string[];
  /** Cases that this build cannot run, with the reason. */
  readonly left: readonly string[];
}

/** How many at once: more than one waits for a process to start. */
const AT_ONCE = 3;

/** The recorded configurations again on a real nginx: it must answer as the record says. */
export async function checkRecord(nginx: Nginx, ports: Ports): Promise<Record> {
  const cases = [...headerCases(), ...specCases().flatMap(([, specs]) => specs)];
  const parts = Array.from({ length: AT_ONCE }, (_, part) =>
    checkCases(
      cases.filter((_case, index) => index % AT_ONCE === part),
      nginx,
      ports,
    ),
  );
  const records = await Promise.all(parts);
  return {
    asked: records.reduce((sum, { asked }) => sum + asked, 0),
    different: records.flatMap(({ different }) => different),
    left: records.flatMap(({ left }) => left),
  };
}

async function checkCases(cases: readonly HeaderCase[], nginx: Nginx, ports: Ports): Promise<Record> {
  const service = await Service.start();
  service.answer = {
    status: 200,
    headers: [
      ['X-Frame-Options', 'UP'],
      ['Content-Type', 'text/html'],
    ],
    hint: [['X-Frame-Options', 'HINT']],
  };
  const dir = mkdtempSync(join(tmpdir(), 'gateway-lint-record-'));
  layFiles(dir);
  const different: string[] = [];
  const left: string[] = [];
  let asked = 0;
  try {
    for (const each of cases) {
      const why = notFor(each, nginx);
      const result = why ?? (await run(each, nginx, dir, service, ports));
      if (typeof result === 'string') left.push(`${each.id}: ${result}`);
      else {
        asked += result.asked;
        different.push(...result.different);
        left.push(...result.left);
      }
    }
  } finally {
    service.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return { asked, different, left };
}

function layFiles(dir: string): void {
  const { certificate, key } = testCertificate();
  lay(dir, { 'lab/c.pem': certificate, 'lab/k.pem': key, 'lab/m.js': SCRIPT, 'www/nodir/': '', 'run/': '' });
  for (const [path, size] of FILES) {
    const relative = path.replace('/srv/', '');
    const text = path.endsWith('.shtml') ? '<!--#include virtual="/sub" -->' : 'x'.repeat(size);
    lay(dir, { [relative]: text });
    utimesSync(join(dir, relative), new Date(MODIFIED), new Date(MODIFIED));
  }
}

const SCRIPT = `function hf(r) { r.headersOut['X-Frame-Options'] = 'JS'; }
function ct(r) { r.headersOut['X-Frame-Options'] = 'JSC'; r.return(200, 'ok'); }
function v() { return 'JSV'; }
export default { hf, ct, v };
`;

/** Why a case is not one for this build; undefined: it is. */
function notFor({ nginx, modules, headersMore }: HeaderCase, build: Nginx): string | undefined {
  const [, comparison, text = ''] = /^(>=|<)(.*)$/.exec(nginx) ?? [];
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  const bound = major * 1_000_000 + minor * 1000 + patch;
  const { version, appends } = build.build;
  if (comparison === '>=' && version < bound) return `since nginx ${text}`;
  if (comparison === '<' && version >= bound) return `until nginx ${text}`;
  if (headersMore !== undefined && !appends) return `headers-more ${headersMore}`;
  const missing = modules.find((name) => build.moduleStatement(name) === undefined);
  return missing === undefined ? undefined : `module ${missing} is not there`;
}

async function run(
  each: HeaderCase,
  nginx: Nginx,
  dir: string,
  service: Service,
  ports: Ports,
): Promise<Record | string> {
  const port = await portsFor(each, service, ports);
  const text = configurationText(each)
    .replaceAll(WWW, join(dir, 'www'))
    .replaceAll(LAB, join(dir, 'lab'))
    .replaceAll('/srv/run', join(dir, 'run'));
  const placed = (value: string): string =>
    value.replaceAll(WWW, join(dir, 'www')).replace(/\b18[01]\d\d\b/g, (found) => port.get(found) ?? found);
  lay(dir, { 'nginx.conf': placed(text) });
  const modules = each.modules.map((name) => nginx.moduleStatement(name)).join(' ');
  try {
    const running = await startNginx(nginx, dir, modules);
    try {
      const different: string[] = [];
      const left: string[] = [];
      for (const { request, header, expect } of each.requests) {
        const { bytes, to } = recordedBytes(request, MODIFIED);
        const real = await exchange('127.0.0.1', Number(port.get(to)), bytes);
        const shown = shownAs(real, header, nginx.version);
        const known = KNOWN.find(
          (one) => one.id === each.id && one.request === request && one.builtIn === (modules.trim() === ''),
        );
        if (known !== undefined) left.push(`${each.id} ${request}: ${known.why}`);
        else if (shown !== placed(expect).replace(/^103 .*, then /, '')) {
          different.push(`${each.id} ${request} (${header}): recorded ${expect}, now ${shown}`);
        }
      }
      return { asked: each.requests.length - left.length, different, left };
    } finally {
      await running.stop();
    }
  } catch (error) {
    if (error instanceof PortTaken) return run(each, nginx, dir, service, ports);
    const directive =
      error instanceof Refused ? /unknown directive "([^"]+)"/.exec(error.message)?.[1] : undefined;
    if (directive === undefined) throw error;
    return `this build does not know "${directive}"`;
  }
}

/** Free ports in the place of the recorded ones; the services behind are ours. */
async function portsFor(
  each: HeaderCase,
  service: Service,
  ports: Ports,
): Promise<ReadonlyMap<string, string>> {
  const placed = new Map([
    ['18180', String(service.ports.scgi)],
    ['18181', String(service.ports.uwsgi)],
    ['18182', String(service.ports.fastcgi)],
    ['18183', String(service.ports.http)],
  ]);
  const named = configurationText(each).match(/\b18[01]\d\d\b/g) ?? [];
  for (const port of new Set(['18100', '18101', ...named])) {
    if (!placed.has(port)) placed.set(port, String(await ports.free()));
  }
  return placed;
}
