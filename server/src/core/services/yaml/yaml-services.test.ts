// Through the real linter: what is said must be what the rules judge.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryWorkspace } from '../../../../../test/support/workspace.ts';
import { createLinter } from '../../engine/linter.ts';
import { defaultSettings } from '../../engine/report.ts';
import type { Uri } from '../../model/place.ts';
import type { Completion, DocumentSymbol } from '../answers.ts';
import { createServices, type Services } from '../services.ts';

interface Case {
  readonly uri: Uri;
  readonly text: string;
  readonly offset: number;
  readonly services: Services;
}

/** Takes the first `¦` out of the files. */
function atCursor(files: Readonly<Record<string, string>>): Case {
  const [path, marked] = Object.entries(files).find(([, text]) => text.includes('¦')) ?? ['', ''];
  const text = marked.replace('¦', '');
  const workspace = memoryWorkspace({ ...files, [path]: text });
  const services = createServices(createLinter({ workspace, settings: defaultSettings }));
  return { uri: workspace.uri(path), text, offset: marked.indexOf('¦'), services };
}

async function hover(files: Readonly<Record<string, string>>): Promise<string> {
  const { services, uri, offset } = atCursor(files);
  return (await services.hover(uri, offset))?.markdown ?? '';
}

async function offered(files: Readonly<Record<string, string>>): Promise<readonly Completion[]> {
  const { services, uri, offset } = atCursor(files);
  return services.complete(uri, offset);
}

/** The line of the cursor after the completion of that label was taken. */
async function taken(marked: string, label: string, path = 'a.yaml'): Promise<string> {
  const { text, offset, services, uri } = atCursor({ [path]: marked });
  const found = (await services.complete(uri, offset)).find((each) => each.label === label);
  if (found === undefined) return `nothing offered as ${label}`;
  const after = text.slice(0, found.at.start) + found.insert + text.slice(found.at.end);
  const start = after.lastIndexOf('\n', found.at.start) + 1;
  return /^.*/.exec(after.slice(start))?.[0].trimStart() ?? '';
}

const virtualService = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: shop
spec:
  gateways: [edge]
  hosts:
    - shop.example.org
  http:
    - match:
        - uri: { prefix: /api }
      route:
        - destination: { host: api }
    - route:
        - destination:
            host: shop
      headers:
        request:
          set: { X-Frame-Options: DENY }
        response:
          set:
            X-Frame-Options: SAMEORIGIN
`;

const marked = (at: string, before = ''): Readonly<Record<string, string>> => {
  const index = virtualService.indexOf(at, virtualService.indexOf(before));
  assert.ok(index >= 0, at);
  return { 'shop.yaml': `${virtualService.slice(0, index + 2)}¦${virtualService.slice(index + 2)}` };
};

describe('hover in the YAML of a gateway', () => {
  it('tells on a header what becomes of it', async () => {
    const text = await hover(marked('X-Frame', 'response:'));
    assert.match(text, /\*\*X-Frame-Options\*\*/);
    assert.match(text, /sends `X-Frame-Options: SAMEORIGIN`/);
    assert.match(text, /only pages of the same origin may frame it/);
  });

  it('tells on its value what it means', async () => {
    assert.match(await hover(marked('SAMEORIGIN')), /`SAMEORIGIN`: /);
  });

  it('tells on a header of the request that browsers never see it', async () => {
    assert.match(await hover(marked('X-Frame', 'request:')), /browsers never see it/);
  });

  it('tells on a path what its route sends', async () => {
    const text = await hover(marked('/api'));
    assert.match(text, /adds no headers to its responses/);
    assert.match(text, /anybody may frame it/);
    assert.doesNotMatch(text, /SAMEORIGIN/);
  });

  it('tells on a host what all of its routes send', async () => {
    const text = await hover(marked('shop.example.org'));
    assert.match(text, /anybody may frame it/);
    assert.match(text, /\| X-Frame-Options \| `SAMEORIGIN` \| yes \|/);
  });

  it('tells on the name of an object what its routes send', async () => {
    assert.match(await hover(marked('shop', 'name:')), /SAMEORIGIN/);
  });

  it('says nothing where nothing of a route stands', async () => {
    assert.equal(await hover(marked('networking')), '');
    assert.equal(await hover({ 'ci.yml': 'jobs:\n  route: ¦x\n' }), '');
  });

  it('follows a reference to the routes that use a middleware', async () => {
    const text = await hover({
      'middlewares.yml':
        'http:\n  middlewares:\n    guard:\n      headers:\n        customResponseHeaders:\n          X-Frame-¦Options: DENY\n',
      'routers.yml':
        'http:\n  routers:\n    shop:\n      rule: Host(`shop.example.org`)\n      middlewares: [guard]\n      service: shop\n',
    });
    assert.match(text, /Sent by `.*shop.*`/);
  });

  it('shows many routes as a list', async () => {
    const routes = Array.from(
      { length: 5 },
      (_, i) => `      - match: { prefix: /${i} }\n        route: { cluster: a }\n`,
    );
    const text = await hover({
      'rds.yaml': `resources:\n- "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n  name: local\n  virtual_hosts:\n    - name: shop\n      domains: ["shop.¦example.org"]\n      routes:\n${routes.join('')}`,
    });
    assert.equal(text.match(/^- .*: anybody may frame it$/gm)?.length, 5, text);
  });
});

