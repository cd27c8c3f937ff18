import type { Draft } from './draft.ts';
import { block, say, type Node } from './tree.ts';
import { PLACE } from './vocabulary.ts';

/** Path of the location that answers `auth_request`. */
export const AUTH_PATH = '/auth';

export function accessRules(draft: Draft, probability: number, mayLimit: boolean): Node[] {
  const { random } = draft;
  if (!random.chance(draft.about('access') ? Math.min(1, probability * 4) : probability)) return [];
  const rules = [...some(draft)];
  if (mayLimit && random.chance(0.35)) rules.push(limit(draft));
  return rules;
}

function some(draft: Draft): Node[] {
  const { random } = draft;
  const addresses = random.pick([
    [say('deny', 'all')],
    [say('allow', '127.0.0.0/8'), say('deny', 'all')],
    [say('allow', '10.0.0.0/8'), say('deny', 'all')],
    [say('deny', '127.0.0.1')],
    [say('allow', 'all')],
    [say('deny', '10.0.0.1'), say('allow', 'all')],
  ]);
  const password = random.pick([
    [say('auth_basic', 'realm'), say('auth_basic_user_file', PLACE.passwords)],
    [say('auth_basic', 'off')],
    [say('auth_basic', 'realm'), say('auth_basic_user_file', '/dev/null')],
  ]);
  const request: Node[] = [say('auth_request', random.chance(0.8) ? AUTH_PATH : 'off')];
  if (random.chance(0.3)) {
    const from = random.pick(['$upstream_http_x_up', '$upstream_status', 'set']);
    request.push(say('auth_request_set', '$fromauth', from));
  }
  const rules = random.some([addresses, password, request], 0.4).flat();
  if (rules.some((node) => node.kind === 'statement' && node.name === 'auth_request_set'))
    draft.variables.push('$fromauth');
  return random.chance(0.25) ? [...rules, say('satisfy', 'any')] : rules;
}

function limit(draft: Draft): Node {
  const { random } = draft;
  const methods = random.pick([['GET'], ['GET', 'POST'], ['PUT'], ['HEAD'], ['POST']]);
  const inside = random.pick<Node[]>([
    [say('deny', 'all')],
    [say('deny', 'all')],
    [say('auth_basic', 'limited'), say('auth_basic_user_file', PLACE.passwords)],
    [say('allow', '127.0.0.1'), say('deny', 'all')],
    [say('proxy_pass', `http://127.0.0.1:${PLACE.outside}`)],
    [],
  ]);
  return block('limit_except', methods, inside);
}

/** The location that `auth_request` asks. */
export function authLocation({ random }: Draft): Node {
  const answer = random.pick<Node>([
    say('return', '204'),
    say('return', '200'),
    say('return', '401'),
    say('return', '403'),
    say('return', '500'),
    say('proxy_pass', `http://127.0.0.1:${PLACE.outside}`),
    say('proxy_pass', `http://127.0.0.1:${PLACE.inside}`),
  ]);
  const headers = random.chance(0.3) ? [say('add_header', 'X-Frame-Options', 'AUTH', 'always')] : [];
  return block('location', ['=', AUTH_PATH], [say('internal'), ...headers, answer]);
}
