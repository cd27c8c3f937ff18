import { withoutDots, withoutEmptySegments } from '../../../routes/envoy/paths.ts';
import type { RequestParts } from '../../../routes/route.ts';
import { boolField, field } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';

/** The request with its path as routes see it; `undefined` where that cannot be told. */
export function normalized(manager: YamlNode | undefined, request: RequestParts): RequestParts | undefined {
  let { path } = request;
  const escaped = field(manager, 'path_with_escaped_slashes_action');
  if (escaped !== undefined && /%2f|%5c/i.test(path)) return undefined;
  if (field(manager, 'path_normalization_options') !== undefined && /[%\\]|\/\.|\/\//.test(path))
    return undefined;
  if (boolField(manager, 'normalize_path') === true) {
    if (/[%\\]/.test(path)) return undefined;
    path = withoutDots(path);
  }
  if (boolField(manager, 'merge_slashes') === true) path = withoutEmptySegments(path);
  return path === request.path ? request : { ...request, path };
}
