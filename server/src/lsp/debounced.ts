/** An action that runs once, some time after it was last asked for. */
export interface Debounced {
  readonly schedule: () => void;
  readonly cancel: () => void;
}

export function debounced(milliseconds: number, action: () => void): Debounced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    schedule: () => {
      cancel();
      timer = setTimeout(() => {
        timer = undefined;
        action();
      }, milliseconds);
    },
    cancel,
  };
}
