import { ANY, BOOLEAN, list, object, TEXT, type CrdShape } from '../../../syntax/kubernetes/crd.ts';

/** The parts of the schemas of k8s.nginx.org/v1 that say where headers may stand. */
function fields(names: string, more: Readonly<Record<string, CrdShape>> = {}): CrdShape {
  return object({ ...Object.fromEntries(names.split(/\s+/).map((name) => [name, ANY])), ...more });
}

const HEADER = object({ name: TEXT, value: TEXT });
const RETURN = fields('code type body', { headers: list(HEADER) });

const ACTION = fields('redirect', {
  pass: TEXT,
  return: RETURN,
  proxy: fields('upstream rewritePath', {
    requestHeaders: fields('pass', { set: list(HEADER) }),
    responseHeaders: object({
      hide: list(TEXT),
      pass: list(TEXT),
      ignore: list(TEXT),
      add: list(object({ name: TEXT, value: TEXT, always: BOOLEAN })),
    }),
  }),
});

const SPLITS = list(fields('weight', { action: ACTION }));
const ROUTE = fields('path policies routeSelector dos', {
  route: TEXT,
  action: ACTION,
  splits: SPLITS,
  matches: list(
    fields('', {
      conditions: list(object({ header: TEXT, cookie: TEXT, argument: TEXT, variable: TEXT, value: TEXT })),
      action: ACTION,
      splits: SPLITS,
    }),
  ),
  errorPages: list(fields('codes redirect', { return: RETURN })),
  'location-snippets': TEXT,
  'add-header-inherit': TEXT,
});

export const SPECS: Readonly<Record<string, CrdShape>> = {
  VirtualServer: fields(
    'ingressClassName host listener tls gunzip policies upstreams dos externalDNS internalRoute',
    {
      routes: list(ROUTE),
      'http-snippets': TEXT,
      'server-snippets': TEXT,
      'add-header-inherit': TEXT,
    },
  ),
  VirtualServerRoute: fields('ingressClassName host upstreams', { subroutes: list(ROUTE) }),
};
