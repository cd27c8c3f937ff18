import type { Unread, Unresolved } from '../../../model/scope.ts';
import type { KubernetesObject, ObjectIndex } from '../../../syntax/kubernetes/objects.ts';
import { annotation, isTemplated, listOf } from './annotation.ts';
import type { Controller } from './controller.ts';
import { allowChange, isAllowed } from './allow.ts';
import { isBefore } from './gate.ts';
import { headersIn, isValidName, isValidValue, referredMap, type GivenHeader } from './headers.ts';

/** What the annotation `custom-headers` comes to. */
export interface CustomHeaders {
  /** The ConfigMap that the annotation names. */
  readonly map?: KubernetesObject;
  readonly headers: readonly GivenHeader[];
  /** The location answers 503 then (a denied location). */
  readonly isDenied: boolean;
  /** False where something that decides is not in the workspace. */
  readonly isKnown: boolean;
  readonly unread: readonly Unread[];
  readonly unresolved: readonly Unresolved[];
}

const NOTHING: CustomHeaders = { headers: [], isDenied: false, isKnown: true, unread: [], unresolved: [] };

/** Source: internal/ingress/annotations/customheaders/main.go, `Parse`. */
export function customHeaders(
  ingress: KubernetesObject,
  index: ObjectIndex,
  controller: Controller | undefined,
  version: string | undefined,
): CustomHeaders {
  const value = annotation(ingress, 'custom-headers');
  if (value === undefined || value.text === '') return NOTHING;
  const { document, namespace } = ingress;
  const place = document.place(value.node.at);
  const denied = (unread: Unread): CustomHeaders => ({ ...NOTHING, isDenied: true, unread: [unread] });
  if (isTemplated(value.text)) return { ...NOTHING, isKnown: false };
  if (version !== undefined && isBefore(version, '1.11.0')) {
    const why = `controller ${version} does not know it, it came with 1.11.0`;
    const at = document.place(value.key.at);
    const advice = 'Set the header in configuration-snippet, or in the ConfigMap that add-headers names.';
    return { ...NOTHING, unread: [{ at, what: 'custom-headers', why, advice }] };
  }
  const reference = referredMap(value.text, index);
  if (reference.kind === 'unqualified') {
    const isEditable = value.node.kind === 'scalar' && value.node.style === 'plain' && !value.node.shared;
    const name = `${namespace}/${value.text}`;
    return denied({
      at: place,
      what: value.text,
      why: 'the controller looks a ConfigMap up by namespace and name, finds none, and answers 503',
      advice: `Write ${namespace === '' ? 'its namespace and a slash before the name' : name}.`,
      ...(isEditable && namespace !== '' && { title: `Write ${name}`, fix: [{ at: place, text: name }] }),
    });
  }
  if (reference.object === undefined) {
    return { ...NOTHING, isKnown: false, unresolved: [{ at: place, what: `ConfigMap ${value.text}` }] };
  }
  const map = reference.object;
  const headers = reference.data === undefined ? [] : headersIn(map.document, reference.data);
  const invalid = headers.find(({ name, value: text }) => !isValidName(name) || !isValidValue(text));
  if (invalid !== undefined && !isTemplated(invalid.value)) {
    const isName = !isValidName(invalid.name);
    return denied({
      at: isName ? invalid.nameAt : invalid.valueAt,
      what: `ConfigMap ${map.name}`,
      why: `the controller takes no ${isName ? 'name' : 'value'} like this, and answers 503 wherever it is used`,
      advice: isName ? 'Use letters, digits, - and _ only.' : 'Write a value of printable ASCII characters.',
    });
  }
  if (controller === undefined) return { ...NOTHING, map, headers };
  const forbidden = headers.find(({ name }) => !isAllowed(controller, name));
  return forbidden === undefined ? { ...NOTHING, map, headers } : denied(notAllowed(forbidden, controller));
}

function notAllowed({ name, nameAt }: GivenHeader, controller: Controller): Unread {
  const setting = controller.get('global-allowed-response-headers');
  const other = listOf(setting?.text).find((each) => each.toLowerCase() === name.toLowerCase());
  const why =
    other === undefined
      ? 'global-allowed-response-headers of the controller does not list it, which then answers 503'
      : `global-allowed-response-headers of the controller lists ${other}, letters count, and it then answers 503`;
  const fix = allowChange(controller, name);
  return {
    at: nameAt,
    what: name,
    why,
    advice: `List ${name} there in exactly these letters.`,
    ...(fix && { title: `List ${name} in global-allowed-response-headers`, fix: [fix] }),
  };
}
