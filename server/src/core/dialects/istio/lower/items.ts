import type { AnswerKind } from '../../../model/scope.ts';
import { areChallenges } from '../../../routes/challenge.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { HttpItem } from '../read/world.ts';

const PAGE: readonly [AnswerKind, AnswerKind] = [
  { from: 'upstream', statuses: [200], page: 'content' },
  { from: 'gateway', statuses: [503, 504], page: 'canned' },
];

/** What an item answers with: a redirect shows nothing, and a body that it holds itself may be a page. */
export function answersOf({ node, isGrpc }: HttpItem): readonly AnswerKind[] {
  if (at(node, 'redirect') !== undefined) return [{ from: 'gateway', statuses: [301], page: 'none' }];
  const direct = at(node, 'directResponse');
  if (direct === undefined) return isGrpc || isChallenge(node) ? [{ ...PAGE[0], page: 'none' }] : PAGE;
  const status = Number(textOf(at(direct, 'status')) ?? 200);
  const body = textOf(at(direct, 'body', 'string')) ?? '';
  return [{ from: 'gateway', statuses: [status], page: /<\w/.test(body) ? 'content' : 'none' }];
}

function isChallenge(node: YamlMap): boolean {
  const matches = itemsOf(at(node, 'match'));
  const paths = matches.map((match) => textOf(at(match, 'uri', 'prefix') ?? at(match, 'uri', 'exact')) ?? '');
  return areChallenges(paths);
}

/** A delegate's item takes its root's headers over only where it has none at all (mergeHTTPRoute). */
export function headersHolder({ node, root }: HttpItem): HttpItem | undefined {
  return root !== undefined && entryOf(node, 'headers') === undefined ? root : undefined;
}
