import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ScopeReport } from '../../engine/report.ts';
import type { Place } from '../../model/place.ts';
import { hover, uri } from '../testing/at-cursor.ts';

async function text(marked: string, reports?: (text: string) => readonly ScopeReport[]): Promise<string> {
  return (await hover(marked, reports))?.markdown ?? '';
}

/** The place of a piece of the text, found by how it begins and ends. */
function place(text: string, from: string, to = ''): Place {
  const start = text.indexOf(from);
  const end = to === '' ? start + from.length : text.indexOf(to, start) + to.length;
  return { uri, start, end };
}

describe('hover on a directive', () => {
  it('tells syntax, contexts and where to read more', async () => {
    const add = await text('http { add_he|ader X Y; }');
    assert.match(add, /Syntax: `add_header name value \[always\];`/);
    assert.match(add, /Contexts: `http`, `server`, `location` and `if in location`/);
    assert.match(add, /Adds the specified field to a response header/);
    assert.match(add, /https:\/\/nginx\.org\/en\/docs\/http\/ngx_http_headers_module\.html#add_header/);
    assert.match(await text('http { inclu|de a.conf; }'), /ngx_core_module\.html#include/);
    assert.match(await text('http { gz|ip on; }'), /Default: `off`/);
  });

  it('tells same-named directives apart by where they stand', async () => {
    assert.match(await text('http { upstream a { ser|ver b; } }'), /ngx_http_upstream_module/);
    assert.match(await text('http { ser|ver { } }'), /virtual server/);
    assert.match(await text('stream { ser|ver { } }'), /ngx_stream_core_module/);
    assert.match(await text('stream { server { allow| all; } }'), /ngx_stream_access_module/);
  });

  it('knows other modules by their repository', async () => {
    assert.match(await text('http { more_set_head|ers "A: b"; }'), /openresty\/headers-more-nginx-module/);
  });

  it('covers the name and nothing else', async () => {
    assert.deepEqual((await hover('http { |gzip on; }'))?.at, { start: 7, end: 11 });
    assert.deepEqual((await hover('http { gzip| on; }'))?.at, { start: 7, end: 11 });
  });

  it('is silent on data, comments, Lua, variables and unknown names', async () => {
    for (const marked of [
      'http { map $a $b { ro|ot 1; } }',
      'http { types { ro|ot a; } }',
      'http { # ro|ot\n}',
      'init_by_lua_block { ro|ot = 1 }',
      'http { server { return 200 $ho|st; } }',
      'http { no_such_directi|ve 1; }',
      'http { gzip on;| }|',
    ]) {
      assert.equal(await hover(marked), undefined, marked);
    }
  });
});

const main = `http {
  add_header X-Frame-Options DENY always;
  server {
    server_name a;
    location /api/ {
      add_header X-Frame-Options SAMEORIGIN;
    }
    location /lost/ {
      add_header X-Other 1;
    }
  }
}
`;

function reports(text: string): readonly ScopeReport[] {
  const outer = place(text, 'add_header X-Frame-Options DENY always;');
  const inner = place(text, 'add_header X-Frame-Options SAMEORIGIN;');
  const other = place(text, 'add_header X-Other 1;');
  const lost = [{ name: 'X-Frame-Options', value: 'DENY', at: outer }];
  return [
    {
      label: 'server a',
      at: place(text, 'server_name a'),
      block: place(text, 'server {', '\n  }'),
      headers: [{ name: 'X-Frame-Options', values: ['DENY'], complete: true, onErrors: true, at: [outer] }],
      lost: [],
      framePolicy: { verdict: 'deny', because: 'X-Frame-Options is DENY.' },
    },
    {
      label: 'server a > location /api/',
      at: place(text, '/api/'),
      block: place(text, 'location /api/', '\n    }'),
      headers: [
        { name: 'X-Frame-Options', values: ['SAMEORIGIN'], complete: true, onErrors: false, at: [inner] },
      ],
      lost,
      framePolicy: { verdict: 'same-origin', because: 'X-Frame-Options is SAMEORIGIN.' },
    },
    {
      label: 'server a > location /lost/',
      at: place(text, '/lost/'),
      block: place(text, 'location /lost/', '\n    }'),
      headers: [{ name: 'X-Other', values: ['a|b', '$c'], complete: false, onErrors: false, at: [other] }],
      lost,
      framePolicy: { verdict: 'open', because: 'No X-Frame-Options and no enforced frame-ancestors.' },
    },
  ];
}

/** The file above with the cursor inside the first occurrence of `word` behind `after`. */
function inMain(after: string, word: string): string {
  const at = main.indexOf(word, main.indexOf(after)) + 1;
  return `${main.slice(0, at)}|${main.slice(at)}`;
}

describe('hover on a header', () => {
  it('tells what the header does', async () => {
    assert.match(
      await text('http { add_header X-Content-Type-Opt|ions nosniff; }'),
      /guessing another content type/,
    );
    assert.match(
      await text('http { add_header Referrer-Policy no-ref|errer; }'),
      /`no-referrer`: Nothing, to nobody/,
    );
    assert.match(
      await text('http { more_set_headers "X-Frame-|Options: DENY"; }'),
      /\*\*X-Frame-Options\*\*/,
    );
  });

  it('tells what the scope around the cursor sends, and what browsers make of it', async () => {
    const here = await text(inMain('/api/', 'X-Frame-Options'), reports);
    assert.match(
      here,
      /Here, `server a > location \/api\/` sends `X-Frame-Options: SAMEORIGIN` \(success responses only\)\./,
    );
    assert.match(
      here,
      /Browsers: only pages of the same origin may frame it\. X-Frame-Options is SAMEORIGIN\./,
    );
  });

  it('tells at http level whom the line reaches, and where it is lost', async () => {
    const outside = await text(inMain('http', 'X-Frame-Options'), reports);
    assert.match(outside, /Sent by `server a`\./);
    assert.match(outside, /Lost in `server a > location \/api\/` and `server a > location \/lost\/`\./);
    assert.doesNotMatch(outside, /Here/);
  });

  it('tells where a header is lost that an outer block sets', async () => {
    const marked = main.replace(
      'add_header X-Other 1;',
      'proxy_hide_header X-Frame-|Options; add_header X-Other 1;',
    );
    const here = await text(marked, reports);
    assert.match(
      here,
      /`server a > location \/lost\/` does not send it\. Lost here: `X-Frame-Options: DENY`/,
    );
    assert.match(here, /Browsers: anybody may frame it\./);
  });

  it('shows values that are decided at run time as the file writes them', async () => {
    const here = await text(inMain('/lost/', 'X-Other'), reports);
    assert.match(here, /2 lines, `X-Other: a\|b` and `X-Other: \$c`, whose value is decided at run time/);
    assert.doesNotMatch(here, /Browsers/);
  });

  it('says that browsers never see request headers', async () => {
    const request = await text('http { proxy_set_header X-Frame-|Options DENY; }', reports);
    assert.match(request, /browsers never see it/);
    assert.doesNotMatch(request, /Sent by/);
    assert.equal(await text('http { proxy_set_header Ho|st $host; }'), '');
  });

  it('covers the name, or the value', async () => {
    const line = 'add_header X-Frame-Options "DENY" always;';
    assert.deepEqual((await hover(line.replace('X-F', 'X-|F')))?.at, { start: 11, end: 26 });
    assert.deepEqual((await hover(line.replace('DE', 'D|E')))?.at, { start: 27, end: 33 });
  });
});

describe('hover on server and location', () => {
  it('shows all that is sent there as a table, before the manual', async () => {
    const sent = await text(inMain('http', 'location /lost/'), reports);
    assert.match(
      sent,
      /\| header \| value \| on errors \|\n\| --- \| --- \| --- \|\n\| X-Other \| `a\\\|b`, `\$c` \| no \|/,
    );
    assert.match(sent, /Lost here: `X-Frame-Options: DENY`\./);
    assert.match(sent, /Browsers: anybody may frame it\./);
    assert.match(sent, /Sets configuration depending on a request URI/);
    assert.match(await text(inMain('http', 'server {'), reports), /\| X-Frame-Options \| `DENY` \| yes \|/);
  });

  it('does not show an outer scope for a block that answers nothing', async () => {
    const marked = main
      .replace('location /api/', 'location /none/ { }\n    location /api/')
      .replace('location /n', 'loc|ation /n');
    assert.doesNotMatch(await text(marked, reports), /on errors/);
  });
});
