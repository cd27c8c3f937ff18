import type { Condition, Reach, RequestFacts } from '../../../model/header-op.ts';
import { at, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { holds, statusesOf, variablesIn, type Variables } from '../read/expression.ts';
import { requestVariables } from '../read/variables.ts';

/** Which answers a plugin reaches: its own `vars`, where it has any, and `_meta.filter`, which every plugin has. */
export function reachOf(document: YamlDocument, config: YamlNode | undefined, own?: string): Reach {
  const asked = [own === undefined ? undefined : at(config, own), at(config, '_meta', 'filter')].filter(
    (node) => node !== undefined,
  );
  const statuses = asked.flatMap((node) => (isOfStatus(node) ? [statusesOf(node) ?? []] : []));
  const others = asked.filter((node) => !isOfStatus(node));
  const [only, second] = statuses;
  const when = conditionOf(document, others);
  return {
    ...(only && second === undefined && { statuses: only }),
    ...(when && { when }),
    // Two conditions on the status: nobody writes them.
    ...(second && { when: { label: 'of the status', holds: () => undefined } }),
  };
}

function isOfStatus(node: YamlNode): boolean {
  const names = variablesIn(node);
  return names.length > 0 && names.every((name) => name === 'status');
}

function conditionOf(document: YamlDocument, nodes: readonly YamlNode[]): Condition | undefined {
  const [first] = nodes;
  if (first === undefined) return undefined;
  return {
    label: document.text.slice(first.at.start, first.at.end).replace(/\s+/g, ' '),
    holds: (request) => {
      const answers = nodes.map((node) => holds(node, variablesOf(request)));
      if (answers.includes(false)) return false;
      return answers.includes(undefined) ? undefined : true;
    },
  };
}

function variablesOf({ method, host, target, headers }: RequestFacts): Variables {
  if (target === undefined || headers === undefined) return () => undefined;
  const mark = target.indexOf('?');
  return requestVariables({
    method: method ?? 'GET',
    host: host ?? '',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
  });
}
