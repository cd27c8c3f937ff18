import type { SourceFile } from '../../model/place.ts';

const API_VERSION = /^[\s{-]*["']?apiVersion["']?\s*:\s*["']?networking\.istio\.io\//m;
const IN_FLOW = /["']apiVersion["']\s*:\s*["']networking\.istio\.io\//;
const KIND = /\bkind["']?\s*:\s*["']?(?:VirtualService|EnvoyFilter|Gateway)\b/;

/** Objects that route requests or change routes, and gateways, which have a say in both; others of Istio set no headers. */
export function claimIstio({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json)$/i.test(uri)) return 0;
  return (API_VERSION.test(text) || IN_FLOW.test(text)) && KIND.test(text) ? 0.9 : 0;
}
