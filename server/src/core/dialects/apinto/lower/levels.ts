import type { Level } from '../../../model/scope.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import type { ApintoObject, PluginList } from '../read/objects.ts';

export function routerLevel({ document, node, nameNode, name, profession }: ApintoObject): Level {
  const place = document.place(node.at);
  const location = textOf(at(node, 'location'));
  return {
    id: `router ${place.uri}#${place.start}`,
    kind: 'route',
    label: name === '' ? `${profession} ${location ?? ''}`.trim() : `${profession} ${name}`,
    at: document.place(
      nameNode.kind === 'scalar' ? nameNode.at : { start: node.at.start, end: node.at.start },
    ),
  };
}

export function listLevel({ document, holder, at: named }: PluginList): Level {
  const place = document.place(holder.at);
  return {
    id: `plugins ${place.uri}#${place.start}`,
    kind: 'gateway',
    label: 'the list of plugins',
    at: document.place(named),
  };
}
