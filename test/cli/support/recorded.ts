import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { GatewayRequest } from '../../../server/src/core/index.ts';
import type { PredictionsJson } from '../../../server/src/cli/reporters/predictions-json.ts';
import {
  configurationText,
  DIRECTORIES,
  FILES,
  WWW,
  type HeaderCase,
} from '../../prediction/header-cases.ts';
import { expectedOf, versionOf } from '../../prediction/answers.ts';
import { folder } from './invoke.ts';

/** A recorded configuration on disk, with the requests that a url can express and what a real nginx answered. */
export interface Recorded {
  readonly id: string;
  /** The folder that holds `conf/nginx.conf`, and beside `conf` what it serves. */
  readonly path: string;
  readonly version: string;
  readonly asked: readonly {
    readonly request: GatewayRequest;
    readonly header: string;
    readonly answer: string;
  }[];
}

/** Writes recorded cases into a folder that is gone when the test is over. */
export function recorded(t: TestContext, cases: readonly HeaderCase[]): readonly Recorded[] {
  const files: Record<string, string> = {};
  const beside = (id: string, path: string): string => `${id}/www${path.slice(WWW.length)}`;
  for (const each of cases) {
    // A relative root starts from nginx's prefix, which is the folder around `conf`.
    files[`${each.id}/conf/nginx.conf`] = configurationText(each).replaceAll(WWW, 'www');
    for (const path of DIRECTORIES) if (path.startsWith(WWW)) files[`${beside(each.id, path)}/.keep`] = '';
    for (const [path, size] of FILES) files[beside(each.id, path)] = 'x'.repeat(size);
  }
  const root = folder(t, files);
  return cases.map((each) => ({
    id: each.id,
    path: join(root, each.id),
    version: versionOf(each),
    asked: each.requests.flatMap(({ request, header, expect }) => {
      const { id, http } = each;
      const modified = statSync(join(root, id, 'www/a.txt')).mtime.toUTCString();
      const sent = gatewayRequest(request.replace('@mtime', modified.replaceAll(' ', '_')));
      const upstream = http.includes(':18189') ? {} : { upstream: { headers: [['X-Frame-Options', 'UP']] } };
      return sent === undefined
        ? []
        : [{ request: { ...sent, ...upstream } as GatewayRequest, header, answer: expectedOf(each, expect) }];
    }),
  }));
}

/** `GET /x host=h port=18101 H:Name=Value`; raw bytes, HTTP/1.0 and absolute targets are beyond a url. */
function gatewayRequest(text: string): GatewayRequest | undefined {
  const [method = '', target = '', ...options] = text.split(' ');
  if (!target.startsWith('/') || text.startsWith('RAW') || /\bver=|\bnohost\b/.test(text)) return undefined;
  const valueOf = (name: string): string | undefined =>
    options.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  const headers = options.flatMap((each): (readonly [string, string])[] => {
    const [, name, value] = /^H:([^=]*)=(.*)$/.exec(each) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.replaceAll('_', ' ')]];
  });
  return {
    url: `http://127.0.0.1:${valueOf('port') ?? '18100'}${target}`,
    method,
    headers: [['Host', valueOf('host') ?? 'h'], ...headers],
  };
}

/** A response as the record has it: `200 UP|LOC`, `404 -`; undefined where it is not known. */
export function shownResponse(
  { status, headers, complete }: PredictionsJson['responses'][number],
  asked: string,
): string | undefined {
  // RAW shows the bytes of the value in brackets.
  const isRaw = asked === 'RAW';
  const wanted = isRaw ? 'x-frame-options' : asked.toLowerCase();
  const header = headers.find(({ name }) => name.toLowerCase() === wanted);
  if (status === 444) return 'no-response';
  if (status === null || (header === undefined ? !complete : !header.complete)) return undefined;
  const values = header?.values ?? [];
  const joined = isRaw ? `[${values.join('|')}]` : values.join('|');
  return `${status} ${values.length === 0 ? '-' : joined}`;
}
