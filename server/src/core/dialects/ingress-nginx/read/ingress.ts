import { embedScalar, type EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import { ingressPaths, type IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import type { AnnotationValue, KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { annotation, annotationFlag, annotationText, listOf } from './annotation.ts';
import { controllerFlag, type Controller } from './controller.ts';
import { customHeaders, type CustomHeaders } from './custom-headers.ts';
import type { Gate } from './gate.ts';
import { unseenPath } from './partial.ts';
import { isRefusedObject } from './refused.ts';

/** An Ingress that ingress-nginx serves, as its annotations have it. */
export interface ServedIngress {
  readonly object: KubernetesObject;
  /** A patch, or values of a chart: the rest of it is written elsewhere, and absence proves nothing. */
  readonly isPartial: boolean;
  readonly paths: readonly IngressPath[];
  /**
   * `serves`: it answers. `canary`: another Ingress of the same paths speaks for it. `away`: nothing of it is in force,
   * or what is in force is not what is written.
   */
  readonly state: 'serves' | 'canary' | 'away';
  /** Snippets that are in force. */
  readonly snippet: EmbeddedNginx | undefined;
  readonly serverSnippet: EmbeddedNginx | undefined;
  readonly custom: CustomHeaders;
  /** The annotation `auth-url`: it brings an `add_header` of its own. */
  readonly auth: AnnotationValue | undefined;
  /** What the location answers with by itself, whatever is asked. */
  readonly redirect: Redirect | undefined;
  /** Neither HTML nor anything else for a browser. */
  readonly isHtml: boolean;
}

export interface Redirect {
  readonly status: number;
  readonly to: string;
}

export interface Surroundings {
  readonly index: ObjectIndex;
  readonly controller: Controller | undefined;
  readonly version: string | undefined;
  readonly gate: Gate;
}

const SNIPPETS = [
  'configuration-snippet',
  'server-snippet',
  'auth-snippet',
  'stream-snippet',
  'modsecurity-snippet',
];

export function readIngress(
  object: KubernetesObject,
  around: Surroundings,
  isPartial: boolean,
): ServedIngress {
  const { index, controller, version, gate } = around;
  const written = SNIPPETS.filter((key) => annotation(object, key) !== undefined);
  const isOff = gate.kind === 'off' || gate.kind === 'risky';
  const embedded = (key: string): EmbeddedNginx | undefined => {
    const value = annotation(object, key);
    if (value?.node.kind !== 'scalar' || isOff) return undefined;
    return embedScalar(object.document, value.node);
  };
  const isCanary = annotationFlag(object, 'canary') === true;
  const isAway =
    isRefusedObject(object) ||
    hasForbiddenWord(object, controller) ||
    (written.length > 0 && isOff && (gate.kind === 'risky' || written.some((key) => speaks(object, key))));
  const backend = annotationText(object, 'backend-protocol')?.toUpperCase() ?? '';
  const paths = ingressPaths(object);
  return {
    object,
    isPartial,
    paths: isPartial && paths.length === 0 ? [unseenPath(object)] : paths,
    state: isCanary ? 'canary' : isAway ? 'away' : 'serves',
    snippet: embedded('configuration-snippet'),
    serverSnippet: embedded('server-snippet'),
    custom: customHeaders(object, index, controller, version),
    auth: annotation(object, 'auth-url'),
    redirect: redirectOf(object),
    isHtml: !backend.startsWith('GRPC') && annotationFlag(object, 'ssl-passthrough') !== true,
  };
}

function speaks(object: KubernetesObject, key: string): boolean {
  return /x-frame-options|frame-ancestors/i.test(annotation(object, key)?.text ?? '');
}

/** `annotation-value-word-blocklist`: an Ingress with such a word is skipped (store.go, `checkBadAnnotationValue`). */
export function forbiddenWord(value: string, controller: Controller | undefined): string | undefined {
  const words = listOf(controller?.get('annotation-value-word-blocklist')?.text);
  return words.find((word) => value.includes(word));
}

function hasForbiddenWord({ annotations }: KubernetesObject, controller: Controller | undefined): boolean {
  if (controller?.get('annotation-value-word-blocklist') === undefined) return false;
  return [...annotations.values()].some(({ text }) => forbiddenWord(text, controller) !== undefined);
}

/** Source: internal/ingress/annotations/redirect: the temporal one comes first. */
function redirectOf(object: KubernetesObject): Redirect | undefined {
  for (const [key, initial, most] of [
    ['temporal-redirect', 302, 307],
    ['permanent-redirect', 301, 308],
  ] as const) {
    const to = annotationText(object, key);
    if (to === undefined) continue;
    const code = Number(annotationText(object, `${key}-code`) ?? initial);
    return { to, status: code >= 300 && code <= most ? code : initial };
  }
  // The template writes it as `rewrite`, which redirects to a URL of another place (ngx_http_rewrite_module, `rewrite`).
  const target = annotationText(object, 'rewrite-target');
  if (target !== undefined && /^(?:https?:\/\/|\$scheme)/.test(target)) return { to: target, status: 302 };
  return undefined;
}

/** Whether plain requests are sent to https, which comes before everything; `undefined`: not known. */
export function redirectsToHttps(
  { object }: ServedIngress,
  hasTls: boolean | undefined,
  controller: Controller | undefined,
): boolean | undefined {
  const force =
    annotationFlag(object, 'force-ssl-redirect') ?? controllerFlag(controller, 'force-ssl-redirect');
  if (force === true) return true;
  const wanted = annotationFlag(object, 'ssl-redirect') ?? controllerFlag(controller, 'ssl-redirect') ?? true;
  return wanted && hasTls;
}
