/** Where the phone is, asked only where it may say so already: a check-in never opens a question of the browser. */
const PATIENCE_MS = 2_500;

export async function whereNow(): Promise<{ lng_wgs84: number; lat_wgs84: number; accuracy_m: number } | undefined> {
  const allowed = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (allowed?.state !== "granted") return undefined;
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lng_wgs84: coords.longitude, lat_wgs84: coords.latitude, accuracy_m: Math.round(coords.accuracy) }),
      () => resolve(undefined),
      { timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}
