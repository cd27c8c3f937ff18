import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lint } from '../../../../../test/support/check.ts';

const framed = `http:
  routers:
    app:
      rule: Host(\`app.example.org\`)
      service: app
`;

const virtualService = (name: string, response: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${name}
spec:
  gateways: [edge]
  hosts: ["${name}.example.org"]
  http:
    - name: ${name}
      route:
        - destination: { host: ${name} }
      headers:
        response: ${response}
`;

const DENY = '{ set: { X-Frame-Options: DENY } }';

async function rulesIn(text: string, path = 'shop.yaml'): Promise<readonly string[]> {
  const { findings } = await lint({ [path]: text });
  return findings.map(
    ({ finding }) => `${finding.rule} ${JSON.stringify(text.slice(finding.at.start, finding.at.end))}`,
  );
}

async function messageIn(text: string): Promise<string> {
  const { findings } = await lint({ 'shop.yaml': text });
  return findings.find(({ finding }) => finding.rule === 'yaml-syntax')?.finding.message ?? '';
}

describe('a file of a gateway that is not YAML', () => {
  const faults: readonly (readonly [what: string, lines: string, found: string, message: string])[] = [
    ['a tab as indentation', '  labels:\n\t  app: shop', '"\\t  "', 'a tab cannot indent'],
    ['a quote that is not closed', '  labels: { app: "shop }', '"\\""', 'this quote is not closed'],
    ['a bracket that is not closed', '  labels: { app: shop', '"s"', 'a bracket before this is not closed'],
    ['a line indented otherwise', '  labels:\n    app: shop\n   tier: web', '"t"', 'indented otherwise'],
    ['a key without a colon', '  labels:\n    app\n    tier: web', '"app"', 'a key needs ":"'],
    ['two colons', '  labels:\n    app: shop: eu', '"s"', 'a second ": "'],
    ['a value that begins with a backtick', '  labels: \n    app: `shop`', '"`"', 'begins with "`"'],
    ['a text after a quoted one', '  labels:\n    app: "shop" eu', '"eu"', 'the value ends before this'],
  ];
  for (const [what, lines, found, message] of faults) {
    it(`${what} is said to be that`, async () => {
      const text = virtualService('shop', DENY).replace('spec:', `${lines}\nspec:`);
      const { findings } = await lint({ 'shop.yaml': text });
      const own = findings
        .filter(({ finding }) => finding.rule === 'yaml-syntax')
        .map(({ finding }) => finding);
      assert.deepEqual(
        own.map(({ at }) => JSON.stringify(text.slice(at.start, at.end))),
        [found],
      );
      assert.match(own[0]?.message ?? '', new RegExp(message.replace(/[`"]/g, '.')));
    });
  }

  it('is only reported where some gateway reads the file', async () => {
    assert.deepEqual(await rulesIn('on: [push\njobs:\n\tbuild: "x', 'ci.yml'), []);
    assert.deepEqual(await rulesIn('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n\tname: x\n'), []);
  });

  it('is said once, in the words of the gateway, where its dialect knows what becomes of it', async () => {
    assert.deepEqual(await rulesIn(`${framed}  middlewares: "x\n`, 'dynamic.yml'), [
      'frame-policy-unread "\\""',
    ]);
  });

  it('is said once where the gateway refuses the key that stands twice', async () => {
    const text = `${framed}      entryPoints: [web]\n      service: app\n`;
    assert.deepEqual(await rulesIn(text, 'dynamic.yml'), ['frame-policy-unread "service"']);
  });

  it('can be silenced by a comment', async () => {
    const text = virtualService('shop', DENY).replace(
      'spec:',
      '# gateway-lint-ignore yaml-syntax -- our own reader takes it\n  labels: a: b\nspec:',
    );
    assert.ok(!(await rulesIn(text)).some((each) => each.startsWith('suppression-unused')));
  });
});

