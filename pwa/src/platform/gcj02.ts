/** The shift that maps made in mainland China apply (GCJ-02): only for links to AMap, never for what is kept. */
interface At { lng: number; lat: number }
const A = 6_378_245;
const EE = 0.006_693_421_622_965_943;
const { PI, abs, sin, cos, sqrt } = Math;

/** Roughly the mainland: outside of it nothing is shifted. */
const isShifted = ({ lng, lat }: At) => lng > 73.66 && lng < 135.05 && lat > 3.86 && lat < 53.55;

export function toGcj02(at: At): At {
  if (!isShifted(at)) return { lng: at.lng, lat: at.lat };
  const [x, y] = [at.lng - 105, at.lat - 35];
  const turn = (at.lat / 180) * PI;
  const magic = 1 - EE * sin(turn) ** 2;
  const dLat = (northward(x, y) * 180) / (((A * (1 - EE)) / (magic * sqrt(magic))) * PI);
  const dLng = (eastward(x, y) * 180) / ((A / sqrt(magic)) * cos(turn) * PI);
  return { lng: at.lng + dLng, lat: at.lat + dLat };
}

const ripple = (x: number) => ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;

function northward(x: number, y: number): number {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple(x)
    + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
}

function eastward(x: number, y: number): number {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple(x)
    + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
}
