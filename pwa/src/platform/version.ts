/** Which build of the client this is; written in by the build. */
declare const __APP_VERSION__: string;
export const version: string = __APP_VERSION__;