describe('what stands around a fault', () => {
  it('in another document is judged as ever', async () => {
    const text = `${virtualService('shop', '{ remove: [Server] }')}---\n${virtualService('blog', 'x: y: z')}`;
    assert.deepEqual(
      (await rulesIn(text)).map((each) => each.split(' ')[0]),
      ['frame-policy-missing', 'yaml-syntax'],
    );
  });

  it('in another document is not missing where the broken one speaks of framing', async () => {
    const broken = `${virtualService('blog', DENY)}  labels: x: y\n`;
    const text = `${virtualService('shop', '{ remove: [Server] }')}---\n${broken}`;
    assert.deepEqual(
      (await rulesIn(text)).map((each) => each.split(' ')[0]),
      ['yaml-syntax'],
    );
  });

  it('before it in the same document is judged', async () => {
    const text = virtualService('shop', '{ set: { X-Frame-Options: ALLOWALL } }') + 'status: a: b\n';
    const rules = (await rulesIn(text)).map((each) => each.split(' ')[0]);
    assert.deepEqual(rules, ['frame-policy-invalid', 'yaml-syntax']);
  });

  it('after it in the same document is never missing', async () => {
    const text = virtualService('shop', '{ remove: [Server] }').replace('spec:', '  labels: a: b\nspec:');
    assert.deepEqual(
      (await rulesIn(text)).map((each) => each.split(' ')[0]),
      ['yaml-syntax'],
    );
  });
});

describe('templates', () => {
  const holes: readonly (readonly [string, string])[] = [
    ['Helm', '{{- if .Values.labels }}\n  labels: {{ toYaml .Values.labels }} x: y\n{{- end }}'],
    ['Jinja', '{% for each in labels %}\n  labels: {{ each }}: {{ each }}\n{% endfor %}'],
    ['ERB', '<% labels.each do |x| %>\n  labels: a: b\n<% end %>'],
    ['Maven', '  labels: @project.name@'],
  ];
  for (const [name, text] of holes) {
    it(`${name} is no fault of syntax before it is filled in`, async () => {
      const rules = await rulesIn(virtualService('shop', DENY).replace('spec:', `${text}\nspec:`));
      assert.deepEqual(rules, []);
    });
  }

  it('keys of both branches of a condition are no duplicates', async () => {
    const text = virtualService('shop', DENY).replace(
      'spec:',
      '  {{- if .a }}\n  x: 1\n  {{- else }}\n  x: 2\n  {{- end }}\nspec:',
    );
    assert.deepEqual(await rulesIn(text), []);
  });
});

describe('what has one reading all the same', () => {
  it('a key that stands twice is named at its second place', async () => {
    const text = virtualService('shop', DENY).replace('spec:', '  labels: { app: a, app: b }\nspec:');
    assert.deepEqual(await rulesIn(text), ['yaml-syntax "app"']);
    const { findings } = await lint({ 'shop.yaml': text });
    assert.equal(findings[0]?.finding.severity, 'warning');
    assert.equal(findings[0].finding.related[0]?.at.start, text.indexOf('app: a'));
  });

  it('a merge key may stand several times, and what it brings in may be overwritten', async () => {
    const anchors =
      '  labels: &a { app: a }\n  more: &b { tier: b }\n  all: { <<: *a, <<: *b, app: c }\nspec:';
    assert.deepEqual(await rulesIn(virtualService('shop', DENY).replace('spec:', anchors)), []);
  });

  it('a host that YAML reads as an alias gets its quotes', async () => {
    const text = virtualService('shop', DENY).replace('"shop.example.org"', '*.example.org');
    assert.deepEqual(await rulesIn(text), ['yaml-syntax "*.example.org"']);
    const { findings } = await lint({ 'shop.yaml': text });
    assert.equal(findings[0]?.finding.fixes[0]?.changes[0]?.text, '"*.example.org"');
    assert.match(await messageIn(text), /no anchor &\.example\.org/);
  });
});
