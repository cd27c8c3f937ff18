import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { check, lint } from '../../../../../test/support/check.ts';
import { judged, mended, told } from '../../../../../test/gateways/support/judge.ts';
import { dialect } from './dialect.ts';

const SITE = `server {
  listen 80;
  server_name shop.example;
  location / {
    return 200 shop;
  }
}
`;

function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}

function configMap(keys: Readonly<Record<string, string>>, name = 'web'): string {
  const data = Object.entries(keys).map(([key, text]) => `  ${key}: |\n${indented(text, '    ')}`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data.join('')}`;
}

function found(text: string): readonly string[] {
  return told(judged(dialect, { 'a.yaml': text }), { 'a.yaml': text });
}

describe('a ConfigMap', () => {
  test('that includes what no key holds says so; patterns and what nginx brings along are left alone', () => {
    const text = configMap({
      'nginx.conf':
        'events {}\nhttp {\n  include mime.types;\n  include /etc/nginx/conf.d/*.conf;\n  include headers.conf;\n  include /etc/nginx/site.conf;\n}\n',
      'site.conf': SITE.replace('listen 80;', 'listen 80;\n  add_header X-Frame-Options DENY always;'),
    });
    const said = judged(dialect, { 'a.yaml': text });
    assert.deepEqual(told(said, { 'a.yaml': text }), ['nginx-include: headers.conf']);
    assert.deepEqual(
      said.map(({ severity }) => severity),
      ['information'],
    );
  });
  test('whose keys include each other is one configuration, judged with every rule', async () => {
    await check(`
      -- web.yaml --
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: web
      data:
        nginx.conf: |
          events {}
          http {
            include /etc/nginx/mime.types;
            add_header X-Frame-Options DENY always;
            include /etc/nginx/conf.d/*.conf;
          }
        default.conf: |
          server {
            listen 80;
            location /api/ {
            ^^^^^^^^^^^^^^ frame-policy-lost: location /api/ does not send X-Frame-Options: DENY
              add_header Cache-Control no-store;
              proxy_pass http://api:8080;
            }
            location /old {
              add_header X-Frame-Options ALLOWALL;
                                         ^^^^^^^^ frame-policy-invalid: ALLOWALL is not a valid X-Frame-Options value
              retrun 200;
              ^^^^^^ nginx-directive: nginx has no directive "retrun", so it refuses the whole configuration. It has "return".
            }
          }
    `);
  });

  test('with a fragment alone is judged as far as it goes', () => {
    assert.deepEqual(found(configMap({ 'default.conf': SITE })), ['frame-policy-missing: server']);
    assert.deepEqual(
      found(configMap({ 'proxy.conf': 'proxy_set_header Host $host;\nproxy_http_version 1.1;\n' })),
      [],
    );
    assert.deepEqual(found(configMap({ headers: 'add_header X-Frame-Options ALLOWALL;\n' })), [
      'frame-policy-invalid: ALLOWALL',
    ]);
  });

  test('is read from where workloads mount it, across files', () => {
    const pod = (mounts: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: nginx
          image: nginx
          volumeMounts:
${indented(mounts, '            ')}
      volumes:
        - name: main
          configMap: {name: main}
        - name: sites
          configMap:
            name: sites
            items: [{key: shop, path: shop.conf}]
`;
    const files = (mounts: string): Readonly<Record<string, string>> => ({
      'main.yaml': configMap(
        {
          'nginx.conf':
            'events {}\nhttp {\n  add_header X-Frame-Options DENY always;\n  include /etc/nginx/conf.d/*.conf;\n}\n',
        },
        'main',
      ),
      'pod.yaml': pod(mounts),
      'sites.yaml': configMap({ shop: SITE }, 'sites'),
    });
    const main = '- {name: main, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf}\n';
    const included = files(`${main}- {name: sites, mountPath: /etc/nginx/conf.d}`);
    assert.deepEqual(told(judged(dialect, included), included), []);
    const elsewhere = files(`${main}- {name: sites, mountPath: /etc/nginx/sites}`);
    assert.deepEqual(told(judged(dialect, elsewhere), elsewhere), ['frame-policy-missing: server']);
  });

  test('of another program, or of an ingress controller, is none of nginx', () => {
    const others: Readonly<Record<string, string>> = {
      'httpd.conf': '<VirtualHost *:80>\n  Header set X-Frame-Options DENY\n</VirtualHost>\n',
      'redis.conf': 'maxmemory 2mb\nlisten 6379\nappendonly yes\n',
      'application.conf': 'server {\n  host = "0.0.0.0"\n  port = 8080\n}\nhttp {\n  timeout = 5s\n}\n',
      'named.conf':
        'options {\n  directory "/var/bind";\n  listen-on { any; };\n};\nserver 10.0.0.1 {\n  bogus yes;\n};\n',
      'nats.conf': 'server_name: $POD_NAME\nhttp: 8222\ncluster {\n  port: 6222\n}\n',
      'logstash.conf': 'input {\n  http {\n    port => 8080\n  }\n}\n',
      'start.sh': 'cat > /etc/nginx/nginx.conf <<EOF\nserver {\n  listen 80;\n}\nEOF\n',
      'server-snippet': 'location /x {\n  return 200 x;\n}\n',
      'http-snippets': 'server {\n  listen 81;\n}\n',
      'README.md': 'Write\n\n    server {\n      listen 80;\n    }\n',
    };
    for (const [key, text] of Object.entries(others))
      assert.deepEqual(found(configMap({ [key]: text })), [], key);
  });
});

describe('a Compose file', () => {
  const compose = (content: string, target = 'target: /etc/nginx/conf.d/default.conf'): string =>
    `services:\n  web:\n    image: nginx\n    configs:\n      - source: web\n        ${target}\nconfigs:\n  web:\n    content: |\n${indented(content, '      ')}`;

  test('doubles dollar signs, and fills in variables of the environment', async () => {
    const text = compose(`server {
  listen \${PORT:-80};
  location / {
    proxy_pass http://app$$request_uri;
    add_header X-Frame-Options "$$frame" always;
    add_header X-Frame-Options ALLOWALL;
  }
  location /cost {
    add_header X-Note "$$uri" allways;
    return 200 "$$uri";
  }
}
`);
    const { findings } = await lint({ 'compose.yaml': text });
    assert.deepEqual(
      findings.map(({ finding: { rule, at } }) => [rule, text.slice(at.start, at.end)]),
      [
        ['frame-policy-invalid', 'ALLOWALL'],
        ['frame-policy-missing', 'location /cost'],
        ['nginx-directive', 'allways'],
      ],
    );
    const [fix] =
      findings.find(({ finding }) => finding.rule === 'frame-policy-missing')?.finding.fixes ?? [];
    assert.ok(fix);
    assert.ok(
      (mended(fix, { 'compose.yaml': text })['compose.yaml'] ?? text).includes(
        'allways;\n          add_header X-Frame-Options "SAMEORIGIN" always;',
      ) || fix.changes.length === 1,
    );
  });

  test('tells of dollar signs that Compose takes from nginx, and doubles them', () => {
    const text = compose(`server {
  listen $PORT;
  server_name \${server_name} $$host;
  add_header X-Frame-Options DENY always;
  location / {
    proxy_set_header Host $host;
    proxy_pass http://$upstream$http_proxy;
  }
}
`);
    const said = judged(dialect, { 'compose.yaml': text });
    assert.deepEqual(told(said, { 'compose.yaml': text }), [
      'nginx-template: ${server_name}',
      'nginx-template: $host',
    ]);
    const [, second] = said;
    assert.match(second?.message ?? '', /^Compose replaces "\$host" .* Write "\$\$host"/);
    const [fix] = second?.fixes ?? [];
    assert.ok(fix);
    assert.ok(mended(fix, { 'compose.yaml': text })['compose.yaml']?.includes('Host $$host;'));
  });
});

describe('other files', () => {
  const page = 'frame-policy-missing: server';

  test('that Ansible and cloud-init write are read', () => {
    const ansible = `- hosts: web\n  tasks:\n    - ansible.builtin.copy:\n        dest: /etc/nginx/sites-enabled/shop\n        content: |\n${indented(SITE, '          ')}`;
    assert.deepEqual(found(ansible), [page]);
    const cloud = `#cloud-config\nwrite_files:\n  - path: /etc/nginx/nginx.conf\n    content: |\n      events {}\n      http {\n        add_header X-Frame-Options DENY always;\n        include conf.d/*.conf;\n      }\n  - path: /etc/nginx/conf.d/shop.conf\n    content: |\n${indented(SITE, '      ')}`;
    assert.deepEqual(found(cloud), []);
    assert.deepEqual(found(cloud.replace('conf.d/shop', 'other/shop')), [page]);
  });

  test('with values of a chart are read, scripts and patterns are not', () => {
    assert.deepEqual(found(`replicas: 2\nserverBlock: |-\n${indented(SITE, '  ')}`), [page]);
    for (const key of ['run', 'pattern', 'nginx.ingress.kubernetes.io/server-snippet', 'description'])
      assert.deepEqual(found(`jobs:\n  build:\n    ${key}: |\n${indented(SITE, '      ')}`), [], key);
    assert.deepEqual(
      found(
        `steps:\n  - name: x\n    body: |\n      echo hello\n      cat <<EOF > a.conf\n${indented(SITE, '      ')}      EOF\n`,
      ),
      [],
    );
  });

  test('that become YAML only when they are filled in are read by their lines', async () => {
    const chart = `{{- if .Values.enabled }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "web.fullname" . }}-nginx
  labels:
    {{- include "web.labels" . | nindent 4 }}
data:
  nginx.conf: |-
    events {}
    http {
{{- if .Values.frame }}
      add_header X-Frame-Options {{ .Values.frame }} always;
{{- end }}
      server {
        listen {{ .Values.port }};
        location /a {
          add_header X-Frame-Options ALLOWALL;
          retrun 200 a;
        }
      }
    }
  {{- if .Values.sites }}
  extra.conf: |
    server {
      listen 81;
      location / {
        return 200 x;
      }
    }
  {{- end }}
{{- end }}
`;
    const { findings } = await lint({ 'templates/nginx.yaml': chart });
    assert.deepEqual(
      findings.map(({ finding: { rule, at } }) => [rule, chart.slice(at.start, at.end)]),
      [
        ['nginx-template', '{{- if .Values.frame }}'],
        ['frame-policy-invalid', 'ALLOWALL'],
        ['nginx-directive', 'retrun'],
        ['frame-policy-missing', 'server'],
      ],
    );
    const broken = configMap({ 'nginx.conf': 'events {}\nhttp {\n' });
    assert.deepEqual(found(`${broken}]]\n      add_header X-Frame-Options DENY\n`), []);
  });

  test('with expressions of a template in the text are judged without them', () => {
    const text = configMap({
      'default.conf': SITE.replace(
        'return 200 shop;',
        'add_header X-Frame-Options {{ .Values.frame }};\n    return 200 shop;',
      ),
    });
    assert.deepEqual(found(text), ['nginx-template: {{ .Values.frame }}']);
  });
});

describe('a fix', () => {
  const outside = (text: string): unknown => {
    const value = parse(text) as { data: Record<string, unknown> };
    return { ...value, data: Object.keys(value.data) };
  };

  for (const [how, eol] of [
    ['with line feeds', '\n'],
    ['with carriage returns', '\r\n'],
  ] as const) {
    test(`is written in the text's own indentation, ${how}, and mends`, async () => {
      const text = configMap({ 'default.conf': SITE, other: 'x\n' }).replaceAll('\n', eol);
      const { findings } = await lint({ 'web.yaml': text });
      const fixes = findings.flatMap(({ finding }) => finding.fixes);
      assert.equal(fixes.length, 2);
      for (const fix of fixes) {
        const after =
          mended(
            {
              ...fix,
              changes: fix.changes.map((c) => ({
                ...c,
                at: { ...c.at, uri: c.at.uri.replace(/^.*\//, '') as typeof c.at.uri },
              })),
            },
            { 'web.yaml': text },
          )['web.yaml'] ?? '';
        assert.match(
          after,
          /\n {6}server_name shop\.example;\r?\n {6}add_header X-Frame-Options "(DENY|SAMEORIGIN)" always;\r?\n {6}location \/ \{/,
        );
        assert.deepEqual(outside(after), outside(text));
        assert.deepEqual((await lint({ 'web.yaml': after })).findings, []);
      }
    });
  }

  test('is not offered where the scalar is folded or escaped', async () => {
    const folded = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  default.conf: >\n${indented(SITE, '    ')}`;
    const escaped = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  default.conf: ${JSON.stringify(SITE)}\n`;
    for (const text of [folded, escaped]) {
      const { findings } = await lint({ 'web.yaml': text });
      assert.deepEqual(
        findings.map(({ finding }) => [finding.rule, finding.fixes.length]),
        [['frame-policy-missing', 0]],
        text,
      );
    }
  });
});

describe('a comment and a request', () => {
  test('a comment in the text silences what begins on the next line', async () => {
    const text = configMap({
      'default.conf': `# gateway-lint-ignore frame-policy-missing -- shown in our portal\n${SITE}`,
    });
    assert.deepEqual((await lint({ 'web.yaml': text })).findings, []);
  });

  test('a request is answered as nginx answers it', async () => {
    const text = configMap({
      'nginx.conf':
        'events {}\nhttp {\n  add_header X-Frame-Options DENY always;\n  include conf.d/*.conf;\n}\n',
      'shop.conf': SITE,
    });
    const { linter, workspace } = await lint({ 'web.yaml': text });
    const report = await linter.predict(workspace.uri('web.yaml'), { url: 'http://shop.example/' });
    assert.equal(report?.status, 200);
    assert.deepEqual(
      report.headers.find(({ name }) => name === 'X-Frame-Options'),
      {
        name: 'X-Frame-Options',
        values: ['DENY'],
        complete: true,
        at: report.headers.find(({ name }) => name === 'X-Frame-Options')?.at,
      },
    );
    assert.deepEqual(
      report.answeredBy.map(({ label }) => label),
      ['server shop.example', 'location /'],
    );
  });
});
