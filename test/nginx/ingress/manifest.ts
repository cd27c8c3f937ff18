import { stringify } from 'yaml';

/** What an Ingress of the samples says, before it is written as YAML or as nginx's configuration. */
export interface SampleIngress {
  readonly name: string;
  readonly host: string | undefined;
  readonly paths: readonly SamplePath[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly tls: boolean;
}

export interface SamplePath {
  readonly path: string;
  readonly type: 'Exact' | 'Prefix' | 'ImplementationSpecific';
}

export interface Sample {
  readonly ingresses: readonly SampleIngress[];
  /** The controller's ConfigMap. */
  readonly settings: Readonly<Record<string, string>>;
  /** ConfigMaps of headers by name, in the namespace `shop`. */
  readonly maps: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** @param quoted whether texts stand in double quotes instead of blocks */
export function manifestOf({ ingresses, settings, maps }: Sample, quoted: boolean): string {
  const configMap = (name: string, namespace: string, data: Readonly<Record<string, string>>): unknown => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data,
  });
  const documents = [
    ...ingresses.map(({ name, host, paths, annotations, tls }) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name,
        namespace: 'shop',
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([key, value]) => [PREFIX + key, value]),
        ),
      },
      spec: {
        ingressClassName: 'nginx',
        ...(tls && { tls: [{ hosts: [host], secretName: 'certificate' }] }),
        rules: [
          {
            ...(host !== undefined && { host }),
            http: {
              paths: paths.map(({ path, type }) => ({
                path,
                pathType: type,
                backend: { service: { name: 'web', port: { number: 80 } } },
              })),
            },
          },
        ],
      },
    })),
    configMap('ingress-nginx-controller', 'ingress-nginx', settings),
    ...Object.entries(maps).map(([name, data]) => configMap(name, 'shop', data)),
  ];
  return documents
    .map((document) =>
      stringify(document, {
        lineWidth: 0,
        blockQuote: 'literal',
        ...(quoted && { defaultStringType: 'QUOTE_DOUBLE' as const, defaultKeyType: 'PLAIN' as const }),
      }),
    )
    .join('---\n');
}
