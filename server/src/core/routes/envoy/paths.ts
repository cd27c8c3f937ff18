/** RFC 3986, section 5.2.4, as Envoy's `normalize_path` does it. */
export function withoutDots(path: string): string {
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

/** Envoy's `merge_slashes`. */
export function withoutEmptySegments(path: string): string {
  return path.replace(/\/{2,}/g, '/');
}
