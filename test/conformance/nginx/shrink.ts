import type { Ask } from './generate/requests.ts';
import { replace, walk, type Node } from './generate/tree.ts';

export interface Case {
  readonly configuration: readonly Node[];
  readonly ask: Ask;
}

/** More trials than this are not worth the wait. */
const MOST_TRIALS = 500;

/**
 * The smallest configuration and request found that still fail: drops one node after another, outer ones first, puts
 * what a file holds in the place of its include, and strips the request.
 */
export async function shrink(failing: Case, fails: (smaller: Case) => Promise<boolean>): Promise<Case> {
  let smallest = failing;
  let trials = 0;
  const attempt = async (smaller: Case): Promise<boolean> => {
    if (++trials > MOST_TRIALS || !(await fails(smaller))) return false;
    smallest = smaller;
    return true;
  };
  for (let shrunk = true; shrunk && trials < MOST_TRIALS;) {
    shrunk = false;
    for (const node of [...walk(smallest.configuration)]) {
      for (const by of replacements(node)) {
        const configuration = replace(smallest.configuration, node, by);
        if (configuration === smallest.configuration) break;
        if (await attempt({ ...smallest, configuration })) {
          shrunk = true;
          break;
        }
      }
    }
    for (const ask of simpler(smallest.ask)) {
      if (await attempt({ ...smallest, ask: ask(smallest.ask) })) shrunk = true;
    }
  }
  return smallest;
}

function replacements(node: Node): readonly (readonly Node[])[] {
  if (node.kind === 'include') {
    const inside = node.files.flatMap((file) => file.body);
    return hasNeeded(inside) ? [inside] : [[], inside];
  }
  if (node.needed === true || node.name === 'events') return [];
  return [[]];
}

function hasNeeded(nodes: readonly Node[]): boolean {
  return [...walk(nodes)].some((node) => node.kind === 'statement' && node.needed === true);
}

function simpler(ask: Ask): readonly ((ask: Ask) => Ask)[] {
  const withoutHeader = ask.headers
    .filter(([name]) => name !== 'Host')
    .map((header) => (each: Ask): Ask => ({
      ...each,
      headers: each.headers.filter((other) => other !== header),
    }));
  const withoutUpstream = ask.upstream.headers.map((header) => (each: Ask): Ask => ({
    ...each,
    upstream: { ...each.upstream, headers: each.upstream.headers.filter((other) => other !== header) },
  }));
  const without = [...withoutHeader, ...withoutUpstream];
  const changes: readonly (Ask | undefined)[] = [
    ask.method === 'GET'
      ? undefined
      : {
          ...ask,
          method: 'GET',
          body: '',
          headers: ask.headers.filter(([name]) => name !== 'Content-Length'),
        },
    ask.upstream.status === 200 ? undefined : { ...ask, upstream: { ...ask.upstream, status: 200 } },
    ask.target.includes('?') ? { ...ask, target: ask.target.replace(/\?.*/, '') } : undefined,
  ];
  return [...without, ...changes.flatMap((change) => (change === undefined ? [] : [() => change]))];
}
