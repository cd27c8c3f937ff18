import type { Draft } from './draft.ts';
import { say, type Node } from './tree.ts';

export function errorPages(draft: Draft, probability: number): Node[] {
  const { random } = draft;
  if (!random.chance(draft.about('errors') ? Math.min(1, probability * 3) : probability)) return [];
  const pages = [page(draft), ...random.upTo(1, () => page(draft))];
  return random.chance(0.12) ? [...pages, say('recursive_error_pages', 'on')] : pages;
}

function page(draft: Draft): Node {
  const { random } = draft;
  const codes = random.pick([
    ['404'],
    ['404'],
    ['403', '404'],
    ['500', '502', '503', '504'],
    ['401'],
    ['405', '410'],
    ['403'],
    ['301', '302'],
    ['400', '404'],
    ['418', '429'],
  ]);
  const answer = random.chance(0.4)
    ? [random.pick(['=200', '=', '=404', '=204', '=301', '=410', '=503'])]
    : [];
  const target =
    random.chance(0.3) && draft.named.length > 0
      ? (random.any(draft.named) ?? '/err.html')
      : random.pick([
          '/err.html',
          '/50x.html',
          '/b.html',
          '/none',
          '/dir/',
          '/a?x=1',
          '/e$uri',
          'http://e.test/x',
          '$uri',
        ]);
  return say('error_page', ...codes, ...answer, target);
}
