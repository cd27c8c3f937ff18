import type { SourceFile } from '../../model/place.ts';

/** A bootstrap by its root keys; a file of listeners or routes by the type of its resources. */
const BOOTSTRAP = /^(?:\{\s*)?["']?(?:static_?resources|dynamic_?resources)["']?\s*:/im;
const RESOURCES =
  /type\.googleapis\.com\/envoy\.(?:config\.(?:route|listener)\.v3|api\.v2)\.(?:RouteConfiguration|Listener|ScopedRouteConfiguration)\b/;
const LISTED = /^(?:\{\s*)?["']?resources["']?\s*:/m;
/** Istio's EnvoyFilter, a ConfigMap: other dialects' matter. */
const KUBERNETES = /^["']?(?:apiVersion|kind)["']?\s*:/m;
/** JSON has its braces and its indentation. */
const JSON_BOOTSTRAP = /"(?:static_resources|staticResources|dynamic_resources|dynamicResources)"\s*:/g;

export function claimEnvoy({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)(?:\.[\w.]*)?$/i.test(uri)) return 0;
  if (KUBERNETES.test(text)) return 0;
  if (BOOTSTRAP.test(text)) return 0.9;
  if (RESOURCES.test(text) && (LISTED.test(text) || /^\s*\{[^]*"resources"\s*:/.test(text))) return 0.9;
  return isJsonBootstrap(text) && /envoy/i.test(text) ? 0.8 : 0;
}

/** What Envoy's administration tells of itself (`config_dump`) has the bootstrap farther in, and no Envoy reads it. */
function isJsonBootstrap(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  return [...text.matchAll(JSON_BOOTSTRAP)].some(({ index }) => isAtRoot(text.slice(0, index)));
}

function isAtRoot(before: string): boolean {
  const marks = before.replace(/"(?:[^"\\\n]|\\.)*"/g, '').match(/[{}[\]]/g) ?? [];
  return marks.reduce((depth, mark) => depth + (mark === '{' || mark === '[' ? 1 : -1), 0) === 1;
}
