import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Uri } from '../../model/place.ts';
import { complete, taken } from '../testing/at-cursor.ts';

async function labels(marked: string): Promise<readonly string[]> {
  return (await complete(marked)).map(({ label }) => label);
}

describe('completion of directive names', () => {
  it('offers what may stand in the block around the cursor, and nothing else', async () => {
    const inServer = await labels('http { server { | } }');
    assert.ok(
      inServer.includes('location') && inServer.includes('server_name') && inServer.includes('add_header'),
    );
    assert.ok(!inServer.includes('worker_processes') && !inServer.includes('upstream'));
    const inHttp = await labels('http {\n  |\n}\n');
    assert.ok(inHttp.includes('upstream') && inHttp.includes('server') && !inHttp.includes('location'));
    const inEvents = await labels('events {\n  |\n}\n');
    assert.ok(inEvents.includes('worker_connections') && !inEvents.includes('add_header'));
    const inUpstream = await labels('http { upstream a { | } }');
    assert.ok(inUpstream.includes('keepalive') && !inUpstream.includes('add_header'));
  });

  it('tells an if in a location from one in a server, where nginx refuses add_header', async () => {
    assert.ok((await labels('http { server { location / { if ($a) { | } } } }')).includes('add_header'));
    assert.ok(!(await labels('http { server { if ($a) { | } } }')).includes('add_header'));
    assert.ok((await labels('http { server { if ($a) { | } } }')).includes('return'));
  });

  it('knows the context of a fragment from its comment', async () => {
    const found = await labels('# gateway-lint: context=upstream\n|\n');
    assert.ok(found.includes('least_conn') && !found.includes('add_header'));
  });

  it('knows an empty main file by its name', async () => {
    const found = await labels('|');
    assert.ok(found.includes('http') && found.includes('events') && !found.includes('add_header'));
  });

  it('offers the usual directives where nothing tells the context', async () => {
    const found = (await complete('|', 'file:///snippets/some.inc' as Uri)).map(({ label }) => label);
    assert.ok(found.includes('add_header') && found.includes('server') && found.includes('location'));
  });

  it('writes blocks with their braces, and asks for what a person must say', async () => {
    assert.equal(
      await taken('http { server { loc| } }', 'location'),
      'http { server { location ${1:/} {\n\t$0\n} } }',
    );
    assert.equal(
      await taken('http {\n  ser|\n}\n', 'server'),
      'http {\n  server {\n\tlisten ${1:80};\n\tserver_name ${2:example.com};\n\t$0\n}\n}\n',
    );
    assert.equal(
      await taken('http { upstream a { ser| } }', 'server'),
      'http { upstream a { server ${1:127.0.0.1:8080}; } }',
    );
    assert.equal(await taken('http { gz| }', 'gzip'), 'http { gzip ${1|on,off|}; }');
  });

  it('sends new headers with error pages too', async () => {
    assert.equal(
      await taken('http { add_h| }', 'add_header'),
      'http { add_header ${1:name} ${2:value} always; }',
    );
  });

  it('replaces only the name in front of arguments that are there', async () => {
    assert.equal(await taken('http { add_he|er X Y; }', 'add_header'), 'http { add_header X Y; }');
    assert.equal(
      await taken('http { server { l| / { } } }', 'location'),
      'http { server { location / { } } }',
    );
  });

  it('does not write a second semicolon', async () => {
    assert.equal(await taken('http { gz|; }', 'gzip'), 'http { gzip ${1|on,off|}; }');
  });

  it('leaves the brace behind the cursor alone, which nginx would read as part of the word', async () => {
    assert.equal(await taken('http { server { ro|} }', 'root'), 'http { server { root ${1:html};} }');
  });

  it('puts what begins as typed first, and other modules last', async () => {
    const found = await labels('http { server { location / { proxy_p| } } }');
    assert.equal(found[0]?.startsWith('proxy_p'), true);
    const all = await labels('http { server { add| } }');
    assert.ok(
      all.indexOf('add_header') < all.indexOf('more_set_headers') || !all.includes('more_set_headers'),
    );
  });

  it('begins a new directive below a line whose semicolon is missing', async () => {
    assert.ok(
      (await labels('http {\n  server {\n    root /srv\n    add_|\n  }\n}\n')).includes('add_header'),
    );
  });

  it('does not take a deeper line for a new directive', async () => {
    assert.ok(!(await labels('http {\n  log_format main\n    add_|;\n}\n')).includes('add_header'));
  });

  it('works in a block that is not closed yet', async () => {
    assert.ok((await labels('http {\n  server {\n    add_|')).includes('add_header'));
  });
});

