import type { AnswerKind } from '../../../model/scope.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { isGrpc, type Action } from '../read/actions.ts';
import { isGrpcPath } from '../read/ingress.ts';
import type { Source } from '../render/source.ts';

const PROXIED: readonly AnswerKind[] = [
  { from: 'upstream', statuses: [200, 404, 500], page: 'content' },
  { from: 'gateway', statuses: [502, 504], page: 'canned' },
];

/** A policy that does not fit its place. */
const BROKEN: readonly AnswerKind[] = [{ from: 'gateway', statuses: [500], page: 'canned' }];

/** What a browser may be answered with there; none where it never asks (gRPC). */
export function answersOf(source: Source): readonly AnswerKind[] {
  if ('policies' in source && source.policies.some(({ isFaulty }) => isFaulty)) return BROKEN;
  switch (source.kind) {
    case 'action':
      return actionAnswers(source.action);
    case 'path':
      return isGrpcPath(source.path) ? [] : PROXIED;
    case 'page': {
      const page = at(source.node, 'return');
      const code = Number(textOf(at(page, 'code')) ?? textOf(itemsOf(at(source.node, 'codes'))[0]) ?? 502);
      return [{ from: 'gateway', statuses: [code], page: pageOf(page, 'text/html', code) }];
    }
    case 'server':
    case 'inner':
      return [];
  }
}

function actionAnswers(action: Action): readonly AnswerKind[] {
  const { kind, entry } = action;
  if (kind === 'pass' || kind === 'proxy') return isGrpc(action) ? [] : PROXIED;
  const code = Number(textOf(at(entry.value, 'code')) ?? (kind === 'return' ? 200 : 301));
  if (kind === 'redirect') return [{ from: 'gateway', statuses: [code], page: 'none' }];
  return [{ from: 'gateway', statuses: [code], page: pageOf(entry.value, 'text/plain', code) }];
}

/** A body of the object's own is a page where it is HTML; an error says nothing that one could click on, unless it does. */
function pageOf(node: YamlNode | undefined, type: string, code: number): AnswerKind['page'] {
  if (!/html/i.test(textOf(at(node, 'type')) ?? type)) return 'none';
  const body = textOf(at(node, 'body')) ?? '';
  const isActive = /<(?:a|form|button|input|script|iframe|object|embed)\b/i.test(body);
  return code < 400 || isActive ? 'content' : 'canned';
}
