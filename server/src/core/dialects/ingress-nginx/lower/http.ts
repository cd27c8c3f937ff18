import type { Place } from '../../../model/place.ts';
import type { GeneratedNginx } from '../../../nginx/embedded/generated.ts';
import { embedScalar, type EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import { listOf } from '../read/annotation.ts';
import type { Controller } from '../read/controller.ts';
import type { GivenHeader } from '../read/headers.ts';
import type { NginxWorld } from '../read/world.ts';

/** The part of `http` that decides headers, in the order of the controller's template (rootfs/etc/nginx/template). */
export function writeHttp<Source>(text: GeneratedNginx<Source>, world: NginxWorld, nowhere: Place): void {
  for (const header of world.global.headers) writeHeader(text, header, header.value);
  const { controller } = world;
  const hidden = controller?.get('hide-headers');
  for (const name of listOf(hidden?.text)) {
    text.line('proxy_hide_header', [name], { at: hidden?.document.place(hidden.entry.at) ?? nowhere });
  }
  const snippet = controllerSnippet(controller, 'http-snippet');
  if (snippet !== undefined) text.snippet(snippet);
}

/** `more_set_headers "Name: value";` */
export function writeHeader<Source>(
  text: GeneratedNginx<Source>,
  { name, statement, nameAt, valueAt, edits }: GivenHeader,
  value: string,
): void {
  text.line('more_set_headers', [`${name}: ${value}`], { at: statement, nameAt, valueAt, edits });
}

/** A snippet of the controller's own configuration: no switch is there for these. */
export function controllerSnippet(
  controller: Controller | undefined,
  key: 'http-snippet' | 'server-snippet' | 'location-snippet',
): EmbeddedNginx | undefined {
  const setting = controller?.get(key);
  const value = setting?.entry.value;
  return setting !== undefined && value?.kind === 'scalar' && setting.text.trim() !== ''
    ? embedScalar(setting.document, value)
    : undefined;
}
