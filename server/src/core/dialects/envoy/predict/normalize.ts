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
  if (boolField(manager, 'merge_slashes') === true) path = path.replace(/\/{2,}/g, '/');
  return path === request.path ? request : { ...request, path };
}

/** RFC 3986, section 5.2.4. */
function withoutDots(path: string): string {
  const segments = path.split('/');
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === '..') {
      if (kept.length > 1) kept.pop();
      if (isLast) kept.push('');
    } else if (segment === '.') {
      if (isLast) kept.push('');
    } else kept.push(segment);
  });
  return kept.join('/');
}
