import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Scope } from '../../model/scope.ts';
import { lowered } from './testing/lowered.ts';

/** Of the header X of one scope: each value, and when it comes out. */
function values(scope: Scope | undefined): readonly string[] | undefined {
  const value = scope?.ops.find(({ spelling }) => spelling === 'X')?.value;
  if (value?.kind !== 'dynamic') return undefined;
  return value.possible?.map(
    ({ text, label, rest }) => `${text || '""'}${label && ` if ${label}`}${rest ? ' (rest)' : ''}`,
  );
}

/** The header stands in `server`, after `http`; `label` is the innermost level of the scope that is asked. */
function becomes(
  name: string,
  {
    http = '',
    server = 'add_header X $x;',
    label = 'server',
  }: Partial<Record<'http' | 'server' | 'label', string>>,
  expected: readonly string[] | undefined,
): void {
  test(name, () => {
    const { scopes } = lowered(`events { } http { ${http} server { ${server} } }`);
    const scope = scopes.find(({ path: [level] }) => level.label.startsWith(label));
    assert.ok(scope, `no scope ${label}`);
    assert.deepEqual(values(scope), expected);
  });
}

describe('map', () => {
  becomes('its lines and what is left', { http: 'map $uri $x { default A; /b B; ~^/c C; }' }, [
    'B if $uri is /b',
    'C if $uri matches ^/c',
    'A if no other line of map $uri matches (rest)',
  ]);
  becomes('without a default nothing is left (V03)', { http: 'map $uri $x { /b B; }' }, [
    'B if $uri is /b',
    '"" if no line of map $uri matches (rest)',
  ]);
  becomes(
    'keys are caseless and may be escaped (M15)',
    { http: 'map $arg_a $x { "" E; \\default D; default R; }' },
    ['E if $arg_a is empty', 'D if $arg_a is default', 'R if no other line of map $arg_a matches (rest)'],
  );
  becomes(
    'variable names are caseless (W07)',
    { http: 'map $uri $Xfo { default A; }', server: 'add_header X $XFO;' },
    ['A if no other line of map $uri matches (rest)'],
  );
  becomes('a map of a map', { http: 'map $uri $a { /b 1; } map $a $x { 1 YES; default NO; }' }, [
    'YES if $uri is /b',
    'NO if no line of map $uri matches (rest)',
  ]);
  becomes(
    'a pattern takes the values that are known',
    { http: 'map $uri $a { /b abc; default d; } map $a $x { ~^a YES; }' },
    ['YES if $uri is /b', '"" if no other line of map $uri matches (rest)'],
  );
  becomes(
    'another map of the same source is asked with the same text',
    {
      http: 'map $uri $x { /b B; default A; } map $uri $y { /c C; }',
    },
    ['B if $uri is /b', 'A if no other line of map $uri matches (rest)'],
  );
  becomes(
    'a value with a variable in it',
    { http: 'map $uri $x { default "a${y}c"; } map $uri $y { default b; }' },
    ['abc if no other line of map $uri matches (rest)'],
  );
  becomes('around it is text', { http: 'map $uri $x { default b; }', server: 'add_header X "a${x}c";' }, [
    'abc if no other line of map $uri matches (rest)',
  ]);
  becomes('a map that asks for itself is empty', { http: 'map $x $x { "" E; }' }, ['E']);
  becomes(
    'by content type: pages are HTML',
    { http: 'map $sent_http_content_type $x { ~text/html H; default ""; }' },
    ['H'],
  );
  becomes(
    'by what the service sends: not the request’s to decide',
    { http: 'map $upstream_http_x $x { "" A; }' },
    undefined,
  );
  becomes('a value that only run time knows', { http: 'map $uri $x { default $arg_a; }' }, undefined);
  becomes('a captured piece', { http: 'map $uri $x { ~^/(.*) $1; }' }, undefined);
  becomes(
    'too long a list',
    {
      http: `map $uri $x { ${Array.from({ length: 60 }, (_, n) => `/${n} ${n};`).join(' ')} }`,
    },
    undefined,
  );
  becomes('a file that was not seen', { http: 'map $uri $x { include other.map; default A; }' }, undefined);
});

describe('geo and split_clients', () => {
  becomes('geo', { http: 'geo $x { default A; 10.0.0.0/8 B; }' }, [
    'B if the address is in 10.0.0.0/8',
    'A if no network of geo $x matches (rest)',
  ]);
  becomes('geo without a default', { http: 'geo $arg_ip $x { 10.0.0.0/8 B; }' }, [
    'B if the address is in 10.0.0.0/8',
    '"" if no network of geo $x matches (rest)',
  ]);
  becomes('a dollar sign in geo is text (W08)', { http: 'geo $x { default "$"; }' }, [
    '$ if no network of geo $x matches (rest)',
  ]);
  becomes('split_clients with a rest', { http: 'split_clients $remote_addr $x { 50% A; * B; }' }, [
    'A if split_clients takes 50%',
    'B if split_clients takes *',
  ]);
  becomes('a share that is not covered is empty', { http: 'split_clients $remote_addr $x { 50% A; }' }, [
    'A if split_clients takes 50%',
    '"" if no share of split_clients applies (rest)',
  ]);
});

describe('set', () => {
  becomes('a plain value', { server: 'set $x A; add_header X $x;' }, ['A']);
  becomes('the last one stands', { server: 'set $x A; set $x "${x}B"; add_header X $x;' }, ['AB']);
  becomes('in an if of the server (M01)', { server: 'if ($arg_e) { set $x A; } add_header X $x;' }, [
    'A if ($arg_e) holds',
    '"" if ($arg_e) does not hold (rest)',
  ]);
  becomes(
    'an if that answers leaves nothing behind',
    {
      server: 'set $x A; if ($bad) { set $x ""; return 403; } add_header X $x;',
    },
    ['A'],
  );
  becomes(
    'a location goes on from its server',
    {
      server: 'set $x A; add_header X $x; location /l { set $x "${x}L"; }',
      label: 'location /l',
    },
    ['AL'],
  );
  becomes(
    'but not from the location around it: its rewrites do not run',
    {
      server: 'set $x A; add_header X $x; location /l { set $x L; location /l/m { } }',
      label: 'location /l/m',
    },
    ['A'],
  );
  becomes(
    'empty where it did not run (V04)',
    {
      server: 'add_header X $x; location /a { set $x A; } location /b { }',
      label: 'location /b',
    },
    ['"" if nothing sets $x (rest)'],
  );
  becomes(
    'an if that is the scope holds',
    {
      server: 'location / { set $x A; if ($arg_e) { set $x E; add_header X $x; } }',
      label: 'if',
    },
    ['E'],
  );
  becomes(
    'what was set on the way survives a jump (R01)',
    {
      server: 'location /a { set $x A; try_files /none @b; } location @b { add_header X $x; }',
      label: 'location @b',
    },
    undefined,
  );
  becomes(
    'conditions of one text hold together',
    {
      server: 'if ($arg_e) { set $a A; } if ($arg_e) { set $b B; } add_header X "$a$b";',
    },
    ['AB if ($arg_e) holds', '"" if ($arg_e) does not hold (rest)'],
  );
});

test('a literal and an unknown variable are left as they are', () => {
  const { scopes } = lowered('events { } http { server { add_header A 1; add_header X $arg_x; } }');
  assert.deepEqual(
    scopes[0]?.ops.map(({ value }) => value.kind === 'dynamic' && 'possible' in value),
    [false, false],
  );
});
