import type { Misplaced, Unread, Unresolved } from '../../../model/scope.ts';
import type { ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { at, entriesOf } from '../../../syntax/yaml/node.ts';
import { controllerLevel } from '../lower/levels.ts';
import { isTemplated } from './annotation.ts';
import type { Controller } from './controller.ts';
import { headersIn, referredMap, type GivenHeader } from './headers.ts';

/** What the controller sends with every answer of its hosts. */
export interface GlobalHeaders {
  readonly headers: readonly GivenHeader[];
  /** False where the ConfigMap that it names was not seen. */
  readonly isKnown: boolean;
  readonly unread: readonly Unread[];
  readonly unresolved: readonly Unresolved[];
  readonly misplaced: readonly Misplaced[];
}

/** `add-headers` of the controller's ConfigMap, or `controller.addHeaders` of its chart. */
export function globalHeaders(controller: Controller | undefined, index: ObjectIndex): GlobalHeaders {
  const nothing = { headers: [], isKnown: true, unread: [], unresolved: [], misplaced: [] };
  if (controller === undefined) return nothing;
  const misplaced = requestHeaders(controller, index);
  const given = at(controller.values, 'addHeaders');
  if (given?.kind === 'map' && given.entries.length > 0) {
    return { ...nothing, headers: headersIn(controller.document, given), misplaced };
  }
  const setting = controller.get('add-headers');
  if (setting === undefined || setting.text === '') return { ...nothing, misplaced };
  if (isTemplated(setting.text)) return { ...nothing, isKnown: false, misplaced };
  const place = setting.document.place(setting.entry.value.at);
  const reference = referredMap(setting.text, index);
  if (reference.kind === 'unqualified') {
    const why =
      'the controller looks a ConfigMap up by namespace and name and finds none, so nothing is added';
    const advice = 'Write the namespace and a slash before the name.';
    return {
      ...nothing,
      misplaced,
      unread: [{ at: place, what: `add-headers: ${setting.text}`, why, advice }],
    };
  }
  if (reference.object === undefined) {
    const what = `ConfigMap ${setting.text}`;
    return { ...nothing, misplaced, isKnown: false, unresolved: [{ at: place, what }] };
  }
  const headers = reference.data === undefined ? [] : headersIn(reference.object.document, reference.data);
  return { ...nothing, headers, misplaced };
}

/** `proxy-set-headers` names headers of requests to the services. */
function requestHeaders(controller: Controller, index: ObjectIndex): readonly Misplaced[] {
  const values = at(controller.values, 'proxySetHeaders');
  const setting = controller.get('proxy-set-headers');
  const reference = setting && referredMap(setting.text, index);
  const document = reference?.object?.document ?? controller.document;
  return entriesOf(values ?? reference?.data).flatMap((entry): readonly Misplaced[] => {
    const { key, value } = entry;
    if (value.kind !== 'scalar' || !/^(?:x-frame-options|content-security-policy)$/i.test(key.text))
      return [];
    return [
      {
        where: 'request',
        name: key.text,
        value: scalarValue(document, value),
        keyword: values === undefined ? 'proxy-set-headers' : 'proxySetHeaders',
        at: document.place(key.at),
        statement: document.place(entry.at),
        level: controllerLevel(controller),
      },
    ];
  });
}
