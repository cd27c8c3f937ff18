import type { Place } from '../../../model/place.ts';
import type { Level } from '../../../model/scope.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, entryOf, itemsOf, textOf, type YamlEntry, type YamlMap } from '../../../syntax/yaml/node.ts';
import { errorPageOps } from '../lower/headers.ts';
import type { RouteItem } from '../read/world.ts';
import type { ServerContext } from './server-context.ts';
import type { Writer } from './writer.ts';

/** The locations of pages, and the lines that lead to them. */
export type ErrorPageLines = readonly { readonly args: readonly string[]; readonly at: Place }[];

export function errorPagesOf({ writer, server, pages }: ServerContext, item: RouteItem): ErrorPageLines {
  // A subroute without pages has those of the item that delegates to it (vsrErrorPagesFromVs).
  const isOwn = entryOf(item.node, 'errorPages') !== undefined;
  const holder = isOwn ? item.node : (item.delegate ?? item.node);
  const object = isOwn ? item.object : (server?.object ?? item.object);
  const list = entryOf(holder, 'errorPages');
  if (list === undefined) return [];
  const known = pages.get(list) ?? writeErrorPages(writer, object, holder, list);
  pages.set(list, known);
  return known;
}

function writeErrorPages(
  writer: Writer,
  object: KubernetesObject,
  holder: YamlMap,
  list: YamlEntry,
): ErrorPageLines {
  const { document } = object;
  return itemsOf(list.value).flatMap((node, index) => {
    if (node.kind !== 'map' || list.value.kind !== 'seq') return [];
    const codes = itemsOf(at(node, 'codes')).flatMap((each) => textOf(each) ?? []);
    const place = document.place(node.at);
    const redirect = at(node, 'redirect');
    if (redirect !== undefined) {
      const code = textOf(at(redirect, 'code')) ?? '301';
      return [{ args: [...codes, `=${code}`, textOf(at(redirect, 'url')) ?? ''], at: place }];
    }
    const page = entryOf(node, 'return');
    if (page === undefined) return [];
    const name = writer.name('@error_page_');
    const level: Level = {
      id: `errorPages ${place.uri}#${place.start}`,
      kind: 'condition',
      label: `errorPages[${index}] of ${textOf(at(holder, 'path')) ?? object.name}`,
      at: document.place(page.key.at),
    };
    const ops = errorPageOps(document, node, [
      { parent: list.value, child: node },
      { parent: holder, child: list },
    ]);
    writer.block(
      'location',
      [name],
      level,
      { kind: 'page', node, object, level },
      () => {
        writer.headers(ops);
        writer.line('return', ['200', textOf(at(page.value, 'body')) ?? ''], place);
      },
      place,
    );
    const code = textOf(at(page.value, 'code'));
    return [{ args: [...codes, ...(code === undefined ? [] : [`=${code}`]), name], at: place }];
  });
}
