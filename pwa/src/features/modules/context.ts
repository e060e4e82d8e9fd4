/** What every field of a form that is being filled in needs beside its own value. */
import type { InjectionKey } from "vue";

export interface FormContext {
  author: string; signer: string;
  /** The draft that photos belong to until it is sealed, and the entity whose photos are on the server. */
  draft: () => string; entity: string | null; arrived: Set<string>;
  /** Opens the camera and tells what it reads. */
  scan: (tell: (text: string) => void) => void;
}
export const FORM: InjectionKey<FormContext> = Symbol("form");
