/** A turn for everybody else: the browser draws and answers a finger before what comes next. */
export const turn = () => new Promise<void>((go) => setTimeout(go));

/** Once what is known already stands on the screen: heavy things come after it, not before. */
export const painted = () => new Promise<void>((go) => requestAnimationFrame(() => setTimeout(go)));
