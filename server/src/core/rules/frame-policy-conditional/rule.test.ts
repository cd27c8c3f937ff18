import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint } from '../../../../../test/support/check.ts';
import { checkFix } from '../../../../../test/support/check-fix.ts';

const rule = 'frame-policy-conditional';
const path = 'conf.d/site.conf';

describe('a value that is empty in some cases', () => {
  test('a map without a default', () =>
    check(
      `
      map $http_host $xfo { www.example.com DENY; }
      server {
          listen 80;
          add_header X-Frame-Options $xfo always;
                                     ^^^^ frame-policy-conditional: not sent where no line of map $http_host matches
      }
      `,
      { path },
    ));
  test('a map whose default is empty', () =>
    check(
      `
      map $uri $xfo { default ""; ~^/admin/ DENY; }
      server {
          listen 80;
          add_header X-Frame-Options "\${xfo}" always;
                                     ^^^^^^^^ frame-policy-conditional: where no other line of map $uri matches
      }
      `,
      { path },
    ));
  test('set in an if of the server (M01)', () =>
    check(`
      server {
          listen 80;
          if ($arg_plain) { set $xfo DENY; }
          add_header X-Frame-Options $xfo always;
                                     ^^^^ frame-policy-conditional: where ($arg_plain) does not hold
      }
    `));
  test('frame-ancestors from a map', () =>
    check(
      `
      map $uri $csp { /a "frame-ancestors 'none'"; }
      server {
          listen 80;
          add_header Content-Security-Policy $csp always;
                                             ^^^^ frame-policy-conditional: Content-Security-Policy is not sent
      }
      `,
      { path },
    ));
  test('headers-more clears where the value is empty', () =>
    check(
      `
      map $uri $xfo { /a DENY; }
      server {
          listen 80;
          more_set_headers "X-Frame-Options: $xfo";
                           ^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-conditional
      }
      `,
      { path },
    ));
  test('many cases are counted', () =>
    check(
      `
      map $uri $xfo { default DENY; /a ""; /b ""; /c ""; }
      server {
          listen 80;
          add_header X-Frame-Options $xfo always;
                                     ^^^^ frame-policy-conditional: not sent in 3 of the cases
      }
      `,
      { path },
    ));
  test('once for one line of several servers', () =>
    check(`
      events { }
      http {
          map $uri $xfo { /a DENY; }
          add_header X-Frame-Options $xfo always;
                                     ^^^^ frame-policy-conditional
          server { listen 80; server_name a.example; }
          server { listen 80; server_name b.example; location / { root /srv; } }
      }
    `));
  test('two headers with one variable', () =>
    check(
      `
      map $uri $on { /a 1; }
      map $on $xfo { 1 DENY; }
      map $on $csp { 1 "frame-ancestors 'none'"; }
      server {
          listen 80;
          add_header X-Frame-Options $xfo always;
                                     ^^^^ frame-policy-conditional
          add_header Content-Security-Policy $csp always;
                                             ^^^^ frame-policy-conditional
      }
      `,
      { path },
    ));
});

describe('silent', () => {
  for (const [what, text] of Object.entries({
    'every case has a value':
      'map $uri $v { default DENY; /a SAMEORIGIN; } server { listen 80; add_header X-Frame-Options $v always; }',
    'frame-ancestors takes over in that case': `map $uri $v { default DENY; /e ""; } map $uri $csp { /e "frame-ancestors https://p.example"; }
      server { listen 80; add_header X-Frame-Options $v always; add_header Content-Security-Policy $csp always; }`,
    'another line protects all cases': `map $uri $v { /a DENY; } server { listen 80; add_header X-Frame-Options $v always; add_header Content-Security-Policy "frame-ancestors 'none'" always; }`,
    'set before the if':
      'server { listen 80; set $v SAMEORIGIN; if ($arg_d) { set $v DENY; } add_header X-Frame-Options $v always; }',
    'only HTML is framed':
      'map $sent_http_content_type $v { ~text/html DENY; } server { listen 80; add_header X-Frame-Options $v always; }',
    'keep or default, hidden (P31)':
      'map $upstream_http_x_frame_options $v { "" DENY; default $upstream_http_x_frame_options; } server { listen 80; location / { proxy_pass http://b; proxy_hide_header X-Frame-Options; add_header X-Frame-Options $v always; } }',
    'run time alone decides': 'server { listen 80; add_header X-Frame-Options $arg_v always; }',
    'a redirect shows nothing':
      'map $uri $v { /a DENY; } server { listen 80; add_header X-Frame-Options $v always; return 301 https://a.example; }',
    'another header':
      'map $uri $v { /a 1; } server { listen 80; add_header X-Frame-Options DENY always; add_header X-A $v; }',
  })) {
    test(what, () => check(text, { path }));
  }
});