const istio = (lines: string): string => virtualService.replace(/ {12}X-Frame-Options: SAMEORIGIN\n/, lines);

describe('completion in the YAML of a gateway', () => {
  it('offers names of headers where a map of them stands', async () => {
    assert.equal(await taken(istio('            X-Fr¦\n'), 'X-Frame-Options'), 'X-Frame-Options: ');
    assert.equal(await taken(istio('            ¦\n'), 'X-Frame-Options'), 'X-Frame-Options: ');
    assert.equal(await taken(istio('            X-Fr¦: DENY\n'), 'X-Frame-Options'), 'X-Frame-Options: DENY');
  });

  it('offers the values of a header, in quotes where YAML wants them', async () => {
    assert.equal(await taken(istio('            X-Frame-Options: ¦\n'), 'DENY'), 'X-Frame-Options: DENY');
    assert.equal(await taken(istio('            X-Frame-Options: "¦"\n'), 'DENY'), 'X-Frame-Options: "DENY"');
    assert.equal(
      await taken(istio('            Content-Security-Policy: ¦\n'), "frame-ancestors 'none'"),
      `Content-Security-Policy: "frame-ancestors 'none'"`,
    );
    assert.equal(
      await taken(
        istio("            Content-Security-Policy: 'default-src *; ¦'\n"),
        "frame-ancestors 'none'",
      ),
      `Content-Security-Policy: 'default-src *; frame-ancestors ''none'''`,
    );
  });

  it('offers them in items of a list', async () => {
    const proxy = (lines: string): string => `apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: { name: shop }
spec:
  virtualhost: { fqdn: shop.example.org }
  routes:
    - services: [{ name: shop, port: 80 }]
      responseHeadersPolicy:
        set:
${lines}`;
    assert.equal(await taken(proxy('          - name: ¦\n'), 'X-Frame-Options'), '- name: X-Frame-Options');
    assert.equal(await taken(proxy('        - name: ¦\n'), 'X-Frame-Options'), '- name: X-Frame-Options');
    const value = '          - name: X-Frame-Options\n            # the shop\n            value: ¦\n';
    assert.equal(await taken(proxy(value), 'DENY'), 'value: DENY');
    const second =
      '          - name: Server\n            value: x\n          - name: X-Frame-Options\n            value: ¦\n';
    assert.equal(await taken(proxy(second), 'DENY'), 'value: DENY');
  });

  it('offers them in texts that hold both', async () => {
    const spring = (line: string): string => `spring:
  cloud:
    gateway:
      default-filters:
        - ${line}
      routes: []
`;
    assert.equal(
      await taken(spring('AddResponseHeader=X¦'), 'X-Frame-Options'),
      '- AddResponseHeader=X-Frame-Options,',
    );
    assert.equal(
      await taken(spring('AddResponseHeader=X-Frame-Options,¦'), 'DENY'),
      '- AddResponseHeader=X-Frame-Options, DENY',
    );
    assert.deepEqual(await offered({ 'application.yml': spring('AddRequestHeader=X¦') }), []);
  });

  it('offers nothing anywhere else', async () => {
    const places = [
      istio('').replace('route:', 'ro¦ute:'),
      istio('            # X-Fr¦\n'),
      istio('            X-Frame-Options: "DENY"¦\n'),
      virtualService.replace('set: { X-Frame-Options: DENY }', 'set:\n            X-¦'),
      'apiVersion: apps/v1\nkind: Deployment\nresponse:\n  set:\n    X-¦\n',
    ];
    for (const text of places) assert.deepEqual(await offered({ 'a.yaml': text }), [], text);
  });
});

describe('the outline of the YAML of a gateway', () => {
  it('has hosts, and their routes in order', async () => {
    const { services, uri } = atCursor({ 'shop.yaml': `${virtualService}¦` });
    const drawn = (symbols: readonly DocumentSymbol[], indent = ''): string =>
      symbols
        .map(({ name, kind, children }) => `${indent}${kind} ${name}\n${drawn(children, `${indent}  `)}`)
        .join('');
    assert.match(
      drawn(await services.symbols(uri)),
      /^host VirtualService shop\n {2}route .*\/api.*\n {2}route /,
    );
  });
});
