import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestParts } from '../../../routes/route.ts';
import { parseRule, type RuleSyntax } from './parse.ts';

function takes(
  rule: string,
  url: string,
  syntax: RuleSyntax = 'v3',
  headers: readonly [string, string][] = [],
): unknown {
  const read = parseRule(rule, syntax);
  const request = requestParts(url, 'GET', headers);
  assert.ok(request !== undefined);
  return read.kind === 'broken' ? read.why : read.matches(request);
}

test('hosts have no case, no port and perhaps a dot at the end', () => {
  assert.equal(takes('Host(`Shop.Example`)', 'http://shop.example:8080/'), true);
  assert.equal(takes('Host(`shop.example`)', 'http://shop.example./'), true);
  assert.equal(takes('Host(`shop.example`)', 'http://www.shop.example/'), false);
  assert.equal(takes('HostRegexp(`^[a-z]+\\.example$`)', 'http://shop.example/'), true);
});

test('a prefix is no matter of segments, and paths are resolved first', () => {
  assert.equal(takes('PathPrefix(`/api`)', 'http://a/apis'), true);
  assert.equal(takes('Path(`/api`)', 'http://a/api/'), false);
  assert.equal(takes('Path(`/api`)', 'http://a/x/../api'), true);
  assert.equal(takes('PathPrefix(`/a b`)', 'http://a/a%20b/c'), true);
  assert.equal(takes('PathRegexp(`\\.(js|css)$`)', 'http://a/x/y.css'), true);
});

test('and binds closer than or; parentheses and not as usual', () => {
  const rule = 'Host(`a`) || Host(`b`) && Path(`/x`)';
  assert.equal(takes(rule, 'http://a/y'), true);
  assert.equal(takes(rule, 'http://b/y'), false);
  assert.equal(takes('(Host(`a`) || Host(`b`)) && !Path(`/x`)', 'http://b/x'), false);
  assert.equal(takes('Host(`a`) && !(Path(`/x`) || Method(`POST`))', 'http://a/y'), true);
});

test('headers and queries', () => {
  assert.equal(takes('Header(`X-A`, `1`)', 'http://a/', 'v3', [['x-a', '1']]), true);
  assert.equal(takes('HeaderRegexp(`X-A`, `^1`)', 'http://a/', 'v3', [['x-a', '21']]), false);
  assert.equal(takes('Query(`a`, `1`)', 'http://a/?b=2&a=1'), true);
  assert.equal(takes('Query(`a`, `1`)', 'http://a/?a=2'), false);
  assert.equal(takes('ClientIP(`10.0.0.0/8`)', 'http://a/'), undefined);
});

test('what Traefik refuses', () => {
  assert.match(String(takes('Hots(`a`)', 'http://a/')), /no matcher Hots/);
  assert.match(String(takes('Host(`a`, `b`)', 'http://a/')), /takes 1 values in Traefik 3, not 2/);
  assert.match(String(takes('Path(`api`)', 'http://a/')), /does not start with a slash/);
  assert.match(String(takes('PathRegexp(`(?=a)`)', 'http://a/')), /look-around/);
  assert.match(String(takes("Host('a')", 'http://a/')), /no expression/);
  assert.match(String(takes('Host(`a`) &&', 'http://a/')), /no expression/);
});

test('the syntax of version 2 takes several values', () => {
  assert.equal(takes('Host(`a`, `b`)', 'http://b/', 'v2'), true);
  assert.equal(takes('Path(`/{id:[0-9]+}`)', 'http://b/7', 'v2'), undefined);
});

test('a template may be anything', () => {
  assert.equal(takes('Host(`{{ .Name }}.example`)', 'http://a/'), undefined);
});
