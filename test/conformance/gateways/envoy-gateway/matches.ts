import type { Random } from '../../../nginx/generate/random.ts';
import type { Json } from '../support/render.ts';

/** One to three matches of a rule. */
export function matches(random: Random): Json {
  return Array.from({ length: 1 + (random.chance(0.25) ? 1 + random.below(2) : 0) }, () => match(random));
}

function match(random: Random): Json {
  const path = random.pick<Json>([
    { type: 'PathPrefix', value: '/' },
    { type: 'PathPrefix', value: '/' },
    { type: 'PathPrefix', value: '/a' },
    { type: 'PathPrefix', value: '/a/' },
    { type: 'PathPrefix', value: '/a/x' },
    { type: 'Exact', value: '/a' },
    { type: 'Exact', value: '/b' },
    { type: 'RegularExpression', value: '/a.*' },
    { type: 'RegularExpression', value: '/[ab]' },
    { value: '/b' },
  ]);
  return {
    ...(!random.chance(0.1) && { path }),
    ...(random.chance(0.12) && { method: random.pick(['GET', 'POST', 'HEAD']) }),
    ...(random.chance(0.2) && {
      headers: [
        random.pick<Json>([
          { name: 'X-Kind', value: 'one' },
          { name: 'x-kind', value: 'two' },
          { type: 'RegularExpression', name: 'X-Kind', value: '[a-z]+' },
        ]),
      ],
    }),
    ...(random.chance(0.15) && {
      queryParams: [
        random.pick<Json>([
          { name: 'q', value: '1' },
          { name: 'q', value: '2' },
          { type: 'RegularExpression', name: 'v', value: '[0-9]+' },
        ]),
      ],
    }),
  };
}
