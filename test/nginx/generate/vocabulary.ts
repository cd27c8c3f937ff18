import type { Random } from './random.ts';
import type { Statement } from './tree.ts';

type Choice = readonly [string, ...string[]];

const goodOptions: Choice = ['DENY', 'SAMEORIGIN', 'deny', 'SameOrigin'];
const badOptions: Choice = [
  '',
  'ALLOWALL',
  'SAME-ORIGIN',
  'SAMEORIGN',
  'DENY;',
  'none',
  '*',
  "'SAMEORIGIN'",
  '"DENY"',
  'DENY, SAMEORIGIN',
  'SAMEORIGIN, SAMEORIGIN',
  'ALLOW-FROM https://partner.example',
  'ALLOW-FROM',
  "frame-ancestors 'self'",
  'SAMEORIGIN always',
];
const goodPolicies: Choice = [
  "frame-ancestors 'none'",
  "frame-ancestors 'self'",
  "default-src 'self'; frame-ancestors 'self' https://partner.example",
  "frame-ancestors 'self'; frame-ancestors *",
];
const otherPolicies: Choice = [
  "default-src 'self'",
  'frame-ancestors *',
  'frame-ancestors self',
  'frame-ancestors',
  "frame-ancestor 'none'",
  "frame-ancestors: 'self'",
  "frame-ancestors 'none' https://partner.example",
  'frame-ancestors https:',
  "frame-ancestors 'self', default-src *",
  'script-src none; frame-ancestors none',
];
const misspelt: Choice = [
  'X-Frame-Option',
  'X_Frame_Options',
  'X-FrameOptions',
  'Frame-Options',
  'X-Frames-Options',
];
const others: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-XSS-Protection', '1; mode=block'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', 'no-store'],
  ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
  ['Permissions-Policy', 'geolocation=()'],
  ['X-Served-By', 'edge "one"'],
  ['X-Empty', ''],
  ['X-Scheme', '$scheme'],
  ['X-Asked', 'asked: ${uri}'],
  ['X-Never', '$arg_never'],
];

/** One line that a person might write into a header block. */
export function headerLine(random: Random): Statement {
  const [name, value] = nameAndValue(random);
  const args = [name, written(value, random), ...(random.chance(0.5) ? ['always'] : [])];
  return { kind: 'statement', keyword: 'add_header', args, remark: random.chance(0.1) ? 'why' : undefined };
}

function nameAndValue(random: Random): readonly [string, string] {
  const options = (): string => random.pick(random.chance(0.65) ? goodOptions : badOptions);
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return [random.chance(0.15) ? 'x-frame-options' : 'X-Frame-Options', options()];
    case 4:
      return ['Content-Security-Policy', random.pick(random.chance(0.5) ? goodPolicies : otherPolicies)];
    case 5:
      if (random.chance(0.7)) return [random.pick(misspelt), random.pick(goodOptions)];
      return random.chance(0.5)
        ? ['X-Content-Security-Policy', random.pick(goodPolicies)]
        : ['Content-Security-Policy-Report-Only', random.pick(goodPolicies)];
    default:
      return random.pick(others);
  }
}

/** The framing header where no browser reads it. */
export function misplacedLine(random: Random): Statement {
  const keyword = random.chance(0.8) ? 'proxy_set_header' : 'add_trailer';
  return {
    kind: 'statement',
    keyword,
    args: ['X-Frame-Options', written(random.pick(goodOptions), random)],
  };
}

/** A value in one of the quotings that leave it as it is. */
function written(value: string, random: Random): string {
  const double = `"${value.replaceAll('"', '\\"')}"`;
  const single = `'${value.replaceAll("'", "\\'")}'`;
  if (random.chance(0.5)) return double;
  // `{` would open a block in a bare word, except after `$`.
  const bare = value !== '' && !/[\s;'"\\]|(?<!\$)\{/.test(value);
  return bare && random.chance(0.5) ? value : single;
}