describe('completion of headers', () => {
  it('offers names after add_header, more_set_headers and proxy_hide_header', async () => {
    for (const line of [
      'add_header |',
      'add_header X-F|;',
      'add_header "|";',
      'proxy_hide_header |;',
      'more_set_headers "X|";',
    ]) {
      const found = await labels(`http { server { location / { ${line} } } }`);
      assert.ok(found.includes('X-Frame-Options') && found.includes('Strict-Transport-Security'), line);
    }
  });

  it('names the frame headers first', async () => {
    const found = await labels('http { add_header |; }');
    assert.deepEqual(found.slice(0, 2), ['X-Frame-Options', 'Content-Security-Policy']);
  });

  it('takes the whole name for the half that was typed', async () => {
    assert.equal(
      await taken('http { add_header X-Fr|ame DENY; }', 'X-Frame-Options'),
      'http { add_header X-Frame-Options DENY; }',
    );
  });

  it('offers the values of the header', async () => {
    const xfo = await labels('http { add_header X-Frame-Options |; }');
    assert.ok(xfo.includes('SAMEORIGIN') && xfo.includes('DENY'));
    assert.ok((await labels('http { add_header x-content-type-options |; }')).includes('nosniff'));
    assert.ok(
      (await labels('http { add_header Strict-Transport-Security "max|"; }')).includes('max-age=31536000'),
    );
    const csp = await labels('http { add_header Content-Security-Policy "|"; }');
    assert.ok(csp.includes("frame-ancestors 'self'") && csp.includes("frame-ancestors 'none'"));
  });

  it('quotes a value as the file quotes the others', async () => {
    assert.equal(
      await taken('http { add_header X-Frame-Options |; }', 'DENY'),
      'http { add_header X-Frame-Options "DENY"; }',
    );
    assert.equal(
      await taken("http { add_header A 'b'; add_header X-Frame-Options DE|; }", 'DENY'),
      "http { add_header A 'b'; add_header X-Frame-Options 'DENY'; }",
    );
    assert.equal(
      await taken('http { add_header A b; add_header X-Frame-Options |; }', 'DENY'),
      'http { add_header A b; add_header X-Frame-Options DENY; }',
    );
    assert.equal(
      await taken('http { add_header A b; add_header Content-Security-Policy |; }', "frame-ancestors 'self'"),
      `http { add_header A b; add_header Content-Security-Policy "frame-ancestors 'self'"; }`,
    );
  });

  it('keeps quotes that are there, and closes one that is open', async () => {
    assert.equal(
      await taken('http { add_header X-Frame-Options "SA|"; }', 'SAMEORIGIN'),
      'http { add_header X-Frame-Options "SAMEORIGIN"; }',
    );
    assert.equal(
      await taken('http {\n  add_header X-Frame-Options "SA|\n  add_header A "b";\n}', 'SAMEORIGIN'),
      'http {\n  add_header X-Frame-Options "SAMEORIGIN"\n  add_header A "b";\n}',
    );
    assert.equal(
      await taken('http {\n  add_header X-Frame-Options "SA|;\n}', 'SAMEORIGIN'),
      'http {\n  add_header X-Frame-Options "SAMEORIGIN";\n}',
    );
  });

  it('completes one directive of a policy and keeps the others', async () => {
    assert.equal(
      await taken(
        `http { add_header Content-Security-Policy "default-src 'self'; fra|"; }`,
        "frame-ancestors 'self'",
      ),
      `http { add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'self'"; }`,
    );
  });

  it('keeps the directives behind the cursor too, and those on other lines', async () => {
    assert.equal(
      await taken(
        `http { add_header Content-Security-Policy "\n  default-src 'self';\n  frame-anc| 'all'; img-src *;\n"; }`,
        "frame-ancestors 'none'",
      ),
      `http { add_header Content-Security-Policy "\n  default-src 'self';\n  frame-ancestors 'none'; img-src *;\n"; }`,
    );
  });

  it('offers nothing that would replace several lines', async () => {
    assert.deepEqual(await labels('http { add_header X-Frame-Options "\n  SA|\n"; }'), []);
  });

  it('offers always as the third argument of add_header alone', async () => {
    assert.deepEqual(await labels('http { add_header X-Frame-Options DENY |; }'), ['always']);
    assert.deepEqual(await labels('http { add_header X-Frame-Options DENY al|'), ['always']);
    assert.deepEqual(await labels('http { add_header X-Frame-Options DENY always |; }'), []);
    assert.deepEqual(await labels('http { proxy_set_header Host $host |; }'), []);
  });

  it('writes headers-more lines as one word', async () => {
    assert.equal(
      await taken('http { more_set_headers |; }', 'X-Frame-Options'),
      'http { more_set_headers "X-Frame-Options: ${1|DENY,SAMEORIGIN|}"; }',
    );
    assert.equal(
      await taken('http { more_set_headers "X-Fr|"; }', 'X-Frame-Options'),
      'http { more_set_headers "X-Frame-Options: "; }',
    );
    assert.equal(
      await taken('http { more_set_headers "X-Frame-Options: |"; }', 'DENY'),
      'http { more_set_headers "X-Frame-Options: DENY"; }',
    );
    assert.deepEqual(await labels("http { more_set_headers -s '|' 'A: b'; }"), []);
  });

  it('offers variables for request headers, unquoted', async () => {
    assert.equal(
      await taken('http { proxy_set_header Host |; }', '$host'),
      'http { proxy_set_header Host $host; }',
    );
  });
});

describe('completion of settings', () => {
  it('offers on and off where they are the only choice', async () => {
    assert.deepEqual(await labels('http { gzip |; }'), ['on', 'off']);
    assert.deepEqual(await labels('http { gzip on |; }'), []);
    assert.deepEqual(await labels('http { add_header_inherit |; }'), ['on', 'off', 'merge']);
  });
});

describe('completion stays silent', () => {
  const silent: Readonly<Record<string, string>> = {
    'in a comment': 'http {\n  # add_|\n}',
    'at the end of a comment': 'http {\n  gzip on; # add|',
    'in a Lua body': 'http { server { location / { content_by_lua_block {\n  ngx.|say(1)\n} } } }',
    'in an empty Lua body': 'http { server { location / { content_by_lua_block {|} } } }',
    'in types': 'http { types { text/html |; } }',
    'in map': 'http { map $a $b {\n  |\n} }',
    'behind a closing quote': 'http { add_header "A"| }',
  };
  for (const [where, marked] of Object.entries(silent)) {
    it(where, async () => {
      assert.deepEqual(await labels(marked), []);
    });
  }
});
