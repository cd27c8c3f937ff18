import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { contextsOf, everyContext } from './block-context.ts';
import { directiveReference } from './directive-reference.ts';
import {
  directiveNames,
  directiveVariants,
  nginxGrammar,
  takes,
  type DirectiveVariant,
} from './directive-table.ts';

interface Recorded {
  readonly name: string;
  readonly module: string;
  readonly contexts: readonly string[];
  readonly args: { min: number; max: number | null; flag: boolean; counts?: readonly number[] };
  readonly block: boolean;
  readonly since?: string;
  readonly argsSince?: string;
  readonly removed?: string;
  readonly contextSince?: Readonly<Record<string, string>>;
  readonly thirdParty?: string;
  readonly plus?: boolean;
}

/** A variant as the record has it, to compare. */
function recordedAgain(name: string, variant: DirectiveVariant): Recorded {
  const { counts, min, max, flag, block, since, argsSince, removed, contextSince, thirdParty, plus } =
    variant;
  return {
    name,
    module: variant.module,
    contexts: variant.contexts === everyContext ? ['any'] : [...contextsOf(variant.contexts)].sort(),
    args: { min, max: max ?? null, flag, ...(counts && { counts }) },
    block,
    ...(since && { since }),
    ...(argsSince && { argsSince }),
    ...(removed && { removed }),
    ...(contextSince.length > 0 && {
      contextSince: Object.fromEntries(
        contextSince.map(([bit, version]): [string, string] => [contextsOf(bit)[0] ?? '', version]),
      ),
    }),
    ...(thirdParty && { thirdParty }),
    ...(plus && { plus }),
  };
}

test('the generated table says of every directive what the record of nginx says', () => {
  const recorded = JSON.parse(
    readFileSync('test/fixtures/nginx-directives.json', 'utf8'),
  ) as readonly (Recorded & {
    doc?: string;
    deprecated?: string;
  })[];
  const expected = recorded.map(({ doc: _doc, deprecated: _deprecated, ...rest }) => ({
    ...rest,
    contexts: [...rest.contexts].sort(),
  }));
  const actual = directiveNames().flatMap((name) =>
    directiveVariants(name).map((v) => recordedAgain(name, v)),
  );
  const byText = (list: readonly unknown[]): readonly unknown[] =>
    list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  assert.equal(actual.length, expected.length);
  const order = (entry: Recorded): unknown =>
    Object.fromEntries<unknown>(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  assert.deepEqual(byText(actual.map(order)), byText(expected.map(order)));
});

test('numbers of arguments may have gaps', () => {
  const [counted] = directiveVariants('dav_access');
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((count) => counted && takes(counted, count)),
    [false, true, true, true, false],
  );
  const gapped = directiveNames()
    .flatMap((name) => directiveVariants(name))
    .find((variant) => variant.counts !== undefined);
  assert.ok(gapped?.counts && !takes(gapped, 2) && takes(gapped, 3));
});

test('names of the language itself are no directives', () => {
  for (const name of ['constructor', 'toString', '__proto__', ''])
    assert.deepEqual(directiveVariants(name), []);
});

describe('what nginx could accept', () => {
  const accepts = (line: string, block = false): boolean => {
    const [name = '', ...args] = line.split(' ');
    return nginxGrammar.accepts(name, args, block);
  };
  test('follows counts and terminators', () => {
    assert.equal(accepts('root /x'), true);
    assert.equal(accepts('root /x y'), false);
    assert.equal(accepts('location /', true), true);
    assert.equal(accepts('location /'), false);
  });
  test('has keywords only where keywords may stand', () => {
    assert.equal(accepts('listen 80 ssl http2'), true);
    assert.equal(accepts('listen 80 server_name a'), false);
    assert.equal(accepts('server a:80 weight=2 backup'), true);
    assert.equal(accepts('server a:80 keepalive 16'), false);
    assert.equal(accepts('ssl_protocols TLSv1.2 ssl_ciphers HIGH'), false);
    assert.equal(accepts('proxy_next_upstream error timeout proxy_pass'), false);
    assert.equal(accepts('error_page 500 502 =200 /50x.html'), true);
    assert.equal(accepts('error_page 500 /50x.html internal'), false);
  });
  test('has anything where nginx takes anything', () => {
    assert.equal(accepts('server_name a listen 80'), true);
    assert.equal(accepts('index a root /x'), true);
    assert.equal(accepts('gzip_types text/plain gzip on'), true);
    assert.equal(accepts('try_files $uri proxy_pass'), true);
    assert.equal(accepts('log_format main access_log x'), true);
    assert.equal(accepts('valid_referers none server_names return'), true);
  });
});

describe('the reference', () => {
  test('has an entry per module that has the directive', () => {
    assert.deepEqual(
      directiveReference('server_name').map(({ module }) => module),
      ['ngx_http_core_module', 'ngx_mail_core_module', 'ngx_stream_core_module'],
    );
    assert.deepEqual(directiveReference('no_such_directive'), []);
  });
  test('is plain Markdown, with a link', () => {
    const [entry] = directiveReference('add_header');
    assert.match(entry?.summary ?? '', /^Adds the specified field to a response header/);
    assert.deepEqual(entry?.syntax, ['`name` `value` [`always`]']);
    assert.equal(entry.url, 'https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header');
  });
});
