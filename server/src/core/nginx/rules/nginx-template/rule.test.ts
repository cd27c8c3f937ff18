import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, lint, type CheckOptions } from '../../../../../../test/support/check.ts';
import { defaultSettings } from '../../../engine/report.ts';
import { createLinter } from '../../../engine/linter.ts';
import { memoryWorkspace } from '../../../../../../test/support/workspace.ts';

function says(name: string, source: string, options: CheckOptions = {}): void {
  test(name, () => check(source, { path: 'site.conf', ...options }));
}

describe('what is said of a template', () => {
  says(
    'once, at the first place that is filled in',
    `
    server {
        listen {{ port }};
               ^^^^^^^^^^ nginx-template: This file is a template (Jinja)
        server_name {{ name }};
        add_header X-Frame-Options "DENY" always; {# why #}
    }
    `,
  );
  says(
    'that parts of it may be left out',
    `
    server {
        listen 80;
        {{ if .Strict }}
        ^^^^^^^^^^^^^^^^ nginx-template: with parts that may be left out
        add_header X-Frame-Options "DENY" always;
        {{ end }}
    }
    `,
  );
  says(
    'that its blocks cannot be told apart; values are judged all the same',
    `
    <% if @tls %>
    ^^^^^^^^^^^^^ nginx-template: begin and end in different branches
    server { listen 443 ssl;
    <% else %>
    server { listen 80
    <% end %>
        add_header X-Frame-Options "SAME-ORIGIN" always;
                                   ^^^^^^^^^^^^^ frame-policy-invalid
    }
    `,
  );
  says(
    'of envsubst only where a variable may hold directives or headers',
    `
    -- a.conf.template --
    server {
        listen \${PORT};
        add_header X-Frame-Options "\${POLICY}" always;
                                   ^^^^^^^^^^^ nginx-template: This file is a template (envsubst)
    }
    -- b.conf.template --
    server {
        listen \${PORT};
        server_name \${HOST};
        \${EXTRA}
        ^^^^^^^^ nginx-template
    }
    -- c.conf.template --
    server { listen \${PORT}; add_header X-Frame-Options DENY always; }
    `,
  );
  says(
    'of defaults, which envsubst does not know, each',
    `
    server {
        listen \${PORT:-80};
               ^^^^^^^^^^^ nginx-template: "\${PORT:-80}" is no variable for envsubst
        add_header X-Frame-Options "\${POLICY-DENY}" always;
                                    ^^^^^^^^^^^^^^ nginx-template: is no variable for envsubst
    }
    `,
  );
  says(
    'nothing, where marks are text',
    `
    server {
        listen 80;
        add_header X-Frame-Options DENY always;
        location / { return 200 '{"a": {"b": "{{ c }}"}}'; }
    }
    `,
  );
});

const rules = [
  'frame-policy-missing',
  'frame-policy-lost',
  'frame-policy-duplicate',
  'frame-policy-conflict',
  'frame-policy-invalid',
  'frame-policy-success-only',
  'frame-policy-conditional',
  'nginx-syntax',
  'nginx-directive',
];

/** Findings other than that it is a template. */
function judged(name: string, source: string): void {
  says(name, source, { rules });
}

