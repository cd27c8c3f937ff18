// The story of a person with an nginx.conf whose pages can be framed, told to its end in a real nginx.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Finding } from '../../server/src/core/index.ts';
import { lint } from '../support/check.ts';
import { applyFix } from '../support/check-fix.ts';
import { openLab, type Lab } from './generate/observe.ts';
import { sampleFiles } from './samples.ts';
import { nginxTest, prepareFiles } from './support/judge.ts';
import type { HttpRequest, HttpResponse } from './support/request.ts';
import { serve } from './support/serve.ts';
import { upstreamAddress } from './generate/compose.ts';

const page = { path: '/' };

/** Every way in which the server answers, by the status that it then has. */
const requests: Readonly<Record<string, HttpRequest>> = {
  '200 a file': page,
  '200 from the service behind': { path: '/orders/7' },
  '206 a part of a file': { ...page, headers: [['Range', 'bytes=0-3']] },
  '301 a redirect': { path: '/old/x' },
  '301 to the folder': { path: '/help' },
  '304 not modified': { ...page, headers: [['If-None-Match', '*']] },
  '400 a request that is none': { raw: 'GARBAGE\r\n\r\n' },
  '403 denied': { path: '/internal/' },
  '404 no such file': { path: '/missing' },
  '404 from the service behind': { path: '/orders/none' },
  '405 a file is not posted to': { ...page, method: 'POST' },
  '416 a part that is not there': { ...page, headers: [['Range', 'bytes=9999-']] },
  '500 from the service behind': { path: '/orders/7', method: 'POST' },
  '502 the service behind hangs up': { path: '/orders/none/gone' },
};

interface Told {
  readonly answers: Readonly<Record<string, HttpResponse>>;
  readonly redirect: HttpResponse;
}

describe('from an open page to a closed one', () => {
  const files = sampleFiles('story');
  const text = files['nginx.conf'] ?? '';
  let lab: Lab;
  let finding: Finding;
  let fixed = '';
  let open: Told;
  let closed: Told;

  before(async () => {
    lab = await openLab();
    const { findings, workspace } = await lint(files);
    const grave = findings.filter(({ finding: { severity } }) => severity !== 'information');
    assert.deepEqual(
      grave.map(({ finding: { rule, severity } }) => [rule, severity]),
      [['frame-policy-missing', 'warning']],
    );
    const [found] = grave;
    const [fix] = found?.finding.fixes ?? [];
    assert.ok(found !== undefined && fix !== undefined);
    finding = found.finding;
    fixed = applyFix(files, fix, workspace)['nginx.conf'] ?? '';
    open = await ask(text, lab);
    closed = await ask(fixed, lab);
  });
  after(() => lab.stop());

  test('the squiggle stands under the server whose pages can be framed', () => {
    assert.equal(text.slice(finding.at.start, finding.at.end), 'server');
    assert.match(text.slice(finding.at.start).split('}', 1)[0] ?? '', /listen +443 ssl;/);
    assert.match(finding.message, /any site can frame/);
  });

  test('before, no answer of it has the header', () => {
    for (const [what, { status, values }] of Object.entries(open.answers)) {
      assert.equal(String(status), what.slice(0, 3), what);
      assert.deepEqual(values('X-Frame-Options'), [], what);
    }
  });

  test('the first fix writes one line, where a person would, with the indentation of the file', () => {
    const lines = fixed.split('\n');
    const at = lines.findIndex((line) => line.includes('X-Frame-Options'));
    assert.equal(lines[at], '        add_header X-Frame-Options "SAMEORIGIN" always;');
    assert.equal(lines[at - 1], '        index  index.html;  # the shop itself');
    assert.equal(lines.toSpliced(at, 1).join('\n'), text);
  });

  test('nothing is left to warn of', async () => {
    const { findings } = await lint({ 'nginx.conf': fixed });
    assert.deepEqual(
      findings.filter(({ finding: { severity } }) => severity !== 'information'),
      [],
    );
  });

  test('nginx -t accepts the file', () => {
    const { accepted, output } = nginxTest(prepareFiles({ 'nginx.conf': fixed }));
    assert.ok(accepted, output);
  });

  for (const what of Object.keys(requests)) {
    test(`the answer has the header: ${what}`, () => {
      // On 416 nginx runs its header filters twice; browsers count equal values once.
      assert.deepEqual([...new Set(closed.answers[what]?.values('X-Frame-Options'))], ['SAMEORIGIN']);
    });
  }

  test('nothing else changed: statuses, other headers, bodies, and the server that only redirects', () => {
    for (const what of Object.keys(requests)) {
      assert.deepEqual(shown(closed.answers[what]), shown(open.answers[what]), what);
    }
    assert.equal(open.redirect.status, 301);
    assert.deepEqual(closed.redirect.headers.filter(isSteady), open.redirect.headers.filter(isSteady));
  });
});

async function ask(config: string, lab: Lab): Promise<Told> {
  const nginx = await serve(config.replaceAll(upstreamAddress, `127.0.0.1:${lab.port}`), {
    nginx: lab.nginx,
    www: { 'index.html': '<!doctype html><title>shop</title>\n', 'help/index.html': 'help\n' },
  });
  try {
    const [plain, secure] = [nginx.ports.get('*:80'), nginx.ports.get('*:443')];
    assert.ok(plain !== undefined && secure !== undefined);
    const answers: Record<string, HttpResponse> = {};
    for (const [what, request] of Object.entries(requests)) {
      answers[what] = await nginx.request({ host: 'shop.example.com', ...request, port: secure, tls: true });
    }
    return { answers, redirect: await nginx.request({ host: 'shop.example.com', port: plain }) };
  } finally {
    await nginx.stop();
  }
}

function shown(answer: HttpResponse | undefined): unknown {
  const headers = answer?.headers.filter((line) => isSteady(line) && line[0] !== 'X-Frame-Options');
  return [answer?.status, headers, answer?.body];
}

/** Not what depends on the moment, or on the port. */
function isSteady([name]: readonly [string, string]): boolean {
  return !/^(Date|Last-Modified|ETag|Location)$/.test(name);
}
