/** Where an indicator of a place stands, and its wide view. */
export const addressOf = (code: string, area: string | undefined, per?: string): string => `/cockpit/indicators/${encodeURIComponent(code)}${asked({ area, per })}`;
export const fullAddressOf = (code: string, area: string | undefined, per?: string): string => `/cockpit/indicators/${encodeURIComponent(code)}/full${asked({ area, per })}`;

function asked(query: Record<string, string | undefined>): string {
  const said = Object.entries(query).flatMap(([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : []));
  return said.length ? `?${said.join("&")}` : "";
}
