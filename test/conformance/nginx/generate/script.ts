import type { Draft } from './draft.ts';
import { headerLines } from './headers.ts';
import { block, say, type Node } from './tree.ts';
import { value, variable } from './values.ts';
import { ARGUMENTS, PLACE, REGEXES } from './vocabulary.ts';

/** Directives of the rewrite phase. Inside a location's `if`, header lines may stand, too. */
export function script(draft: Draft, where: 'server' | 'location', probability: number): Node[] {
  const { random } = draft;
  if (!random.chance(draft.about('script') ? Math.min(1, probability * 2.5) : probability)) return [];
  return [oneOf(draft, where), ...random.upTo(2, () => oneOf(draft, where))];
}

function oneOf(draft: Draft, where: 'server' | 'location'): Node {
  const kind = draft.random.below(10);
  if (kind < 3) return setting(draft);
  if (kind < 7) return condition(draft, where);
  return where === 'location' || kind < 9 ? rewrite(draft) : say('break');
}

function setting(draft: Draft): Node {
  const { random } = draft;
  if (random.chance(0.04)) return say('set', '$args', random.pick(['a=x', '', '$args&b=1']));
  const known = draft.variables.filter((name) => name.startsWith('$s'));
  const name = random.chance(0.4) ? (random.any(known) ?? '$s0') : `$s${draft.next()}`;
  // The value first: a variable that no `set` defines yet may not occur in it.
  const node = say('set', name, random.chance(0.15) ? '' : value(draft));
  if (!draft.variables.includes(name)) draft.variables.push(name);
  return node;
}

function condition(draft: Draft, where: 'server' | 'location'): Node {
  const { random } = draft;
  const test = `(${conditionText(draft)})`;
  const headers = where === 'location' ? headerLines(draft, 0.65) : [];
  const kind = random.below(10);
  const body: Node[] =
    kind < 4
      ? []
      : kind < 6
        ? [setting(draft)]
        : kind < 8
          ? [returns(draft)]
          : kind < 9
            ? [rewrite(draft)]
            : [say('break')];
  if (where === 'location' && random.chance(0.06))
    body.push(say('proxy_pass', `http://127.0.0.1:${random.pick([PLACE.outside, PLACE.inside])}`));
  return block('if', [test], [...headers, ...body]);
}

function conditionText(draft: Draft): string {
  const { random } = draft;
  const argument = `$arg_${random.pick(ARGUMENTS)}`;
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return argument;
    case 4:
      return `${argument} ${random.pick(['=', '!='])} ${random.pick(['x', '1', '"x"', '$arg_b', "''"])}`;
    case 5:
      return `${argument} ${random.pick(['~', '~*', '!~', '!~*'])} ${random.pick(['^x', '"^(.)(?<cap>.*)$"', '[0-9]', 'Y'])}`;
    case 6:
      return `$request_method ${random.pick(['= POST', '!= GET', '~ ^(GET|HEAD)$', '= HEAD'])}`;
    case 7:
      return `${random.chance(0.4) ? '!' : ''}${random.pick(['-f', '-d', '-e'])} ${random.pick([
        '$request_filename',
        `${PLACE.www}/a.txt`,
        `${PLACE.www}$uri`,
        '$document_root/dir',
        `${PLACE.www}/none`,
      ])}`;
    case 8:
      return `$host ${random.pick(['= a.test', '~ "^(?<sub>[a-z]+)\\."', '!~* TEST'])}`;
    case 9:
      return `$http_x_test ${random.pick(['= 1', '~ x', '!= ""'])}`;
    case 10:
      return `$uri ${random.pick(['~ ^/a', '~ "^/(?<seg>\\w+)"', '!~ html$', '= /a.txt'])}`;
    case 11:
      return `$request_uri ~* "^/([^/?]*)"`;
    case 12:
      return `$cookie_c`;
    default: {
      const name = variable(draft);
      return /^\$[a-z]\w*$/i.test(name) ? name : argument;
    }
  }
}

export function rewrite(draft: Draft): Node {
  const { random } = draft;
  const [pattern] = random.pick(REGEXES as [readonly [string, string], ...(typeof REGEXES)[number][]]);
  const target = random.pick([
    '/b$1',
    '/a.txt',
    '/b.html',
    '/new/$1',
    '/dir/?y=1',
    '/x?a=$1',
    '/b?',
    '/a/b.txt?c=1?',
    '/img/logo.png',
    '/none',
    'http://e.test/$1',
    '$scheme://$host/r',
    '/dir',
    '/$arg_a',
  ]);
  const flag = random.pick([[], ['last'], ['last'], ['break'], ['redirect'], ['permanent']]);
  return say('rewrite', random.chance(0.2) ? '^' : pattern, target, ...flag);
}

const STATUSES = [
  200, 200, 200, 200, 201, 202, 204, 206, 301, 302, 304, 307, 308, 400, 401, 403, 403, 404, 404, 405, 410,
  418, 429, 500, 502, 503,
] as const;

export function returns(draft: Draft): Node {
  const { random } = draft;
  const kind = random.below(20);
  if (kind < 2) return say('return', random.pick(['http://e.test/x', '$scheme://$host/y', 'https://e.test']));
  if (kind < 4) return say('return', random.pick(['301', '302', '303', '307', '308']), '/moved$uri');
  if (kind < 5 && random.chance(0.3)) return say('return', '444');
  const status = String(random.pick(STATUSES));
  if (kind < 11) return say('return', status);
  return say('return', status, random.pick(['text', '<p>a; page</p>', '', '$arg_a', '$1', value(draft)]));
}
