import { speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { AnnotationValue, KubernetesObject } from '../../../syntax/kubernetes/objects.ts';

/** The controller's flag `--annotations-prefix` may change it; hardly anybody does. */
export const PREFIX = 'nginx.ingress.kubernetes.io/';

export function annotation({ annotations }: KubernetesObject, key: string): AnnotationValue | undefined {
  return annotations.get(PREFIX + key);
}

/** The text of an annotation without blanks around it; absent where it is empty, as the controller's parsers have it. */
export function annotationText(object: KubernetesObject, key: string): string | undefined {
  const text = annotation(object, key)?.text.trim();
  return text === '' ? undefined : text;
}

/** What Go's `strconv.ParseBool` reads; anything else is an error, and the setting then absent. */
export function annotationFlag(object: KubernetesObject, key: string): boolean | undefined {
  return flagOf(annotation(object, key)?.text);
}

export function flagOf(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(?:0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}

/** A comma separated list without blanks and empty members. */
export function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** The names of hosts, of files or values that a template has still to fill in. */
export function isTemplated(text: string): boolean {
  return /\{\{|\$\{|<%|\{%|\$\(/.test(text);
}

/** Whether an annotation is there to set a framing header. */
export function isAboutFraming({ document }: KubernetesObject, { key, node }: AnnotationValue): boolean {
  return speaksOfFraming(document, { at: { start: key.at.start, end: node.at.end } });
}