describe('what is judged of a template', () => {
  judged(
    'what no condition touches',
    `
    {% for site in sites %}
    server {
    ^^^^^^ frame-policy-missing: server …
        server_name {{ site.name }};
        {% if site.tls %}
        listen 443 ssl{% if http2 %} http2{% endif %};
        {% else %}
        listen 80;
        {% endif %}
        location / {
            proxy_pass http://{{ site.backend }}/;
        }
    }
    {% endfor %}
    `,
  );
  judged(
    'not what may be filled in: a directive, a name, an include',
    `
    server { listen 80; location / { root /srv; }
        {{ extra }}
    }
    server { listen 81; {{ directive }} {{ value }}; }
    server { listen 82; include {{ path }}; }
    server { listen 83; add_header {{ header }} DENY always; }
    server { listen 84; add_header X-Frame-Options {{ value }} always; }
    server { listen 85; add_header X-Frame-Options {% if a %}DENY{% else %}SAMEORIGIN{% endif %} always; }
    `,
  );
  judged(
    'not that a header is missing which a condition leaves out, nor that two ways conflict',
    `
    server {
        listen 80;
        {% if strict %}
        add_header X-Frame-Options DENY always;
        {% else %}
        add_header X-Frame-Options SAMEORIGIN always;
        {% endif %}
    }
    `,
  );
  judged(
    'not that headers are lost by lines that may not be there',
    `
    http {
        add_header X-Frame-Options DENY always;
        server {
            listen 80;
            location /a {
                {% if cache %}
                add_header Cache-Control no-store;
                {% endif %}
            }
            location /b {
            ^^^^^^^^^^^ frame-policy-lost
                add_header Cache-Control no-store;
                {% if x %}
                expires 1d;
                {% endif %}
            }
        }
    }
    `,
  );
  judged(
    'values in every branch',
    `
    server {
        listen 80;
        {{- if .A }}
        add_header X-Frame-Options "SAME-ORIGIN" always;
                                   ^^^^^^^^^^^^^ frame-policy-invalid
        {{- else }}
        add_header X-Frame-Options "ALLOW" always;
                                   ^^^^^^^ frame-policy-invalid
        {{- end }}
    }
    `,
  );
  judged(
    'directives, but not how many words a place becomes',
    `
    server {
        listen {{ address }} {{ options }};
        gzip {{ switch }};
        server_nam {{ name }};
        ^^^^^^^^^^ nginx-directive: It has "server_name"
        add_header X-Frame-Options DENY always
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nginx-syntax
        root {{ root }} {{ more }} {{ evenmore }};
    }
    `,
  );
  judged(
    'no server whose catch-all may be filled in',
    `
    server {
        listen 80;
        {% for path in paths %}
        location {{ path }} { return 301 https://example.com; }
        {% endfor %}
    }
    `,
  );
  judged(
    'definitions, but not by where they are written',
    `
    {{ define "place" }}
    location / { root /srv; }
    {{ end }}
    events { }
    http { server { listen 80; add_header X-Frame-Options DENY always; {{ template "place" . }} } }
    `,
  );
  judged(
    'what a conditional include brings in counts as conditional',
    `
    -- nginx.conf --
    events { }
    http {
        server {
            listen 80;
            {% if strict %}
            include policy.conf;
            {% endif %}
            root /srv;
        }
    }
    -- policy.conf --
    add_header X-Frame-Options DENY always;
    `,
  );
});

describe('an include that was not seen and is named after headers', () => {
  says(
    'may set them: nothing is missing because of it',
    `
    server {
        listen 80;
        include snippets/security-headers.conf;
    }
    server {
    ^^^^^^ frame-policy-missing
        listen 81;
        include snippets/gzip.conf;
    }
    `,
    { rules },
  );
});

describe('fixes in templates', () => {
  test('write only between the places that are filled in', async () => {
    const text = `server {
    listen 80;
    {% if a %}
    gzip on;
    {% endif %}
    location /x { add_header X-Frame-Options "SAMEORIGN" always; {# c #} }
    location /y { add_header X-Frame-Options "{{ y }}"; add_header X-Frame-Options DENY; add_header X-Frame-Options DENY; }
}
`;
    const { findings } = await lint({ 'site.conf': text });
    const marks = [...text.matchAll(/\{[%{#].*?[%}#]\}/g)].map(({ index, 0: { length } }) => [
      index,
      index + length,
    ]);
    const changes = findings.flatMap(({ finding }) => finding.fixes.flatMap((fix) => fix.changes));
    assert.ok(changes.length > 0);
    for (const { at } of changes) {
      assert.ok(
        marks.every(([start = 0, end = 0]) => at.end <= start || at.start >= end),
        text.slice(at.start, at.end),
      );
    }
  });
});

test('which block answers a request is not told of a template that decides it', async () => {
  const predict = async (
    text: string,
  ): Promise<readonly [number | null | undefined, boolean | undefined]> => {
    const workspace = memoryWorkspace({ 'nginx.conf': text });
    const linter = createLinter({ workspace, settings: defaultSettings });
    const report = await linter.predict(workspace.uri('nginx.conf'), { url: 'http://localhost/' });
    return [report?.status, report?.complete];
  };
  const around = (lines: string): string =>
    `events { }\nhttp {\nserver {\nlisten 80;\nserver_name {{ name }};\n${lines}\nreturn 200 a;\n}\n}\n`;
  assert.deepEqual(await predict(around('add_header A b;')), [200, true]);
  assert.deepEqual((await predict(around('add_header A {{ b }};')))[1], false);
  assert.deepEqual(await predict(around('{% if a %}\nadd_header A b;\n{% endif %}')), [null, false]);
  assert.deepEqual(await predict(around('{{ extra }}')), [null, false]);
});
