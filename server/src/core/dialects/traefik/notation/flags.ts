import type { Place } from '../../../model/place.ts';
import { entriesOf, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { fromLabels, type Label } from '../config/from-labels.ts';
import type { ConfigMap } from '../config/node.ts';
import { templateParts } from '../config/template.ts';

/** The static configuration of Traefik's own command line: `--entryPoints.web.address=:80`. */
export function configOfFlags(document: YamlDocument, command: YamlNode | undefined): ConfigMap | undefined {
  if (command === undefined) return undefined;
  const words =
    command.kind === 'scalar'
      ? command.text.split(/\s+/).map((text) => ({ text, at: document.place(command.at), exact: false }))
      : itemsOf(command).flatMap((item) => {
          const text = textOf(item);
          const at = document.place(item.at);
          return text === undefined ? [] : [{ text, at, exact: at.end - at.start === text.length }];
        });
  const labels = words.flatMap(({ text, at, exact }) => flagOf(text, at, exact) ?? []);
  return labels.length === 0 ? undefined : fromLabels(labels, document.place(command.at));
}

function flagOf(text: string, at: Place, exact: boolean): Label | undefined {
  const [, dashes = '', key, value = 'true'] =
    /^(--?)([A-Za-z][\w.[\]-]*)(?:=(.*))?$/s.exec(text.trim()) ?? [];
  if (key === undefined) return undefined;
  return labelOf(key, value, { ...at, start: at.start + (exact ? dashes.length : 0) }, at, exact);
}

/** `TRAEFIK_ENTRYPOINTS_WEB_ADDRESS=:80`, as a list or a map. */
export function configOfEnvironment(
  document: YamlDocument,
  node: YamlNode | undefined,
): ConfigMap | undefined {
  if (node === undefined) return undefined;
  const pairs =
    node.kind === 'map'
      ? entriesOf(node).map(({ key, value, at }) => ({ key: key.text, value: textOf(value) ?? '', at }))
      : itemsOf(node).flatMap((item) => {
          const [, key, value = ''] = /^([^=]+)=(.*)$/s.exec(textOf(item) ?? '') ?? [];
          return key === undefined ? [] : [{ key, value, at: item.at }];
        });
  const labels = pairs.flatMap(({ key, value, at }) => {
    const [, path] = /^TRAEFIK_(.+)$/.exec(key) ?? [];
    const place = document.place(at);
    return path === undefined
      ? []
      : [labelOf(path.toLowerCase().replaceAll('_', '.'), value, place, place, false)];
  });
  return labels.length === 0 ? undefined : fromLabels(labels, document.place(node.at));
}

function labelOf(key: string, value: string, keyAt: Place, at: Place, exact: boolean): Label {
  const parts = templateParts(value);
  return { key, keyAt, exact, value, valueAt: at, at, ...(parts !== undefined && { parts }) };
}
