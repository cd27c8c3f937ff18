import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import {
  at,
  entriesOf,
  entryOf,
  itemsOf,
  textOf,
  type YamlEntry,
  type YamlMap,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';
import { flagOf } from './annotation.ts';
import { chartValues } from './chart-values.ts';

/** One key of a map of texts, and where it stands. */
export interface Setting {
  readonly document: YamlDocument;
  readonly map: YamlMap;
  readonly entry: YamlEntry;
  readonly text: string;
}

/** The configuration of the controller itself: its ConfigMap, or values of its Helm chart. */
export interface Controller {
  readonly document: YamlDocument;
  /** The ConfigMap; absent for Helm values. */
  readonly object?: KubernetesObject;
  /** The `controller` of Helm values. */
  readonly values?: YamlMap;
  readonly get: (key: string) => Setting | undefined;
}

const KEYS: readonly string[] = [
  'allow-snippet-annotations',
  'annotations-risk-level',
  'http-snippet',
  'server-snippet',
  'location-snippet',
  'add-headers',
  'hide-headers',
  'global-allowed-response-headers',
  'use-forwarded-headers',
  'proxy-body-size',
];

/** All that may configure the controller; more than one where a workspace is about several clusters. */
export function controllersIn(index: ObjectIndex, files: readonly YamlFile[]): readonly Controller[] {
  const maps = index
    .ofKind('', 'ConfigMap')
    .filter((object) => !/patch[^/]*$/i.test(object.document.file.uri));
  const named = maps.filter(isNamedAsController);
  const found = (named.length > 0 ? named : maps.filter(hasControllerKeys)).map(fromConfigMap);
  return [...found, ...files.flatMap((file) => file.documents.flatMap(fromValues))];
}

function isNamedAsController(object: KubernetesObject): boolean {
  const { name, node } = object;
  if (/^(?:[\w-]+-)?ingress-nginx-controller$|^nginx-configuration$/.test(name)) return true;
  const label = textOf(at(node, 'metadata', 'labels', 'app.kubernetes.io/name'));
  return label === 'ingress-nginx' && !/^(?:tcp|udp)-services$/.test(name) && hasControllerKeys(object);
}

function hasControllerKeys({ node }: KubernetesObject): boolean {
  return entriesOf(at(node, 'data')).some(({ key }) => KEYS.includes(key.text));
}

function fromConfigMap(object: KubernetesObject): Controller {
  const { document, node } = object;
  const data = at(node, 'data');
  return { document, object, get: (key) => settingOf(document, data, key) };
}

function settingOf(document: YamlDocument, map: unknown, key: string): Setting | undefined {
  const node = map as YamlMap | undefined;
  const entry = entryOf(node, key);
  const text = textOf(entry?.value);
  return node?.kind === 'map' && entry !== undefined && text !== undefined
    ? { document, map: node, entry, text }
    : undefined;
}

/** Keys of the chart's values that stand for one of the ConfigMap. */
const VALUES: ReadonlyMap<string, string> = new Map([
  ['allow-snippet-annotations', 'allowSnippetAnnotations'],
]);

/** Values of the chart, or of one that has it as a dependency. */
function fromValues(document: YamlDocument): readonly Controller[] {
  return chartValues(document).flatMap((values) => fromChart(document, values));
}

function fromChart(document: YamlDocument, chart: YamlMap): readonly Controller[] {
  const controller = at(chart, 'controller') ?? at(chart, 'ingress-nginx', 'controller');
  if (controller?.kind !== 'map') return [];
  const config = at(controller, 'config');
  const speaks =
    ['addHeaders', 'allowSnippetAnnotations'].some((key) => at(controller, key) !== undefined) ||
    entriesOf(config).some(({ key }) => KEYS.includes(key.text));
  if (!speaks) return [];
  return [
    {
      document,
      values: controller,
      get: (key) => {
        const own = VALUES.get(key);
        return (
          settingOf(document, config, key) ??
          (own === undefined ? undefined : settingOf(document, controller, own))
        );
      },
    },
  ];
}

/** Whether answers may carry a framing policy, or lose one, by what a controller is told for all of its hosts. */
export function mayFrame(controller: Controller): boolean {
  const given = at(controller.values, 'addHeaders');
  const own = given === undefined ? '' : controller.document.text.slice(given.at.start, given.at.end);
  const snippets = ['http-snippet', 'server-snippet', 'location-snippet'].map((key) => controller.get(key));
  return (
    /x-frame-options|security-policy|\{\{|\$\{/i.test(own) ||
    (controller.get('add-headers')?.text ?? '') !== '' ||
    snippets.some((setting) => /x-frame-options|security-policy|include|\{\{/i.test(setting?.text ?? ''))
  );
}

/** A setting that is true or false; absent where it is neither, or not there. */
export function controllerFlag(controller: Controller | undefined, key: string): boolean | undefined {
  return flagOf(controller?.get(key)?.text);
}

/** The release of the controller, where a workload or the values of its chart name its image; `undefined`: not known. */
export function controllerVersion(index: ObjectIndex, files: readonly YamlFile[]): string | undefined {
  const pods = index.all.filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet');
  const images = pods.flatMap(({ node }) =>
    itemsOf(at(node, 'spec', 'template', 'spec', 'containers')).flatMap(
      (each) => textOf(at(each, 'image')) ?? [],
    ),
  );
  const tags = files.flatMap(({ documents }) =>
    documents.flatMap(({ root }) =>
      at(root, 'apiVersion') === undefined ? (textOf(at(root, 'controller', 'image', 'tag')) ?? []) : [],
    ),
  );
  const found = [
    ...images.flatMap(
      (image) =>
        /(?:ingress-nginx\/controller|nginx-ingress-controller)[\w-]*:v?(\d+\.\d+\.\d+)/.exec(image)?.[1] ??
        [],
    ),
    ...tags.flatMap((tag) => /^v?(\d+\.\d+\.\d+)/.exec(tag)?.[1] ?? []),
  ];
  return new Set(found).size === 1 ? found[0] : undefined;
}
