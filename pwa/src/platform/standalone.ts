/** Whether the app was opened from the home screen rather than in a tab. */
export const isStandalone = (): boolean =>
  matchMedia("(display-mode: standalone), (display-mode: fullscreen), (display-mode: minimal-ui)").matches || (navigator as Navigator & { standalone?: boolean }).standalone === true;
