import type { Hiding, Level, Service } from '../../../model/scope.ts';
import { insertIntoSnippet } from '../../../nginx/embedded/write.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { entryOf, at } from '../../../syntax/yaml/node.ts';
import { passedNames } from '../read/actions.ts';
import { ingressKind } from '../read/ingress.ts';
import type { Source } from '../render/source.ts';
import { hideAnnotation } from './annotations.ts';
import { withHeaders } from './changes.ts';

/** The service that a place asks, and where a header of it is kept back. */
export function serviceOf(source: Source, level: Level): Service | undefined {
  if (source.kind === 'action') {
    const { action } = source;
    return {
      at: action.item.object.document.place(action.entry.key.at),
      hidings: [
        {
          level,
          keyword: 'hide',
          // A pass beats a hide.
          add: (name) =>
            passedNames(action).includes(name.toLowerCase()) ? [] : (withHeaders(action, [], [name]) ?? []),
        },
      ],
    };
  }
  if (source.kind !== 'path') return undefined;
  const { path } = source;
  const backend = entryOf(path.node, 'backend')?.key ?? at(path.node, 'service') ?? path.head;
  return { at: path.object.document.place(backend.at), hidings: pathHidings(source) };
}

/** In the snippet of the location where that has lines of its own, since these drop those of the server. */
function pathHidings({ path, master, snippet }: Extract<Source, { kind: 'path' }>): readonly Hiding[] {
  const directives = snippet?.parsed.tree.directives ?? [];
  const hides = directives.some(({ keyword }) => keyword === 'proxy_hide_header');
  const owner = objectLevel(path.object, path.object === master ? 'host' : 'route');
  if (hides && snippet !== undefined) {
    return [
      {
        level: owner,
        keyword: 'proxy_hide_header',
        add: (name) => insertIntoSnippet(snippet, [`proxy_hide_header ${name};`]) ?? [],
      },
    ];
  }
  if (ingressKind(master) === 'minion') return [];
  return [
    {
      level: objectLevel(master),
      keyword: 'nginx.org/proxy-hide-headers',
      add: (name) => hideAnnotation(master, undefined, name) ?? [],
    },
  ];
}
