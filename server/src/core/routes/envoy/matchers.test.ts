import assert from 'node:assert/strict';
import { test } from 'node:test';
import { re2 } from '../re2.ts';
import { requestParts } from '../route.ts';
import { matchesHeader, matchesPath, matchesQuery, matchesString } from './matchers.ts';
import { authorityOf, virtualHostOf } from './virtual-hosts.ts';

function request(url: string, headers: Record<string, string> = {}) {
  const parts = requestParts(url, 'GET', Object.entries(headers));
  assert.ok(parts);
  return parts;
}

test('a virtual host: exact, then the longest suffix, then the longest prefix, then all', () => {
  const host = (name: string, ...domains: string[]) => ({ name, domains });
  const hosts = [
    host('all', '*'),
    host('prefix', 'shop.*'),
    host('long-prefix', 'shop.example.*'),
    host('suffix', '*.example.org'),
    host('long-suffix', '*.eu.example.org'),
    host('exact', 'Shop.example.org'),
  ];
  const found = (authority: string) => virtualHostOf(hosts, authority)?.name;
  assert.equal(found('SHOP.example.org'), 'exact');
  assert.equal(found('a.eu.example.org'), 'long-suffix');
  assert.equal(found('a.example.org'), 'suffix');
  assert.equal(found('shop.example.net'), 'long-prefix');
  assert.equal(found('shop.net'), 'prefix');
  assert.equal(found('.example.org'), 'all', 'a wildcard stands for one character at least');
  assert.equal(found('shop.example.org:8080'), 'long-prefix', 'a port is part of the authority');
  assert.equal(virtualHostOf(hosts.slice(1), 'other'), undefined);
});

test('the authority has a port where the url has an unusual one, unless a Host header says otherwise', () => {
  assert.equal(authorityOf(request('http://a.example/')), 'a.example');
  assert.equal(authorityOf(request('https://a.example:443/')), 'a.example');
  assert.equal(authorityOf(request('http://a.example:8080/')), 'a.example:8080');
  assert.equal(authorityOf(request('http://a.example:8080/', { Host: 'b.example' })), 'b.example');
});

test('paths: prefix, whole, whole segments, regular expressions of the whole path', () => {
  assert.equal(matchesPath({ kind: 'prefix', text: '/api' }, '/apiary'), true);
  assert.equal(matchesPath({ kind: 'separated-prefix', text: '/api' }, '/apiary'), false);
  assert.equal(matchesPath({ kind: 'separated-prefix', text: '/api' }, '/api/x'), true);
  assert.equal(matchesPath({ kind: 'path', text: '/API', ignoreCase: true }, '/api'), true);
  assert.equal(matchesPath({ kind: 'regex', text: '/a.' }, '/abc'), false);
  assert.equal(matchesPath({ kind: 'regex', text: '/a.*' }, '/abc'), true);
  assert.equal(matchesPath(undefined, '/'), undefined);
});

test('strings and regular expressions of RE2', () => {
  assert.equal(matchesString({ kind: 'contains', text: 'B', ignoreCase: true }, 'abc'), true);
  assert.equal(matchesString({ kind: 'regex', text: '(?i)AB+' }, 'abb'), true);
  assert.equal(matchesString({ kind: 'regex', text: '[[:digit:]]{2}' }, '12'), true);
  assert.equal(matchesString({ kind: 'regex', text: '(?P<n>x)' }, 'x'), true);
  assert.equal(re2('a(?=b)', { whole: true })?.kind, 'refused');
  assert.equal(re2('(a)\\1', { whole: true })?.kind, 'refused');
  assert.equal(re2('a(', { whole: true })?.kind, 'refused');
  assert.equal(re2('\\pL', { whole: true }), undefined);
});

test('headers: several lines are one value, a range ends before its end', () => {
  const asked = request('http://a/p?q', { 'X-N': '5' });
  const string = (text: string) => ({ kind: 'string', match: { kind: 'exact', text } }) as const;
  assert.equal(matchesHeader({ name: 'x-n', test: string('5') }, asked), true);
  assert.equal(matchesHeader({ name: 'x-n', test: string('5'), invert: true }, asked), false);
  assert.equal(matchesHeader({ name: 'x-n', test: { kind: 'range', start: 1, end: 5 } }, asked), false);
  assert.equal(matchesHeader({ name: ':path', test: string('/p?q') }, asked), true);
  assert.equal(matchesHeader({ name: 'x-none', test: { kind: 'present', present: false } }, asked), true);
  assert.equal(matchesHeader({ name: 'x-forwarded-proto', test: string('https') }, asked), undefined);
});

test('query parameters: the first of a name decides', () => {
  const asked = request('http://a/?v=1&v=2&flag');
  const exact = (text: string) => ({ kind: 'string', match: { kind: 'exact', text } }) as const;
  assert.equal(matchesQuery({ name: 'v', test: exact('1') }, asked), true);
  assert.equal(matchesQuery({ name: 'v', test: exact('2') }, asked), false);
  assert.equal(matchesQuery({ name: 'flag', test: { kind: 'present', present: true } }, asked), true);
});
