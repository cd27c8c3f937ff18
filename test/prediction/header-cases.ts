import { readFileSync } from 'node:fs';

/** A recorded configuration and what real nginx processes answered. */
export interface HeaderCase {
  readonly id: string;
  /** The releases for which it holds: `*`, `>=1.29.3`, `<1.23.0`. */
  readonly nginx: string;
  readonly modules: readonly string[];
  readonly headersMore?: string;
  /** What stands in the `http` block, with placeholders. */
  readonly http: string;
  readonly requests: readonly {
    readonly request: string;
    readonly header: string;
    readonly expect: string;
  }[];
}

export function headerCases(): readonly HeaderCase[] {
  const path = new URL('../fixtures/nginx-header-cases.json', import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as readonly HeaderCase[];
}

export const WWW = '/srv/www';
export const LAB = '/srv/lab';

/** The document root of the recording, and the helper files. Sizes in bytes. */
export const FILES: ReadonlyMap<string, number> = new Map([
  [`${WWW}/index.html`, 10],
  [`${WWW}/a.txt`, 2],
  [`${WWW}/dir/index.html`, 10],
  [`${WWW}/img/x.php`, 10],
  [`${WWW}/err.html`, 10],
  [`${WWW}/ssi.shtml`, 10],
]);
export const DIRECTORIES: ReadonlySet<string> = new Set([
  '/srv',
  WWW,
  LAB,
  `${WWW}/dir`,
  `${WWW}/nodir`,
  `${WWW}/img`,
]);

/** The nginx that stood behind on port 18190 when the cases were recorded. */
const UPSTREAM = `
server {
  listen 127.0.0.1:18190;
  default_type text/html;
  add_header X-Frame-Options UP always;
  location /404 { return 404; }
  location /500 { return 500; }
  location /401 { return 401; }
  location /204 { return 204; }
  location /302 { return 302 /; }
  location /two { add_header X-Frame-Options UP1; add_header X-Frame-Options UP2; return 200; }
  location /accel {
    add_header X-Accel-Redirect /acc/a.txt; add_header Set-Cookie c=1; add_header X-Frame-Options UP; return 200;
  }
  location /cc {
    add_header Cache-Control public; add_header ETag '"up"'; add_header Link "</a>; rel=x"; add_header X-Powered-By PHP;
    return 200;
  }
  location /txt { default_type text/plain; return 200; }
  location / { return 200 up; }
}`;

/** The whole configuration of a case. */
export function configurationText({ http }: HeaderCase): string {
  const body = http
    .replaceAll('@L2', 'listen 127.0.0.1:18101;')
    .replaceAll('@LAB', LAB)
    .replaceAll('@L', 'listen 127.0.0.1:18100;')
    .replaceAll('@U', 'proxy_pass http://127.0.0.1:18190')
    .replaceAll('@WWW', WWW)
    .replaceAll('@RUN', '/srv/run');
  return `events {}\nhttp {\nroot ${WWW};\ndefault_type text/html;\n${body}\n${UPSTREAM}\n}\n`;
}
