import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { respond } from '../../model/respond.ts';
import type { Scope } from '../../model/scope.ts';
import { lowered } from './testing/lowered.ts';

/** What real nginx sent, see docs in the fixture's folder: `@L` is a listen directive, `200 A|B` a status and values. */
interface RecordedCase {
  readonly id: string;
  readonly modules: readonly string[];
  readonly http: string;
  readonly requests: readonly {
    readonly request: string;
    readonly header: string;
    readonly expect: string;
  }[];
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../../test/fixtures/nginx-header-cases.json', import.meta.url), 'utf8'),
) as readonly RecordedCase[];

/**
 * Configurations whose answering scope only a search for locations, a redirect inside nginx or a server behind would
 * tell. The rest is inheritance, and that is what is compared here.
 */
const needsMore =
  /\b(error_page|try_files|rewrite|internal|index|alias|autoindex|deny|auth_\w+|satisfy|limit_\w+|mirror|ssi|\w+_pass|server_name|break)\b| -t |@U|if \((?!\$arg_\w+\))|location (~|\^~|@|"|foo|=|\/é)|server\s*\{[^]*server\s*\{/;
/** Headers that `add_header` treats in ways of their own, or that nginx writes itself. */
const special =
  /^(etag|last-modified|cache-control|link|server|date|content-\w+|location|set-cookie|raw|x-accel.*)$/i;

/** The scope of a path: the longest prefix, and in it the last `if ($arg_x)` that is true. */
function scopeOf(scopes: readonly Scope[], target: string): Scope | undefined {
  const [path = '', query = ''] = target.split('?');
  const prefix = ({ path: [level] }: Scope): string => /^location (\S+)$/.exec(level.label)?.[1] ?? '';
  const location = scopes
    .filter(
      (scope) =>
        scope.path[0].kind === 'host' || (scope.answers.length > 0 && path.startsWith(prefix(scope) || '\0')),
    )
    .toSorted((a, b) => prefix(b).length - prefix(a).length)[0];
  const given = new URLSearchParams(query);
  const inside = scopes.filter(
    ({ path: [level, around] }) => level.kind === 'condition' && around?.id === location?.path[0].id,
  );
  const isTrue = ({ path: [level] }: Scope): boolean => {
    const name = /^if \(\$arg_(\w+)\)$/.exec(level.label)?.[1] ?? '';
    return !['', '0', null].includes(given.get(name));
  };
  return inside.findLast(isTrue) ?? location;
}

/** As a client reads a line: the name ends at the first colon, whatever the configuration took for the name. */
function valueOf(line: string, header: string): readonly string[] {
  const colon = line.indexOf(':');
  return line.slice(0, colon).toLowerCase() === header.toLowerCase()
    ? [line.slice(colon + 1).replace(/^ /, '')]
    : [];
}

test('the headers in force are those that nginx sent', (t) => {
  let compared = 0;
  const used = new Set<string>();
  for (const { id, modules, http, requests } of cases) {
    if (modules.length > 0 || needsMore.test(http)) continue;
    const { scopes } = lowered(`events { }\nhttp { ${http.replaceAll('@L', 'listen 127.0.0.1:8080;')} }`);
    // An `if` that sets no header is no scope, though it hides those before it: not to be seen from here.
    const hidden = /if \(\$arg_\w+\) \{ (?!add_header|more_)/.test(http);
    for (const { request, header, expect } of requests) {
      const [, target] = /^(?:GET|HEAD) ((?:\/[\w?&=-][\w.?&=-]*)+\/?|\/)$/.exec(request) ?? [];
      const [, status, value = ''] = /^(\d+) ([^]*)$/.exec(expect) ?? [];
      if (target === undefined || status === undefined || special.test(header)) continue;
      if (hidden && target.includes('?')) continue;
      const scope = scopeOf(scopes, target);
      assert.ok(scope, `${id}: no scope for ${target}`);
      const { lines } = respond(scope, { from: 'gateway', status: Number(status), headers: [] });
      const wire = lines.map(({ name, value: sent }) =>
        typeof sent !== 'string' && sent.kind === 'literal' ? `${name}: ${sent.text}` : undefined,
      );
      // What only run time knows.
      if (wire.includes(undefined)) continue;
      const texts = wire.flatMap((line) => valueOf(line ?? '', header));
      assert.equal(texts.join('|') || '-', value, `${id}: ${request} with status ${status}: ${header}`);
      compared++;
      used.add(id);
    }
  }
  t.diagnostic(
    `${compared} recorded answers of ${used.size} configurations compared, of ${cases.length} in all`,
  );
  assert.ok(compared >= 150, `only ${compared} were compared`);
});
