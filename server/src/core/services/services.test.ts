// Through the real linter: what the fake one of the other tests is told, this one finds out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoryWorkspace } from '../../../../test/support/workspace.ts';
import { createLinter } from '../engine/linter.ts';
import { defaultSettings } from '../engine/report.ts';
import { createServices } from './services.ts';

/** Hovers over the `|` in one of the files. */
async function hover(files: Readonly<Record<string, string>>): Promise<string> {
  const [path, marked] = Object.entries(files).find(([, text]) => text.includes('|')) ?? ['', ''];
  const workspace = memoryWorkspace({ ...files, [path]: marked.replace('|', '') });
  const services = createServices(createLinter({ workspace, settings: defaultSettings }));
  return (await services.hover(workspace.uri(path), marked.indexOf('|')))?.markdown ?? '';
}

describe('the services on the real linter', () => {
  it('tell what a location sends', async () => {
    const here = await hover({
      'nginx.conf': `events { }
http {
  add_header X-Frame-Options DENY always;
  server {
    server_name example.com;
    location /api/ { add_header X-Frame-|Options SAMEORIGIN; }
  }
}`,
    });
    assert.match(
      here,
      /`server example\.com > location \/api\/` sends `X-Frame-Options: SAMEORIGIN` \(success responses only\)/,
    );
    assert.match(here, /only pages of the same origin may frame it/);
  });

  it('tell on its keyword what a location loses', async () => {
    const here = await hover({
      'nginx.conf': `events { }
http {
  server {
    server_name example.com;
    add_header X-Frame-Options DENY always;
    loc|ation /api/ { add_header X-Other 1; }
  }
}`,
    });
    assert.match(here, /\| X-Other \| `1` \| no \|/);
    assert.match(here, /Lost here: `X-Frame-Options: DENY`/);
    assert.match(here, /anybody may frame it/);
  });

  it('tell in a file of headers whom they reach', async () => {
    const here = await hover({
      'nginx.conf': `events { }
http {
  server {
    server_name a.example.com;
    include snippets/security.conf;
    location /own/ { add_header X-Other 1; }
  }
  server { server_name b.example.com; include snippets/security.conf; }
}`,
      'snippets/security.conf': 'add_header X-Frame-|Options DENY always;\n',
    });
    assert.match(here, /Sent by `server a\.example\.com` and `server b\.example\.com`\./);
    assert.match(here, /Lost in `server a\.example\.com > location \/own\/`\./);
  });

  it('answer nothing for files that no dialect claims, or that are not there', async () => {
    const workspace = memoryWorkspace({ 'notes.txt': 'hello' });
    const services = createServices(createLinter({ workspace, settings: defaultSettings }));
    for (const uri of [workspace.uri('notes.txt'), workspace.uri('none.conf')]) {
      assert.equal(await services.hover(uri, 0), undefined);
      assert.deepEqual(await services.complete(uri, 0), []);
      assert.deepEqual(await services.symbols(uri), []);
      assert.deepEqual(await services.folds(uri), []);
    }
  });

  it('never fail on a file that is being typed', async () => {
    const text = `http {
  # a comment
  # another
  map $a $b { default "x;y"; ~^/a{2} 1; }
  server {
    server_name 'exa mple.com' b;
    add_header Content-Security-Policy "frame-ancestors 'self'" always;
    more_set_headers -s '404' "X-Frame-Options: DENY" 'Server:';
    location ~ \\.php$ { content_by_lua_block { ngx.say("}") -- }
    } }
    if ($a = "b") { return 301 https://$host$request_uri; }
  }
}
`;
    for (let length = 0; length <= text.length; length++) {
      const workspace = memoryWorkspace({ 'nginx.conf': `${text.slice(0, length)}\n${text}` });
      const services = createServices(createLinter({ workspace, settings: defaultSettings }));
      const uri = workspace.uri('nginx.conf');
      await services.hover(uri, length);
      await services.complete(uri, length);
      for (const { start, end } of await services.folds(uri)) assert.ok(0 <= start && start < end);
      await services.symbols(uri);
    }
  });
});
