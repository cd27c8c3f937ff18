import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope, Site } from '../model/scope.ts';
import { defaultSettings } from './report.ts';
import { runRules } from './run-rules.ts';
import { lowered } from '../nginx/lower/testing/lowered.ts';

const failed = (message: string): void => {
  throw new Error(message);
};

const site = lowered(
  'http { server { add_header X-Frame-Options ALLOWALL; proxy_set_header X-Frame-Options DENY; } }',
);

test('a rule that fails is named, and the others go on', () => {
  const failures: string[] = [];
  // Only frame-policy-request-side needs this of a site in which no other policy is missing.
  const broken: Site = {
    ...site,
    get misplaced(): never {
      throw new Error('a bug of ours');
    },
  };
  const rules = (found: Site): readonly string[] =>
    runRules(found, defaultSettings, (message) => failures.push(message)).map(({ rule }) => rule);
  const whole = rules(site);
  assert.ok(whole.includes('frame-policy-request-side'));
  assert.deepEqual(failures, []);
  assert.deepEqual(
    rules(broken),
    whole.filter((rule) => rule !== 'frame-policy-request-side'),
  );
  assert.deepEqual(failures, ['Rule frame-policy-request-side failed: Error: a bug of ours']);
});

test('a rule that is off does not even run', () => {
  const settings = { ...defaultSettings, severities: { 'frame-policy-invalid': 'off' } as const };
  const found = runRules(site, settings, failed);
  assert.equal(
    found.some(({ rule }) => rule === 'frame-policy-invalid'),
    false,
  );
});

test('what several scopes share is said once; two different things of one place are both said', () => {
  const shared = lowered(
    `http { add_header Content-Security-Policy "frame-ancestors self https://a.example/x" always; server { } server { location / { } } }`,
  );
  const found = runRules(shared, defaultSettings, failed);
  assert.deepEqual(
    found.map(({ rule, message }) => [rule, /self|path/.exec(message)?.[0]]),
    [
      ['frame-policy-invalid', 'self'],
      ['frame-policy-invalid', 'path'],
    ],
  );
});

test('the fixes of what many scopes share are worked out once', () => {
  const many = lowered(
    `http { add_header X-Frame-Options DENIED; server { ${'location / { } '.repeat(100)} } }`,
  );
  let asked = 0;
  const scopes = many.scopes.map((scope): Scope => ({
    ...scope,
    ops: scope.ops.map((op) => ({
      ...op,
      edits: { ...op.edits, rewrite: () => (asked++, [{ at: op.value.at, text: 'DENY' }]) },
    })),
  }));
  const found = runRules({ ...many, scopes }, defaultSettings, failed);
  const [invalid] = found.filter(({ rule }) => rule === 'frame-policy-invalid');
  assert.equal(invalid?.fixes.length, asked);
});

test('every hole of every message is filled', () => {
  const everything = lowered(`http {
    add_header X-Frame-Options DENY; add_header X-Frame-Options SAMEORIGIN; add_header X-Frame-Option DENY;
    server { add_header X-A 1; proxy_set_header X-Frame-Options DENY; location ~ \\.css$ { add_header X-B 1; } }
    server { add_header X-Frame-Options "ALLOW-FROM https://a.example"; add_trailer X-Frame-Options DENY; }
    server { add_header X-Frame-Options ""; location / { add_header X-Frame-Options DENY; add_header X-Frame-Options DENY; } }
    server { add_header X-Frame-Options SAMEORIGIN; }
    server { add_header X-Frame-Options SAMEORIGIN; add_header X-Frame-Options DENY; }
    server { add_header X-Frame-Option DENY; }
    server { add_header X-Frame-Options NOPE; }
    server { location ~ \\.css$ { } add_header X-A 1; }
  }`);
  const found = runRules(everything, { ...defaultSettings, policy: 'DENY' }, failed);
  assert.ok(new Set(found.map(({ rule }) => rule)).size >= 9, JSON.stringify(found.map(({ rule }) => rule)));
  for (const { message } of found) assert.doesNotMatch(message, /\{\w+\}/);
});
