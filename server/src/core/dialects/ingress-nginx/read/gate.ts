import { controllerFlag, type Controller, type Setting } from './controller.ts';

/**
 * What becomes of snippets in annotations. `off`: they are dropped, or the admission webhook refuses the object.
 * `risky`: the whole Ingress is refused or ignored. `unknown`: nothing tells; they are taken to work.
 */
export interface Gate {
  readonly kind: 'on' | 'off' | 'risky' | 'unknown';
  /** As a clause. */
  readonly why?: string;
  readonly setting?: Setting | undefined;
}

/**
 * Defaults by release: allowed until 1.9.0, forbidden since 1.9.1; the risk level is Critical until 1.11 and High since
 * 1.12 (config.NewDefault of the tags).
 */
export function snippetGate(controller: Controller | undefined, version: string | undefined): Gate {
  const setting = controller?.get('allow-snippet-annotations');
  const allows = controllerFlag(controller, 'allow-snippet-annotations');
  const isClosedByDefault = version === undefined ? undefined : !isBefore(version, '1.9.1');
  const allowed = allows ?? (isClosedByDefault === undefined ? undefined : !isClosedByDefault);
  if (allowed === false) {
    const why =
      setting === undefined
        ? `controller ${version ?? ''} forbids snippets unless allow-snippet-annotations is "true"`
        : 'the controller forbids snippets: allow-snippet-annotations is false';
    return { kind: 'off', why, setting };
  }
  const level = controller?.get('annotations-risk-level');
  const hasLevels = version === undefined || !isBefore(version, '1.9.1');
  if (level !== undefined && hasLevels && level.text.toLowerCase() !== 'critical') {
    return {
      kind: 'risky',
      why: `snippets are of critical risk, and annotations-risk-level is ${level.text}, so that the controller takes nothing of the Ingress`,
      setting: level,
    };
  }
  if (level === undefined && allows === true && version !== undefined && !isBefore(version, '1.12.0')) {
    return {
      kind: 'risky',
      why: `controller ${version} takes nothing of an Ingress with snippets unless annotations-risk-level is Critical`,
      setting,
    };
  }
  const isSure =
    allowed === true && (level !== undefined || (version !== undefined && isBefore(version, '1.12.0')));
  return { kind: isSure ? 'on' : 'unknown', setting };
}

export function isBefore(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number));
  const index = a?.findIndex((part, place) => part !== b?.[place]) ?? -1;
  return index >= 0 && (a?.[index] ?? 0) < (b?.[index] ?? 0);
}