describe('how grave it is', () => {
  const severity = async (map: string, location = ''): Promise<string | undefined> => {
    const text = `map $uri $v { ${map} } server { listen 80; location ${location || '/'} { add_header X-Frame-Options $v always; } }`;
    const { findings } = await lint({ [path]: text }, { rules: [rule] });
    return findings[0]?.finding.severity;
  };
  test('a warning where the rest is bare', async () => {
    assert.equal(await severity('/a DENY;'), 'warning');
  });
  test('information where a case is named and empty', async () => {
    assert.equal(await severity('default DENY; ~^/embed/ "";'), 'information');
  });
  test('information where only assets are served', async () => {
    assert.equal(await severity('/a DENY;', '~ \\.css$'), 'information');
  });
});

test('a wrong value in one case is another rule’s finding, at the line of the map', () =>
  check(
    `
    map $http_origin $xfo {
        default SAMEORIGIN;
        https://p.example "ALLOW-FROM https://p.example";
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ frame-policy-obsolete
        https://q.example SAME-ORIGIN;
                          ^^^^^^^^^^^ frame-policy-invalid
    }
    server {
        listen 80;
        add_header X-Frame-Options $xfo always;
    }
    `,
    { path },
  ));

describe('the finding shows where the case is decided', () => {
  const related = async (text: string): Promise<readonly string[]> => {
    const { findings } = await lint({ [path]: text }, { rules: [rule] });
    return (findings[0]?.finding.related ?? []).map(
      ({ at, message }) => `${text.slice(at.start, at.end)}: ${message}`,
    );
  };
  const server = 'server { listen 80; add_header X-Frame-Options $v always; }';
  test('at the line of the map', async () => {
    assert.deepEqual(await related(`map $uri $v { default DENY; /e ""; } ${server}`), [
      '"": The value is empty here.',
    ]);
  });
  test('at the map that has no default', async () => {
    assert.deepEqual(await related(`map $uri $v { /e DENY; } ${server}`), [
      'map $uri $v: Nothing gives it a value in the other cases.',
    ]);
  });
});

describe('the fix gives the case the value of another', () => {
  test('as a default, written at the top', () =>
    checkFix(
      `
      map $uri $xfo {
          ~^/admin/ DENY;
      }
      server {
          listen 80;
          add_header X-Frame-Options $xfo always;
      }
      `,
      { rule, title: 'Send DENY in this case too', safe: false },
      `
      map $uri $xfo {
          default "DENY";
          ~^/admin/ DENY;
      }
      server {
          listen 80;
          add_header X-Frame-Options $xfo always;
      }
      `,
      { path, changes: ['server (listen 80)'] },
    ));
  test('in the line that is empty', () =>
    checkFix(
      `
      map $uri $xfo { default ''; /a SAMEORIGIN; }
      server { listen 80; add_header X-Frame-Options $xfo always; }
      `,
      { rule, title: 'Send SAMEORIGIN', safe: false },
      `
      map $uri $xfo { default 'SAMEORIGIN'; /a SAMEORIGIN; }
      server { listen 80; add_header X-Frame-Options $xfo always; }
      `,
      { path, changes: ['server (listen 80)'] },
    ));
  test('a wrong value is mended in its line of the map', () =>
    checkFix(
      `
      map $uri $xfo { default SAME-ORIGIN; /a DENY; }
      server { listen 80; add_header X-Frame-Options $xfo always; }
      `,
      { rule: 'frame-policy-invalid', title: 'Replace with SAMEORIGIN', safe: true },
      `
      map $uri $xfo { default SAMEORIGIN; /a DENY; }
      server { listen 80; add_header X-Frame-Options $xfo always; }
      `,
      { path, changes: ['server (listen 80)'] },
    ));
});
