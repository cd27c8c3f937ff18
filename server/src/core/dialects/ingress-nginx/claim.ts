import type { SourceFile } from '../../model/place.ts';

const PREFIX = 'nginx.ingress.kubernetes.io/';
const INGRESS = /["']?kind["']?\s*:\s*["']?Ingress(?:Class|List)?["']?\s*(?:[,}#]|$)/m;
const GROUP = /\b(?:networking\.k8s\.io|extensions)\/v1/;
const CONFIG_MAP = /["']?kind["']?\s*:\s*["']?ConfigMap["']?\s*(?:[,}#]|$)/m;
/** Keys of the controller's own ConfigMap, and what is only in its name or labels. */
const CONTROLLER =
  /["']?(?:allow-snippet-annotations|annotations-risk-level|(?:http|server|location)-snippet|add-headers|hide-headers|global-allowed-response-headers|use-forwarded-headers|proxy-body-size)["']?\s*:|\bingress-nginx-controller\b|\bnginx-configuration\b|app\.kubernetes\.io\/name["']?\s*:\s*["']?ingress-nginx\b/;
/** A key that is the name of a header, as ConfigMaps of headers have them. */
const HEADERS =
  /^\s+["']?(?:[A-Z][A-Za-z\d]*(?:-[A-Z][A-Za-z\d]*)+|x-frame-options|content-security-policy)["']?\s*:/m;
/** Of an Ingress, in values of the chart that writes it. */
const ANNOTATIONS =
  /^\s+["']?nginx\.ingress\.kubernetes\.io\/(?:configuration-snippet|server-snippet|custom-headers)["']?\s*:/m;
const IMAGE = /image["']?\s*:\s*\S*(?:ingress-nginx\/controller|nginx-ingress-controller)[\w-]*:v?\d/;
/** What installs a chart with values of its own: of Flux, Argo CD, k3s. */
const INSTALLS =
  /^["']?kind["']?\s*:\s*["']?(?:HelmRelease|HelmChart(?:Config)?|Application(?:Set)?)["']?\s*(?:#.*)?$/m;
const VALUES = /^(?:controller|ingress-nginx)\s*:/m;
const NESTED_VALUES = /^\s+(?:controller|ingress-nginx)\s*:/m;
const VALUE_KEYS =
  /^\s+["']?(?:addHeaders|allowSnippetAnnotations|allow-snippet-annotations|annotations-risk-level|(?:http|server|location)-snippet|add-headers|hide-headers|global-allowed-response-headers)["']?\s*:/m;

/** A configuration of Traefik whose provider serves the Ingresses of ingress-nginx in its stead, more or less as it does. */
export function isTraefikReadingIngresses(text: string): boolean {
  return /\bkubernetesIngressNGINX\b/i.test(text);
}

/** Ingress objects and their classes, the controller's ConfigMap, those of headers, and values of its Helm chart. */
export function claimIngressNginx({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)$/i.test(uri)) return 0;
  if (INGRESS.test(text) && GROUP.test(text)) {
    if (text.includes(PREFIX)) return 0.9;
    return /ingressClassName["']?\s*:\s*["']?nginx|ingress\.class["']?\s*:\s*["']?nginx|k8s\.io\/ingress-nginx/.test(
      text,
    )
      ? 0.8
      : 0.3;
  }
  if (CONFIG_MAP.test(text)) {
    if (CONTROLLER.test(text)) return 0.7;
    if (HEADERS.test(text)) return 0.4;
  }
  if (IMAGE.test(text)) return 0.4;
  if (isTraefikReadingIngresses(text)) return 0.1;
  if (/["']?apiVersion["']?\s*:/.test(text)) {
    if (!INSTALLS.test(text)) return 0;
    return ANNOTATIONS.test(text) || (NESTED_VALUES.test(text) && VALUE_KEYS.test(text)) ? 0.4 : 0;
  }
  if (ANNOTATIONS.test(text)) return 0.6;
  return VALUES.test(text) && VALUE_KEYS.test(text) ? 0.7 : 0;
}
