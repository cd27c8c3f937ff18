import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScopeReport } from '../../server/src/core/index.ts';
import { lint } from '../support/check.ts';
import { touches } from '../support/check-fix.ts';
import { namedIn, type FixAim, type FixSubject } from './generate/fix-subject.ts';

const folder = 'test/fixtures/nginx';

export interface SampleAsk extends FixAim {
  readonly host: string;
}

/** `host path : scope inside the server`. */
const requests: Readonly<Record<string, { readonly listen: string; readonly asks: string }>> = {
  site: {
    listen: '*:80',
    asks: `
      blog.example /page.html :
      blog.example /none :
      blog.example /style.css : location ~* \\.(?:css|js|png)$
      blog.example /none.css : location ~* \\.(?:css|js|png)$
      blog.example /admin/page.html : location /admin/
      blog.example /admin/none : location /admin/
      blog.example /admin/preview/page.html : location /admin/ > location /admin/preview/
      blog.example /admin/preview/none : location /admin/ > location /admin/preview/
      partner.example /page.html :
      partner.example /none :
      partner.example /widget : location = /widget
      partner.example /open/page.html : location /open/
      partner.example /open/none : location /open/
      partner.example /typo/page.html : location /typo/
      partner.example /typo/none : location /typo/`,
  },
  gateway: {
    listen: '*:8080',
    asks: `
      api.example /page.html :
      api.example /none :
      api.example /users/1 : location /users/
      api.example /users/none : location /users/
      api.example /users/none/gone : location /users/
      api.example /legacy/1 : location /legacy/
      api.example /legacy/none : location /legacy/
      api.example /legacy/1?download=1 : location /legacy/ > if ($arg_download)
      console.example /page.html : location /
      console.example /none : location /
      console.example /ws/1 : location /ws/
      console.example /ws/none : location /ws/
      console.example /health : location = /health
      console.example /frame : location = /frame`,
  },
};

/** Our own sample configurations, as their fixes are to be tried. */
export function sampleSubjects(eol: string): Promise<readonly FixSubject<SampleAsk>[]> {
  return Promise.all(Object.keys(requests).map((name) => sampleSubject(name, eol)));
}

/** A sample's files by relative path, the main one first. */
export function sampleFiles(name: string): Readonly<Record<string, string>> {
  const root = join(folder, name);
  const entries = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const paths = entries.filter((path) => existsSync(join(root, path)) && path.endsWith('.conf'));
  const ordered = ['nginx.conf', ...paths.filter((path) => path !== 'nginx.conf')];
  return Object.fromEntries(ordered.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

async function sampleSubject(name: string, eol: string): Promise<FixSubject<SampleAsk>> {
  const files = Object.fromEntries(
    Object.entries(sampleFiles(name)).map(([path, text]) => [path, text.replaceAll('\n', eol)]),
  );
  const { linter, workspace } = await lint(files);
  const scopes = await linter.headers(workspace.uri('nginx.conf'));
  return {
    name,
    files,
    asks: asksOf(name),
    mayChange: ({ finding }, { title }, { label }) => {
      const named = namedIn(title);
      if (named !== undefined) return named === 'http' || ` > ${label} > `.includes(` > ${named} > `);
      const around = scopes
        .filter(
          ({ block, headers }) =>
            isAt(block, finding.at) || headers.some(({ at }) => at.some((line) => touches(line, finding.at))),
        )
        .map((scope) => scope.label);
      return around.some((each) => label === each || label.startsWith(`${each} > `));
    },
  };
}

function isAt(block: ScopeReport['block'], at: ScopeReport['at']): boolean {
  return block.uri === at.uri && block.start <= at.start && at.end <= block.end;
}

function asksOf(name: string): readonly SampleAsk[] {
  const { listen = '', asks = '' } = requests[name] ?? {};
  return asks
    .trim()
    .split('\n')
    .map((line) => {
      const [, host = '', path = '', inside = ''] = /^\s*(\S+) (\S+) :(?: (.*))?$/.exec(line) ?? [];
      return { listen, host, path, label: `server ${host}${inside === '' ? '' : ` > ${inside}`}` };
    });
}
