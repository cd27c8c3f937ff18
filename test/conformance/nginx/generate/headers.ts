import type { Draft } from './draft.ts';
import { say, type Node } from './tree.ts';
import { value } from './values.ts';
import { FRAMING_VALUES, POLICIES } from './vocabulary.ts';

/** The header lines that one level adds or changes: none, or a few. */
export function headerLines(draft: Draft, probability: number): Node[] {
  const { random, build } = draft;
  const lines: Node[] = [];
  if (random.chance(probability)) lines.push(addHeader(draft), ...random.upTo(2, () => addHeader(draft)));
  if (draft.about('more headers') && random.chance(probability))
    lines.push(moreHeaders(draft), ...random.upTo(1, () => moreHeaders(draft)));
  if (build.version >= 1_029_003 && random.chance(0.12))
    lines.push(say('add_header_inherit', random.pick(['on', 'off', 'merge', 'merge', 'MERGE'])));
  if (draft.about('expires') && random.chance(0.15)) lines.push(expires(draft));
  if (random.chance(0.03)) lines.push(say('add_trailer', 'X-Frame-Options', 'DENY'));
  return lines;
}

function addHeader(draft: Draft): Node {
  const { random } = draft;
  const always = random.chance(0.45) ? ['always'] : [];
  const [name, text] = nameAndValue(draft);
  return say('add_header', name, text, ...always);
}

function nameAndValue(draft: Draft): readonly [name: string, value: string] {
  const { random } = draft;
  const kind = random.below(100);
  if (kind < 34) return [spelled(draft, 'X-Frame-Options'), framing(draft)];
  if (kind < 46)
    return ['Content-Security-Policy', random.chance(0.85) ? random.pick(POLICIES) : value(draft)];
  if (kind < 48) return ['Content-Security-Policy-Report-Only', random.pick(POLICIES)];
  if (kind < 52) return ['Cache-Control', random.pick(['no-store', 'public', 'private'])];
  if (kind < 54) return ['Link', `</l${draft.next()}>; rel=x`];
  if (kind < 56) return [random.pick(['ETag', 'Last-Modified']), random.pick(['', '"e"', 'now'])];
  if (kind < 57)
    return [
      random.pick(['Server', 'Server', 'Content-Type', 'Content-Type', 'Content-Type', 'Location', 'Date']),
      `own${draft.next()}`,
    ];
  return [random.pick(['X-A', 'X-B', 'X-C', 'x-a', 'X-Test-One']), value(draft)];
}

function spelled({ random }: Draft, name: string): string {
  return random.chance(0.85) ? name : random.pick([name.toLowerCase(), name.toUpperCase()]);
}

function framing(draft: Draft): string {
  if (draft.random.chance(0.7)) return draft.random.pick(FRAMING_VALUES);
  return draft.random.chance(0.3) ? '' : value(draft);
}

function moreHeaders(draft: Draft): Node {
  const { random, build } = draft;
  const statuses = random.chance(0.2) ? ['-s', random.pick(['404', '200', '200 404', '403 500 301'])] : [];
  const types = random.chance(0.2)
    ? ['-t', random.pick(['text/html', 'text/plain', 'text/html text/plain', 'image/png;text/plain'])]
    : [];
  const options = [...statuses, ...types];
  if (random.chance(0.35)) {
    const name = random.pick(['X-Frame-Options', 'x-frame-*', 'X-*', 'X-A', 'x-b', 'Cache-Control', 'ETag']);
    return say('more_clear_headers', ...options, name);
  }
  const append = build.appends && random.chance(0.15) ? ['-a'] : [];
  const one = (): string => {
    const [name, text] = moreNameAndValue(draft, append.length > 0);
    return random.pick([`${name}: ${text}`, `${name}: ${text}`, `${name}:${text}`, `${name} ${text}`]);
  };
  const headers = random.chance(0.2) ? [one(), one()] : [one()];
  return random.chance(0.8)
    ? say('more_set_headers', ...append, ...options, ...headers)
    : say('more_set_headers', ...headers, ...append, ...options);
}

/** What nginx writes itself cannot be appended. */
function moreNameAndValue(draft: Draft, appends: boolean): readonly [name: string, value: string] {
  const { random } = draft;
  const kind = random.below(100);
  if (kind < 45) return [spelled(draft, 'X-Frame-Options'), framing(draft)];
  if (kind < 55) return ['Content-Security-Policy', random.pick(POLICIES)];
  if (kind < 58) return ['X-Frame-*', `w${draft.next()}`];
  if (kind < 60 && !appends) return [random.pick(['Server', 'Cache-Control']), `own${draft.next()}`];
  return [random.pick(['X-A', 'X-B', 'X-C', 'x-a']), value(draft)];
}

function expires({ random }: Draft): Node {
  const time = random.pick(['epoch', 'max', 'off', 'epoch', 'max', 'off', '-1', '1h']);
  return time === '1h' && random.chance(0.5) ? say('expires', 'modified', time) : say('expires', time);
}
