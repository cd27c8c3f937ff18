import type { Place } from '../../../model/place.ts';
import type { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import { annotation, annotationFlag, annotationText, listOf } from '../read/annotation.ts';
import type { ServedIngress } from '../read/ingress.ts';
import type { NginxWorld } from '../read/world.ts';
import { controllerSnippet, writeHeader } from './http.ts';

/** What a location of an Ingress sets and answers, whatever its path; the parts stand in the template's order. */
export function writeLocation<Source>(
  text: GeneratedNginx<Source>,
  world: NginxWorld,
  ingress: ServedIngress,
  pass: { readonly at: Place; readonly hasService: boolean },
): void {
  const { object, custom, redirect } = ingress;
  const at = object.nameAt;
  if (custom.isDenied) {
    text.line('return', ['503'], { at });
    return;
  }
  writeAccess(text, ingress);
  writeHeaders(text, world, ingress);
  const satisfy = annotationText(object, 'satisfy');
  if (satisfy === 'any' || satisfy === 'all') text.line('satisfy', [satisfy], { at });
  if (redirect !== undefined) text.line('return', [String(redirect.status), redirect.to], { at });
  if (pass.hasService) text.line('proxy_pass', ['http://upstream_balancer'], { at: pass.at });
  else text.line('return', ['404'], { at });
}

/** The header instructions of a location. */
export function writeHeaders<Source>(
  text: GeneratedNginx<Source>,
  world: NginxWorld,
  ingress: ServedIngress,
): void {
  const { object, custom } = ingress;
  const auth = authorization(world, ingress);
  if (auth !== undefined) {
    const always = annotationFlag(object, 'auth-always-set-cookie') === true;
    text.line('add_header', ['Set-Cookie', '$auth_cookie', ...(always ? ['always'] : [])], { at: auth });
  }
  if (ingress.snippet !== undefined) text.snippet(ingress.snippet);
  const common = controllerSnippet(world.controller, 'location-snippet');
  if (common !== undefined) text.snippet(common);
  for (const header of custom.headers) {
    writeHeader(text, header, header.value.replaceAll('$', '${literal_dollar}'));
  }
}

/** Which clients are let in. */
export function writeAccess<Source>(text: GeneratedNginx<Source>, { object }: ServedIngress): void {
  const at = object.nameAt;
  const denied = annotationText(object, 'denylist-source-range');
  const admitted =
    annotationText(object, 'allowlist-source-range') ?? annotationText(object, 'whitelist-source-range');
  for (const range of listOf(denied)) text.line('deny', [range], { at });
  if (admitted === undefined) return;
  for (const range of listOf(admitted)) text.line('allow', [range], { at });
  text.line('deny', ['all'], { at });
}

/** What makes a location ask whether a request may pass: its annotation, or the controller for all. */
export function authorization(
  { controller }: NginxWorld,
  { object, auth }: ServedIngress,
): Place | undefined {
  if (auth !== undefined && auth.text !== '') return object.document.place(auth.key.at);
  const global = controller?.get('global-auth-url');
  if (global === undefined || global.text === '') return undefined;
  if (annotationFlag(object, 'enable-global-auth') === false) return undefined;
  return global.document.place(global.entry.key.at);
}

/** Whether paths are patterns: one such Ingress makes all of its host so. */
export function usesPatterns({ object }: ServedIngress, path: string): boolean {
  const target = annotation(object, 'rewrite-target')?.text;
  if (target !== undefined && target !== '' && target !== path) return true;
  return annotationFlag(object, 'use-regex') === true;
}
