import type { Level } from '../../../model/scope.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { HttpItem } from '../read/world.ts';

export function itemLevel({ object, node, index }: HttpItem): Level {
  const { document } = object;
  const match = node.entries.find(({ key }) => key.text === 'match');
  const place = document.place((match ?? node.entries[0])?.key.at ?? node.at);
  const [first] = itemsOf(match?.value);
  const uri = at(first, 'uri');
  const path = textOf(at(uri, 'prefix') ?? at(uri, 'exact') ?? at(uri, 'regex'));
  const name = textOf(at(node, 'name')) ?? path;
  return {
    id: `http ${document.file.uri}#${document.place(node.at).start}`,
    kind: 'route',
    label: name === undefined ? `http[${index}] of ${object.name}` : `http route ${name}`,
    at: place,
  };
}

export function destinationLevel(document: YamlDocument, node: YamlNode): Level {
  const place = document.place(node.at);
  const [host, subset] = ['host', 'subset'].map((key) => textOf(at(node, 'destination', key)));
  return {
    id: `destination ${place.uri}#${place.start}`,
    kind: 'condition',
    label: `destination ${[host, subset].filter((part) => part !== undefined).join(' ')}`,
    at: document.place((node.kind === 'map' ? node.entries[0]?.key : undefined)?.at ?? node.at),
  };
}
