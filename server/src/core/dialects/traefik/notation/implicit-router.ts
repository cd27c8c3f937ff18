import type { Level } from '../../../model/scope.ts';
import type { YamlEntry } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { entriesOf, field, type ConfigMap } from '../config/node.ts';
import type { Router } from '../model/router.ts';
import { guardLabel } from '../read/guard-option.ts';

/** A container without router labels is exposed under the default rule. */
export function implicitRouter(
  document: YamlDocument,
  service: YamlEntry,
  provider: string,
  root: ConfigMap,
  isEnabled: boolean,
): readonly Router[] {
  const isTcp = entriesOf(root).some(({ name }) => /^(tcp|udp)$/i.test(name));
  const hasServices = field(root, ['http', 'services']) !== undefined;
  if (isTcp || (!isEnabled && !hasServices && field(root, ['http', 'middlewares']) === undefined)) return [];
  const name = service.key.text;
  const level: Level = {
    id: `router ${document.file.uri}#${service.key.at.start} ${provider}`,
    kind: 'route',
    label: `service ${name}`,
    at: document.place(service.key.at),
  };
  return [
    {
      name,
      provider,
      namespace: '',
      level,
      around: [],
      block: document.place(service.at),
      entryPoints: [],
      tls: false,
      middlewares: [],
      parents: [],
      serviceMiddlewares: [],
      grpc: false,
      off: false,
      byDefault: !isEnabled,
      // Only labels that mean a page to be served make a place of it that must be protected.
      implicit: !isEnabled && !hasServices,
      guard: {
        name: `${name}-frame`,
        reach: 'route',
        attach: (middleware) => {
          const label =
            middleware.provider === provider ? middleware.name : `${middleware.name}@${middleware.provider}`;
          const change = root.add?.(['http', 'routers', name, 'middlewares'], label);
          return change && [change];
        },
        declare: (guard, header, value) => {
          const { path, text } = guardLabel(header, value);
          const change = root.add?.(['http', 'middlewares', guard, 'headers', ...path], text);
          return change && [change];
        },
      },
    },
  ];
}
