import { requestHeader, type RequestParts } from '../../../routes/route.ts';
import type { Ternary } from '../../../routes/ternary.ts';
import { field, items, numberField, stringField } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';

/** Whether a scoped route table takes a request: each fragment of its key is what a header says (ScopeKeyBuilderImpl). */
export function scopeAnswer(
  scoped: YamlNode | undefined,
  scope: YamlNode | undefined,
  request: RequestParts,
): Ternary {
  if (scope === undefined) return true;
  const builders = items(field(scoped, 'scope_key_builder'), 'fragments');
  const wanted = items(field(scope, 'key'), 'fragments').map((each) => stringField(each, 'string_key'));
  if (builders.length !== wanted.length) return false;
  return builders.every((builder, index) => fragment(builder, request) === wanted[index]);
}

function fragment(builder: YamlNode, request: RequestParts): string | undefined {
  const extractor = field(builder, 'header_value_extractor');
  const [value] = requestHeader(request, stringField(extractor, 'name') ?? '');
  if (value === undefined) return undefined;
  const separator = stringField(extractor, 'element_separator') ?? '';
  const elements = separator === '' ? [value] : value.split(separator);
  const keyed = field(extractor, 'element');
  if (keyed === undefined) return elements[numberField(extractor, 'index') ?? 0];
  const [inner, key] = [stringField(keyed, 'separator') ?? '', stringField(keyed, 'key') ?? ''];
  const found = elements.find((element) => element.split(inner, 1)[0] === key);
  return found === undefined ? undefined : found.slice(key.length + inner.length);
}
